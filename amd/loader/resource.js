import { loadError, within } from "./errors.js";
import { expect, owners } from "./fetch.js";
import { demand } from "./link.js";
import { moduleOf, settle } from "./module.js";
import { localRequire } from "./require.js";
import { absolute, normalize } from "./resolve.js";
import { newScript } from "./script.js";

/**
 * What a loader plugin brings is a module like any other, with the id
 * "plugin!resource". A layer may define it by that name; then the loader plugin
 * is not even loaded.
 *
 * @typedef {import("./module.js").Module} Module
 * @typedef {import("./module.js").Loader} Loader
 */

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
  const plugin = normalize(loader.config, prefix, from);
  const id = `${plugin}!${plain(loader, name, from)}`;
  if (loader.modules.has(id) || loader.config.sources.has(id)) return moduleOf(loader, id);
  return demand(loader, [plugin]).then(([api]) => request(loader, { plugin, api, name, from }));
}

/** The id that a resource has when its loader plugin does not say otherwise. */
export function resourceId(loader, prefix, name, from) {
  const plugin = normalize(loader.config, prefix, from);
  const api = loader.modules.get(plugin)?.exports;
  return `${plugin}!${normalized(loader, api, name, from)}`;
}

function plain(loader, name, from) {
  return name.includes("!") ? absolute(name, from) : normalize(loader.config, name, from);
}

function normalized(loader, api, name, from) {
  if (!api || !api.normalize) return plain(loader, name, from);
  return api.normalize(name, (id) => normalize(loader.config, id, from));
}

function request(loader, { plugin, api, name, from }) {
  if (!api || typeof api.load !== "function") throw loadError("notloaded", `${JSON.stringify(plugin)} is not a loader plugin`, [plugin]);
  const rest = normalized(loader, api, name, from);
  // A dynamic loader plugin answers each request anew.
  const id = `${plugin}!${rest}${api.dynamic ? `!${loader.modules.size}` : ""}`;
  const module = moduleOf(loader, id);
  if (module.state === "new" && !loader.config.sources.has(id)) expect(module, () => timed(loader, module, ask(loader, { module, api, rest, from })));
  return module;
}

function ask(loader, { module, api, rest, from }) {
  return new Promise((resolve, reject) => {
    const done = (value) => {
      settle(module, [], () => value);
      resolve();
    };
    done.error = reject;
    done.fromText = (id, text) => evaluate(loader, text === undefined ? rest : id, text === undefined ? id : text).then(done, reject);
    api.load(rest, localRequire(loader, from), done, loader.config);
  });
}

/** Runs text as the script of a module. An inline script, since eval needs more of a security policy. */
async function evaluate(loader, id, text) {
  const module = moduleOf(loader, id);
  const script = newScript();
  script.text = text;
  owners.set(script, module);
  document.head.append(script);
  script.remove();
  if (module.state === "new") throw loadError("nodefine", `the text of ${JSON.stringify(id)} defines nothing`, [id]);
  return (await demand(loader, [id]))[0];
}

function timed({ config }, module, work) {
  const late = () => loadError("timeout", `${JSON.stringify(module.id)} did not load within ${config.waitSeconds} s`, [module.id]);
  return within(config.waitSeconds, work, late);
}
