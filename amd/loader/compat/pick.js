import { given, isGiven } from "../module.js";

/** @typedef {import("../module.js").Loader} Loader */

/**
 * Lets a module write require("exports"), and require("dynamic!x") several times:
 * it gets another answer of a dynamic loader plugin each time, in the order in which
 * they are written.
 *
 * @param {Loader} loader
 */
export function addPick(loader) {
  const asked = new WeakMap(); // module → id → how often

  loader.pick = (id, from) => {
    const asker = loader.modules.get(from);
    if (!asker) return undefined;
    if (isGiven(id)) return { state: "ready", exports: given[id](loader, asker) };
    const links = asker.links.filter((_, i) => asker.deps[i] === id);
    const counts = asked.get(asker) || new Map();
    const count = counts.get(id) || 0;
    asked.set(asker, counts.set(id, count + 1));
    return links[Math.min(count, links.length - 1)];
  };
}
