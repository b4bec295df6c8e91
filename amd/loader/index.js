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
import { text } from "./plugins/text.js";

export { configure, demand, fetchSource, prepare };

/**
 * Makes a loader and puts it on the window as define, require and requirejs.
 * What a page left in window.require is its configuration.
 *
 * @returns {import("./module.js").Loader}
 */
export function install() {
  const loader = { config: newConfig(), modules: new Map(), builtins: new Map([["text", text]]), require: null };
  loader.require = globalRequire(loader);
  const left = window.require;
  window.define = newDefine(loader);
  window.require = window.requirejs = loader.require;
  if (left && typeof left === "object" && !left.nodeType) loader.require.config(left);
  return loader;
}
