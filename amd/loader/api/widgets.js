/**
 * What others ask for by a code, and the modules that stand for it: form widgets,
 * report widgets, column types and validation rules, of the build and added since.
 *
 * @typedef {Object} Entry
 * @property {string} [owner] id of the plugin; the running one when it is left out
 * @property {string} code
 * @property {string} [label]
 * @property {string} [module] id of the module
 * @property {any} [value] in place of a module
 * @property {string[]} [context] of a report widget
 * @property {string[]} [permissions] of a report widget
 * @property {string} [pattern] of a rule
 * @property {string} [message] of a rule
 */
define(["strata/plugins-widgets", "./permissions", "./internal/aliases", "./internal/entry", "./internal/load", "./internal/owner"], function (data, permissions, pluginOf, given, load, owner) {
  /** @param {Entry[]} built */
  function newRegistry(what, built) {
    const added = [];

    const all = () => [...built, ...added];

    /** The entry of a code, or of "acme.shop::code"; what was registered last. */
    function get(code) {
      const [id, own] = code.includes("::") ? code.split("::") : [undefined, code];
      return all().reverse().find((entry) => entry.code === own && (id === undefined || pluginOf(entry.owner) === pluginOf(id)));
    }

    function known(code) {
      const entry = get(code);
      if (!entry) throw new Error(`there is no ${what} ${JSON.stringify(code)}; there are ${all().map((e) => e.code).join(", ") || "none"}`);
      return entry;
    }

    /** What an ES module exports by default stands for it. */
    const plain = (value) => (value?.__esModule && value.default !== undefined ? value.default : value);

    return {
      list: () => all().filter(({ permissions: required }) => permissions.may(required)),
      get,
      known,

      register(entry) {
        const own = { ...given.entry(entry, `a ${what}`), owner: entry.owner || owner.current() || "" };
        added.push(own);
        return owner.keep(() => added.splice(added.indexOf(own), 1));
      },

      /** The value of the module that stands for a code, which may be a promise no more. */
      async load(code) {
        const { module, value } = known(code);
        if (value !== undefined) return value;
        if (!module) throw new Error(`the ${what} ${JSON.stringify(code)} has no module`);
        return plain((await load([module]))[0]);
      },
    };
  }

  const rules = newRegistry("validation rule", data.validationRules);

  /** A pattern as the build has it: flags may stand in front, and groups have Go's names. */
  function expression(pattern) {
    const [, flags = "", text] = /^(?:\(\?([ims]+)\))?([^]*)$/.exec(pattern.replace(/\(\?P</g, "(?<"));
    try {
      return new RegExp(text, `u${flags}`);
    } catch {
      return new RegExp(text, flags); // an escape that means nothing is an error of the former
    }
  }

  const isEmpty = (value) => value === undefined || value === null || (typeof value === "string" && !value.trim()) || (Array.isArray(value) && !value.length);

  /**
   * What is wrong with a value by a rule, by the rules of the build: nothing with one
   * that is empty. A function gets the value and the arguments, and returns false, or
   * what is wrong, or a promise of these.
   *
   * @returns {Promise<string | undefined>}
   */
  async function wrong(code, value, args = []) {
    const { pattern, message = `does not satisfy ${code}`, module, value: own } = rules.known(code);
    if (isEmpty(value)) return undefined;
    if (pattern) return expression(pattern).test(String(value)) ? undefined : message;
    if (!module && own === undefined) return undefined;
    const judge = await rules.load(code);
    if (typeof judge !== "function") throw new Error(`the module of the validation rule ${JSON.stringify(code)} exports no function`);
    const said = await judge(value, ...args);
    return said === false ? message : (typeof said === "string" && said) || undefined;
  }

  const report = newRegistry("report widget", data.reportWidgets);

  return {
    form: newRegistry("form widget", data.formWidgets),
    report: { ...report, list: (context) => report.list().filter((entry) => !context || !entry.context?.length || [].concat(entry.context).includes(context)) },
    columns: newRegistry("column type", data.columnTypes),
    rules: { ...rules, wrong },
  };
});
