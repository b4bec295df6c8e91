/**
 * Texts of plugins in the language of the user, in the way of the build: a key such
 * as "acme.blog::lang.posts.title", and placeholders :name, :Name and :NAME. A text
 * that the language lacks is that of the page's language, or English; one that nobody
 * has is shown as its key, and told once.
 */
define(["strata/plugins-languages", "./internal/aliases", "./internal/entry", "./internal/load", "./internal/owner", "./internal/listeners"], function (data, pluginOf, given, load, owner, newListeners) {
  /** @type {Map<string, Promise<void>>} */
  const asked = new Map();
  /** @type {Map<string, Map<string, Record<string, string>>>} locale → plugin → texts */
  const known = new Map();
  const events = newListeners("event of the texts");
  const told = new Set();
  const added = [];

  const normal = (locale) => String(locale).toLowerCase().replace(/_/g, "-");
  const usual = normal(document.documentElement.lang || data.language);
  let current = usual;

  /** The locale and its language: pt-br, then pt. */
  const own = (locale) => [normal(locale), normal(locale).split("-")[0]];

  /** The locales in which a text is looked for, each once: its own, then the page's and the site's, then English. */
  const chain = (locale) => [...new Set([...own(locale), usual, normal(data.language), "en"])];

  async function read(locale) {
    const [{ texts }] = await load(["strata/plugins-texts/" + locale]); // a plain text, where the site's index is put in
    known.set(locale, new Map(Object.keys(texts).map((id) => [id && pluginOf(id), texts[id]])));
  }

  /** Reads a language once; one that cannot be had is told, and has no texts. */
  function once(locale) {
    const told = (err) => owner.report(`the texts in ${JSON.stringify(locale)} could not be loaded`, err);
    if (!asked.has(locale)) asked.set(locale, read(locale).catch(told));
    return asked.get(locale);
  }

  /**
   * Reads the texts of a language, or of what stands in for it, and makes it the
   * current one.
   *
   * @param {string} [locale] that of the page when it is left out
   * @returns {Promise<string>} the locale whose texts there are; the one that was asked for when there are none at all
   */
  async function use(locale = usual) {
    current = normal(locale);
    let found;
    for (const next of chain(locale).filter((one) => data.languages.includes(one))) {
      await once(next);
      if (known.has(next)) {
        found = next;
        break;
      }
    }
    if (!own(locale).includes(found)) console.error(`strata: there are no texts in ${JSON.stringify(locale)}; ${found ? `those in ${JSON.stringify(found)} stand in` : "keys are shown"}`);
    events.call("change", [current]);
    return found || current;
  }

  function find(key, locale) {
    const cut = key.indexOf("::");
    const id = cut < 0 ? "" : pluginOf(key.slice(0, cut));
    const path = cut < 0 ? key : key.slice(cut + 2);
    for (const next of chain(locale)) {
      const more = added.filter((entry) => entry.locale === next && entry.id === id && Object.hasOwnProperty.call(entry.texts, path)).pop();
      if (more) return more.texts[path];
      const texts = known.get(next)?.get(id);
      if (texts && Object.hasOwnProperty.call(texts, path)) return texts[path];
    }
    return undefined;
  }

  const upperFirst = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

  /** Fills placeholders. Of several names that fit the longest counts, and what was put in is not looked at again. */
  function fill(text, args) {
    const names = Object.keys(args).filter(Boolean).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    return text.split(":").reduce((done, rest, i) => {
      if (i === 0) return rest;
      for (const name of names) {
        const value = String(args[name]);
        if (rest.startsWith(name)) return done + value + rest.slice(name.length);
        if (rest.startsWith(name.toUpperCase())) return done + value.toUpperCase() + rest.slice(name.length);
        if (rest.startsWith(upperFirst(name))) return done + upperFirst(value) + rest.slice(name.length);
      }
      return `${done}:${rest}`;
    }, "");
  }

  /** A key without a text; told once. */
  function missing(key, locale) {
    if (!told.has(key)) console.error(`strata: there is no text ${JSON.stringify(key)} in ${chain(locale).join(", ")}; the key is shown`);
    told.add(key);
    return key;
  }

  function get(key, args = {}, locale = current) {
    const text = find(key, locale);
    return text === undefined ? missing(key, locale) : fill(text, args);
  }

  // Texts with several forms: "{0} none|{1} one|[2,*] :count", or one for each form
  // that the language has, from few to many.
  const exact = /^\s*(?:\{(-?\d+)\}|[[\]](-?\d+|\*)\s*,\s*(-?\d+|\*)[[\]])\s?/;

  function fits([, only, from, to], n) {
    if (only !== undefined) return Number(only) === n;
    return (from === "*" || n >= Number(from)) && (to === "*" || n <= Number(to));
  }

  const forms = ["zero", "one", "two", "few", "many", "other"];

  /** The rules of English stand in for those of what is the name of no language. */
  function pluralsOf(locale) {
    try {
      return new Intl.PluralRules(locale);
    } catch {
      return new Intl.PluralRules("en");
    }
  }

  /** Which of the language's forms a number has; those only of fractions do not count. */
  function formOf(n, locale) {
    const rules = pluralsOf(locale);
    const used = new Set(Array.from({ length: 201 }, (_, i) => rules.select(i)));
    return forms.filter((form) => used.has(form)).indexOf(rules.select(n));
  }

  function choose(key, n, args = {}, locale = current) {
    const text = find(key, locale);
    if (text === undefined) return missing(key, locale);
    const parts = text.split("|");
    const said = parts.find((part) => exact.test(part) && fits(exact.exec(part), n));
    const plain = parts.filter((part) => !exact.test(part));
    const part = said === undefined ? plain[Math.min(Math.max(formOf(n, locale), 0), plain.length - 1)] ?? parts[parts.length - 1] : said;
    return fill(part.replace(exact, ""), { count: n, ...args });
  }

  return {
    use,

    get locale() {
      return current;
    },

    /** The text of a key, with its placeholders filled. */
    get,

    /** The form of a text that a number asks for, which is :count in it. */
    choose,

    has: (key, locale = current) => find(key, locale) !== undefined,

    /** Adds texts by their paths, or takes the place of some. */
    add(id, locale, texts) {
      given.object(texts, "what is added to the texts");
      const odd = Object.keys(texts).find((key) => typeof texts[key] !== "string");
      if (odd !== undefined) throw new TypeError(`the text ${JSON.stringify(`${id}::${odd}`)} is no text; keys have dots, as in {"lang.posts": "Posts"}`);
      const entry = { id: id && pluginOf(id), locale: normal(locale), texts };
      added.push(entry);
      return owner.keep(() => added.splice(added.indexOf(entry), 1));
    },

    /** Calls the listener when the language has changed. */
    on: (name, listener) => events.add(name, listener),
  };
});
