import { asError, loadError, within } from "./errors.js";
import { moduleOf, settle, fail } from "./module.js";
import { addresses } from "./resolve.js";
import { newScript, run, runLayer } from "./script.js";
import { demand } from "./link.js";

/**
 * @typedef {import("./module.js").Module} Module
 * @typedef {import("./module.js").Loader} Loader
 */

/**
 * The module that each script was asked for: what an anonymous define names.
 *
 * @type {WeakMap<HTMLScriptElement, Module>}
 */
export const owners = new WeakMap();

/**
 * Gets the module's definition.
 *
 * @param {Loader} loader
 * @param {Module} module
 * @returns {Promise<void> | undefined} undefined when it is here already
 */
export function arrive(loader, module) {
  return module.state === "new" ? expect(module, () => obtain(loader, module)) : module.arrival;
}

/**
 * Lets the module wait for its definition. One that cannot be had stays failed,
 * with its reason, until it is undefined.
 *
 * @param {Module} module
 * @param {() => Promise<void>} work settles the module
 */
export function expect(module, work) {
  module.state = "loading";
  module.arrival = work().then(() => undefined, asError).then((err) => {
    // What another script has defined meanwhile is as good.
    const failure = module.error || (module.state === "loading" && err);
    if (failure) throw fail(module, named(failure, module.id));
    module.arrival = undefined;
  });
  // Whoever waits for the module hears of its failure; nobody needs to.
  module.arrival.catch(() => {});
  return module.arrival;
}

function named(err, id) {
  return err.requireModules && err.requireModules.length ? err : Object.assign(err, { requireModules: [id] });
}

async function obtain(loader, module) {
  const { config, builtins } = loader;
  const source = config.sources.get(module.id);
  const builtin = !source && !config.paths.has(module.id) && builtins.get(module.id);
  if (builtin) return settle(module, [], () => builtin);
  if (!source) return fetchModule(loader, module);
  await fetchSource(loader, source);
  if (module.state === "loading") throw loadError("nodefine", `${source.url || source.bundle} does not define ${JSON.stringify(module.id)}`, [module.id]);
}

/**
 * Runs a layer or a bundle, once.
 *
 * @param {Loader} loader
 * @param {import("./config.js").Source} source
 */
export function fetchSource(loader, source) {
  if (source.bundle) return Promise.resolve(arrive(loader, moduleOf(loader, source.bundle)));
  if (!source.arrival) {
    const url = new URL(source.url, new URL(loader.config.baseUrl, document.baseURI)).href;
    source.arrival = timed(loader, url, runLayer({ url, integrity: source.integrity }));
  }
  return source.arrival;
}

/** Runs the module's own script, from the first address that answers. */
async function fetchModule(loader, module) {
  const shim = loader.config.shim.get(module.id);
  if (shim && shim.deps) await demand(loader, shim.deps);
  let failure;
  for (const url of addresses(loader.config, module.id)) {
    failure = await fetchScript(loader, module, url).catch((err) => err);
    if (!failure) break;
  }
  if (failure) throw failure;
  if (module.state === "loading") shimmed(loader, module, shim);
}

function fetchScript(loader, module, url) {
  const script = newScript();
  owners.set(script, module);
  return timed(loader, url, run(script, url));
}

function timed({ config }, url, work) {
  const late = () => loadError("timeout", `${url} did not load within ${config.waitSeconds} s`, []);
  return within(config.waitSeconds, work, late);
}

/** A script without a define is a module too: a global, what its shim makes of it, or nothing. */
function shimmed(loader, module, shim = {}) {
  const global = () => shim.exports && shim.exports.split(".").reduce((o, key) => o && o[key], window);
  if (loader.config.enforceDefine && !global()) throw loadError("nodefine", `no define call for ${JSON.stringify(module.id)}`, [module.id]);
  settle(module, shim.deps || [], (...args) => {
    const made = shim.init && shim.init.apply(window, args);
    return made === undefined ? global() : made;
  });
  module.bare = true;
}
