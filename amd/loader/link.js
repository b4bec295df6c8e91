import { arrive } from "./fetch.js";
import { execute, isGiven, moduleOf, newModule, settle } from "./module.js";
import { target } from "./resource.js";

/**
 * @typedef {import("./module.js").Module} Module
 * @typedef {import("./module.js").Loader} Loader
 */

/**
 * Gets modules and everything they need, and runs them.
 *
 * @param {Loader} loader
 * @param {string[]} deps
 * @param {string | null} [from] the id of the module that asks
 * @param {Module} [requirer] who asked for that module
 * @returns {Promise<any[]>} their values
 */
export async function demand(loader, deps, from, requirer) {
  const root = await prepare(loader, deps, from, requirer);
  for (;;) {
    try {
      return execute(loader, root);
    } catch (thrown) {
      if (!thrown.then) throw thrown;
      await thrown;
    }
  }
}

/**
 * Gets modules and everything they need, and runs none of them.
 *
 * @param {Loader} loader
 * @param {string[]} deps
 * @param {string | null} [from]
 * @param {Module} [requirer]
 * @returns {Promise<Module>} a nameless module, whose value is the list of theirs
 */
export async function prepare(loader, deps, from, requirer = loader.modules.get(from)?.requirer) {
  const root = newModule(from);
  settle(root, deps, (...values) => values);
  root.requirer = requirer;
  // Defines that follow a require in one script come first.
  await undefined;
  await gather(loader, root);
  return root;
}

/** Waits until the module and all it needs are here. */
async function gather(loader, root) {
  const seen = new Set();
  await link(loader, root, seen);
  seen.forEach((module) => {
    module.linked = true;
  });
}

// A module that is seen already is somebody else's to wait for: only so can
// cycles end. Undefined says that there is nothing to wait for, which saves a
// layer of thousands of modules as many promises.
function link(loader, module, seen) {
  if (module.linked || seen.has(module)) return undefined;
  seen.add(module);
  const arrival = arrive(loader, module);
  return arrival ? arrival.then(() => linkDeps(loader, module, seen)) : linkDeps(loader, module, seen);
}

function linkDeps(loader, module, seen) {
  const waits = module.deps.map((dep, i) => !isGiven(dep) && linkDep(loader, module, i, seen)).filter(Boolean);
  return waits.length ? Promise.all(waits) : undefined;
}

function linkDep(loader, module, i, seen) {
  const before = module.links[i];
  // One that is undefined since is another module now.
  const isCurrent = before && loader.modules.get(before.id) === before;
  const known = isCurrent ? before : target(loader, module.deps[i], module.id);
  const follow = (found) => {
    module.links[i] = found;
    found.requirer = found.requirer || module;
    return link(loader, found, seen);
  };
  return known instanceof Promise ? known.then(follow) : follow(known);
}
