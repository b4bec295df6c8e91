/**
 * Texts of Kloudspeaker's plugins: one dictionary for all of them. A text that a
 * plugin lacks in the language is looked for in the site's and in English; one that
 * nobody has is shown as !en:key. A file that is missing is told, and holds nobody up.
 */
define(["../topic", "../internal/owner", "../internal/kloudspeaker/registered", "../internal/kloudspeaker/urls"], function (topic, owner, registered, urls) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  const resources = new Set();
  let chosen;

  const usual = () => registered.settings.locale || document.documentElement.lang || "en";
  const current = () => chosen || usual();

  /** The languages in which texts are looked for, in order. */
  const chain = () => [...new Set([current(), usual(), "en"])];

  async function read(url, language) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    const file = await response.json();
    if (file?.locale !== language) throw new Error(`${url} has the texts of ${JSON.stringify(file?.locale)}, and not of ${JSON.stringify(language)}`);
    return file.texts || {};
  }

  /** Reads the texts of a plugin; rejected when there are none in any language. */
  async function load(id) {
    let failure;
    for (const language of chain()) {
      const url = urls.localization(id, language);
      if (url === false) return;
      if (!url) continue;
      try {
        const found = await read(url, language);
        Object.keys(found).forEach((key) => texts.set(key, found[key]));
        return;
      } catch (err) {
        failure = failure || err;
      }
    }
    throw failure || new Error("the site has none");
  }

  const loadAll = (ids) =>
    Promise.all(ids.map((id) => load(id).catch((err) => owner.report(`the plugin ${JSON.stringify(id)} has no texts in ${chain().join(", ")}`, err))));

  return {
    get locale() {
      return current();
    },

    load,

    /** Reads all texts again in the language, and says so in the topic localization/init. */
    async initialize(language = current()) {
      chosen = language;
      texts.clear();
      const own = registered.all().filter(({ plugin }) => plugin.resources?.texts);
      await loadAll([...own.map(({ plugin }) => plugin.id), ...resources]);
      topic.publish("localization/init", chosen);
    },

    /** Texts of a plugin that does not register, by the id of its backend. */
    registerPluginResource(id) {
      resources.add(id);
      owner.keep(() => resources.delete(id));
      return loadAll([id]);
    },

    hasText: (key) => texts.has(key),

    /**
     * @param {string} key
     * @param {any[]} [args] for {0}, {1} and so on
     */
    getText(key, args = []) {
      const text = texts.get(key);
      if (text === undefined) return `!${current()}:${key}`;
      return text.replace(/\{(\d+)\}/g, (whole, i) => (i in args ? String(args[i]) : whole));
    },
  };
});
