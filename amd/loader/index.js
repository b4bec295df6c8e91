/**
 * The loader: everything a page, a module or the boot script can reach.
 *
 *   define([id], [deps], factory)       AMD
 *   require(deps, callback, errback)    AMD, also require(config, deps, callback)
 *   require(id)                         the value of a module that has run
 *   require.config(config)              as RequireJS, and layers: [{url, integrity, ids}]
 *   require.toUrl, .defined, .specified, .undef, .onError
 *
 * A layer is a script of named defines. It is loaded once, when one of its ids
 * is first asked for; what it defines runs when, and only when, it is needed.
 */
import { configure, newConfig } from "./config.js";
import { newDefine } from "./define.js";
import { fetchSource } from "./fetch.js";
import { demand, prepare } from "./link.js";
import { globalRequire } from "./require.js";

export { configure, demand, fetchSource, prepare };

/** @returns {import("./module.js").Loader} */
export function newLoader() {
  const loader = { config: newConfig(), modules: new Map() };
  loader.require = globalRequire(loader);
  return loader;
}

/**
 * Makes a loader and puts it on the window as define, require and requirejs.
 *
 * @returns {import("./module.js").Loader}
 */
export function install() {
  const loader = newLoader();
  window.define = newDefine(loader);
  window.require = window.requirejs = loader.require;
  return loader;
}
