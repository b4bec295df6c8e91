import { configure } from "./config.js";
import { loadError, throwLater } from "./errors.js";
import { demand } from "./link.js";
import { resourceId } from "./resource.js";
import { normalize, toUrl } from "./resolve.js";

/** @typedef {import("./module.js").Loader} Loader */

/**
 * The require of one module: ids are relative to it.
 *
 * @param {Loader} loader
 * @param {string} [from] the id of the module; the global require has none
 */
export function localRequire(loader, from) {
  function require(deps, callback, errback) {
    if (typeof deps === "string") return valueOf(loader, deps, from);
    if (!Array.isArray(deps)) {
      configure(loader.config, deps);
      if (!Array.isArray(callback)) return require;
      return require(...Array.prototype.slice.call(arguments, 1));
    }
    report(loader, demand(loader, deps, from).then((values) => callback && callback(...values), errback));
    return require;
  }
  require.toUrl = (name) => toUrl(loader.config, name, from);
  require.defined = (id) => find(loader, id, from)?.state === "ready";
  require.specified = (id) => !!find(loader, id, from);
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
  require.config = (more) => {
    configure(loader.config, more);
    if (more.deps || more.callback) require(more.deps || [], more.callback);
    return require;
  };
  require.undef = (id) => undef(loader, id);
  // Called with every failure that no errback takes. A page may set its own.
  require.onError = throwLater;
  return require;
}

function idOf(loader, id, from) {
  const bang = id.indexOf("!");
  return bang < 0 ? normalize(loader.config, id, from) : resourceId(loader, id.slice(0, bang), id.slice(bang + 1), from);
}

function find(loader, id, from) {
  return loader.modules.get(idOf(loader, id, from));
}

/** The value of a module that has run, or as much of it as there is while it runs. */
function valueOf(loader, id, from) {
  const module = find(loader, id, from);
  if (module && module.state === "ready") return module.exports;
  if (module && module.state === "executing") return module.cjs && module.cjs.exports;
  throw loadError("notloaded", `module ${JSON.stringify(id)} has not been loaded yet: require([${JSON.stringify(id)}], ...) loads it`, [id]);
}

/** Forgets a module; whoever has its value keeps it. Asked for again, it is loaded again. */
function undef(loader, id) {
  const name = idOf(loader, id);
  loader.modules.delete(name);
  const source = loader.config.sources.get(name);
  if (source) source.arrival = undefined;
  if (source && source.bundle) loader.modules.delete(source.bundle);
}
