/**
 * Pages of settings that plugins have, by category: those of the build, and those
 * added since, as far as the signed-in user may see them.
 *
 * @typedef {Object} Setting
 * @property {string} [owner] id of the plugin; the running one when it is left out
 * @property {string} code
 * @property {string} label
 * @property {string} url
 * @property {string} [category]
 * @property {string[]} [context] "system" when it is left out
 * @property {string[]} [permissions]
 * @property {number} [order]
 */
define(["strata/plugins-settings", "./permissions", "./internal/aliases", "./internal/entry", "./internal/owner"], function (data, permissions, pluginOf, given, owner) {
  const added = [];
  const labels = new Map(data.groups.map(({ category, label }) => [category, label]));

  const built = data.groups.flatMap(({ category, items }) => items.map((item) => ({ ...item, category })));
  const isSame = (a, b) => pluginOf(a.owner) === pluginOf(b.owner) && a.code.toUpperCase() === b.code.toUpperCase();

  /** All of them; of two with one owner and code, what the later says is laid over the earlier. */
  function all() {
    const out = [];
    for (const item of [...built, ...added]) {
      const i = out.findIndex((other) => isSame(other, item));
      if (i < 0) out.push({ context: ["system"], order: 500, category: "", ...item });
      else out[i] = { ...out[i], ...item, owner: out[i].owner, code: out[i].code };
    }
    return out.sort((a, b) => a.order - b.order);
  }

  const seen = (context) => all().filter((item) => (!context || [].concat(item.context).includes(context)) && permissions.may(item.permissions));

  return {
    /** The settings of a context, in groups in the order of their first items; without a context, all. */
    groups(context) {
      const groups = new Map();
      for (const item of seen(context)) {
        const { category } = item;
        if (!groups.has(category)) groups.set(category, { category, label: labels.get(category) || category, items: [] });
        groups.get(category).items.push(item);
      }
      return [...groups.values()];
    },

    find: (id, code) => all().find((item) => isSame(item, { owner: id, code })),

    add(item) {
      const entry = { ...given.entry(item, "a setting"), owner: item.owner || owner.current() || "" };
      added.push(entry);
      return owner.keep(() => added.splice(added.indexOf(entry), 1));
    },
  };
});
