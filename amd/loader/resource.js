import { loadError } from "./errors.js";
import { expect, timed } from "./fetch.js";
import { demand } from "./link.js";
import { moduleOf, settle } from "./module.js";
import { localRequire } from "./require.js";
import { absolute, normalize } from "./resolve.js";

/**
 * What a loader plugin brings is a module like any other, with the id
 * "plugin!resource". A layer may define it by that name; then the loader plugin
 * is not even loaded.
 *
 * @typedef {import("./module.js").Module} Module
 * @typedef {import("./module.js").Loader} Loader
 */

/** The loader plugin of an id and what it is asked for; undefined when the id has none. */
export const parts = (id) => id.split(/!(.*)/s);

/**
 * The module of a resource.
 *
 * @param {Loader} loader
 * @param {string} prefix the loader plugin, as written
 * @param {string} name the resource, as written
 * @param {string} [from] the id of the module that asks
 * @returns {Module | Promise<Module>}
 */
export function resource(loader, prefix, name, from) {
  const known = () => {
    const id = resourceId(loader, prefix, name, from);
    return loader.modules.has(id) || loader.config.sources[id] ? moduleOf(loader, id) : undefined;
  };
  const request = ([api]) => known() || ask(loader, api, resourceId(loader, prefix, name, from), from);
  return known() || demand(loader, [prefix], from).then(request);
}

/** The id that a resource has as far as its loader plugin, which may not be here, says otherwise. */
export function resourceId({ config, modules }, prefix, name, from) {
  const plugin = normalize(config, prefix, from);
  const api = modules.get(plugin)?.exports;
  const resolve = (id) => normalize(config, id, from);
  if (api?.normalize) return `${plugin}!${api.normalize(name, resolve)}`;
  return `${plugin}!${name.includes("!") ? absolute(name, from) : resolve(name)}`;
}

/** Has the loader plugin get the resource. */
function ask(loader, api, id, from) {
  const [plugin, name] = parts(id);
  if (!api?.load) throw loadError("notloaded", `"${plugin}" is not a loader plugin`, plugin);
  // A dynamic loader plugin answers each request anew.
  const module = moduleOf(loader, api.dynamic ? `${id}!${loader.modules.size}` : id);
  const load = (resolve, reject) => {
    const done = (value) => resolve(settle(module, [], () => value));
    done.error = reject;
    loader.offer?.(done, name, id);
    api.load(name, localRequire(loader, from), done, loader.config);
  };
  expect(module, () => timed(loader, id, new Promise(load)));
  return module;
}
