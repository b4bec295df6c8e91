/** @typedef {import("../module.js").Loader} Loader */

/**
 * Lets a module that writes require("dynamic!x") several times get another answer
 * of a dynamic loader plugin each time, in the order in which they are written.
 *
 * @param {Loader} loader
 */
export function addDynamic(loader) {
  const asked = new WeakMap(); // module → id → how often

  loader.pick = (asker, id) => {
    const links = asker ? asker.links.filter((_, i) => asker.deps[i] === id) : [];
    if (links.length < 1) return undefined;
    const counts = asked.get(asker) || new Map();
    const count = counts.get(id) || 0;
    asked.set(asker, counts.set(id, count + 1));
    return links[Math.min(count, links.length - 1)];
  };
}
