/**
 * Joins the actions of several plugins into one menu, as Kloudspeaker does.
 *
 * @typedef {Object} Action
 * @property {string} [title]
 * @property {string} [title-key]
 * @property {"primary" | "separator" | "submenu"} [type]
 * @property {string} [group] actions of the group "download" are shown as one
 * @property {Action[]} [items] of a submenu
 * @property {Action} [primary] of a submenu, what it does without being opened
 */
define([], function () {
  const isSeparator = (action) => action?.type === "separator" || action?.title === "-";

  /** Without separators at either end, or side by side. */
  function tidy(actions) {
    const kept = actions.filter((action, i) => !isSeparator(action) || (i > 0 && !isSeparator(actions[i - 1])));
    while (kept.length && isSeparator(kept[kept.length - 1])) kept.pop();
    return kept.map((action) => (action.type === "submenu" && action.items ? { ...action, items: tidy(action.items) } : action));
  }

  /** Two downloads or more become a submenu in the place of the first, which is what it does. */
  function group(actions) {
    const downloads = actions.filter(({ group: name }) => name === "download");
    if (downloads.length < 2) return actions;
    const menu = { type: "submenu", group: "download", primary: downloads[0], items: downloads };
    return actions.filter((action) => action === downloads[0] || !downloads.includes(action)).map((action) => (action === downloads[0] ? menu : action));
  }

  return {
    tidy,

    /**
     * @param {Action[][]} lists those of each plugin, in their order
     * @returns {Action[]}
     */
    merge: (lists) => tidy(group(lists.flatMap((list) => [{ type: "separator" }, ...[].concat(list).filter((action) => typeof action === "object" && action)]))),
  };
});
