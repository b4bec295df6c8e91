/**
 * The plugins that have registered, in the order of the index: those of nobody,
 * which are the application's, come first, and those of scripts that are no modules
 * last.
 *
 * @typedef {Object} Registered
 * @property {Object} plugin as it was given
 * @property {string | undefined} owner id of the site's plugin whose code it is
 * @property {string} where for messages
 * @property {boolean} script whether a script registers it that is no module
 */
define(["../owner"], function (owner) {
  /** @type {Registered[]} in the order in which they came */
  const list = [];
  const settings = {};

  const info = (id) => window.strata?.plugins().find((p) => p.id === id);

  /** The file that is registering: the plugin's, or that of the first call from elsewhere. */
  function place(by) {
    const entry = by && info(by)?.info;
    if (entry) return `${entry.main} (${entry.id})`;
    const files = [...String(new Error().stack).matchAll(/(?:https?|file):[^\s)]+(?=:\d+:\d+)/g)].map(([file]) => file);
    return files.find((file) => file !== files[0]) || "a script of the page";
  }

  function register(plugin) {
    const where = place(owner.current());
    if (!plugin || typeof plugin.id !== "string" || !plugin.id) {
      return console.error(`strata: ${where} registers a plugin without an id; it is not used: give it one, such as "plugin-comment"`);
    }
    const first = find(plugin.id);
    if (first) {
      return console.error(`strata: ${where} registers the plugin ${JSON.stringify(plugin.id)}, and so did ${first.where}, which is used: give one of them another id`);
    }
    const script = !!document.currentScript?.hasAttribute?.("data-strata-plugin");
    const record = { plugin, owner: owner.current(), where, script };
    list.push(record);
    owner.keep(() => list.splice(list.indexOf(record), 1));
  }

  /** Whether the first failure stops everything: as the application says, or else the site. */
  const isStrict = () => settings.strict ?? !!window.strata?.life?.config.strict;

  const find = (id) => list.find(({ plugin }) => plugin.id === id);

  /** @returns {Registered[]} in the order of the index */
  function all() {
    const order = new Map((window.strata?.plugins() || []).map(({ id }, i) => [id, i]));
    const rank = ({ owner: by, script }) => order.get(by) ?? (script ? order.size : -1);
    return list.map((record) => record).sort((a, b) => rank(a) - rank(b));
  }

  /**
   * Calls a handler as the plugin's. One that throws has failed, and counts as one
   * that returns nothing; in a strict application nothing is caught.
   */
  function call({ plugin, owner: by }, name, handler) {
    if (isStrict()) return owner.as(by, handler);
    try {
      return owner.as(by, handler);
    } catch (err) {
      owner.fail(by, err, `${name} of the plugin ${JSON.stringify(plugin.id)} failed`);
      return undefined;
    }
  }

  return { register, find, all, call, info, isStrict, settings };
});
