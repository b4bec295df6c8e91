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

/** The loader plugin in an id, and what it is asked for; undefined when the id has none. */
const split = (id) => id.split(/!(.*)/s);

/**
 * The id that a dependency has, as far as its loader plugin, which may not be here
 * yet, says otherwise.
 *
 * @param {Loader} loader
 * @param {string} dep
 * @param {string | null} [from] the id of the module that asks; null for an id that is mapped already
 * @returns {string}
 */
export function idOf(loader, dep, from) {
  const resolve = (id) => normalize(loader.config, id, from);
  const [prefix, name] = split(loader.config.rename ? loader.config.rename(dep) : dep);
  const id = resolve(prefix);
  // A map may lead from a module to a resource.
  if (name === undefined) return id.includes("!") ? idOf(loader, id, null) : id;
  const api = loader.modules.get(id)?.exports;
  if (api?.normalize) return `${id}!${api.normalize(name, resolve)}`;
  if (!name.includes("!")) return `${id}!${resolve(name)}`;
  return `${id}!${name[0] === "." ? absolute(name, from) : name}`;
}

/**
 * The module behind a dependency; a promise when its loader plugin has yet to say.
 *
 * @param {Loader} loader
 * @param {string} dep
 * @param {string} [from] the id of the module that asks
 * @returns {Module | Promise<Module>}
 */
export function target(loader, dep, from) {
  const { modules, config } = loader;
  const known = (id) => (!id.includes("!") || modules.has(id) || config.sources[id] ? moduleOf(loader, id) : undefined);
  const id = idOf(loader, dep, from);
  const request = ([api]) => {
    const told = idOf(loader, dep, from);
    return known(told) || ask(loader, api, told, from);
  };
  return known(id) || demand(loader, [split(id)[0]], null, modules.get(from)).then(request);
}

/** Has the loader plugin get the resource. */
function ask(loader, api, id, from) {
  const [plugin, name] = split(id);
  if (!api?.load) throw loadError("notloaded", `"${plugin}" is not a loader plugin`, plugin);
  // A dynamic loader plugin answers each request anew.
  const module = moduleOf(loader, api.dynamic ? `${id}!${loader.modules.size}` : id);
  const load = (resolve, reject) => {
    const done = (value) => resolve(settle(module, [], () => value));
    done.error = reject;
    loader.offer?.(module, name, done);
    api.load(name, localRequire(loader, from), done, loader.config);
  };
  expect(module, () => timed(loader, id, new Promise(load)));
  return module;
}
