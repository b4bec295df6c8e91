import { configure } from "./config.js";
import { loadError, throwLater } from "./errors.js";
import { demand } from "./link.js";
import { valueOf } from "./module.js";
import { idOf } from "./resource.js";
import { toUrl } from "./resolve.js";

/** @typedef {import("./module.js").Loader} Loader */

/**
 * The require of one module: ids are relative to it.
 *
 * @param {Loader} loader
 * @param {string} [from] the id of the module; the global require has none
 */
export function localRequire(loader, from) {
  function require(deps, ...rest) {
    const [callback, errback] = rest;
    if (typeof deps === "string") return known(loader, deps, from);
    if (!Array.isArray(deps)) {
      configure(loader.config, deps);
      return Array.isArray(callback) ? require(...rest) : require;
    }
    report(loader, demand(loader, deps, from).then((values) => callback?.(...values), errback));
    return require;
  }
  require.toUrl = (name) => toUrl(loader.config, name, from);
  require.defined = (id) => find(loader, id, from)?.state === "ready";
  require.specified = (id) => !!find(loader, id, from);
  require.undef = (id) => undef(loader, idOf(loader, id, from));
  return require;
}

/** Hands a failure that nobody has taken to onError, and what that throws to the window. */
export function report(loader, promise) {
  promise.catch((err) => loader.require.onError(err)).catch(throwLater);
}

/**
 * The global require.
 *
 * @param {Loader} loader
 */
export function globalRequire(loader) {
  const require = localRequire(loader);
  require.config = require;
  // Called with every failure that no errback takes. A page may set its own.
  require.onError = throwLater;
  return require;
}

function find(loader, id, from) {
  return loader.modules.get(idOf(loader, id, from));
}

/** The value of a module that has run, or as much of it as there is while it runs. */
function known(loader, id, from) {
  const module = loader.pick?.(id, from) || find(loader, id, from);
  if (/^(ready|executing)$/.test(module?.state)) return valueOf(module);
  throw loadError("notloaded", `"${id}" has not been loaded yet: use require([])`, id);
}

/** Forgets a module; whoever has its value keeps it. Asked for again, it is loaded again. */
function undef({ modules, config }, id) {
  modules.delete(id);
  modules.forEach((module) => (module.linked = false));
  if (config.sources[id]) config.sources[id].arrival = undefined;
}
