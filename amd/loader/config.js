/**
 * The configuration. Its tables inherit nothing, so that no name of a module can
 * meet a name of Object.prototype.
 *
 * @typedef {Object} Config
 * @property {string} baseUrl
 * @property {Record<string, string | string[]>} paths prefix of an id → addresses to try; packages are in it too
 * @property {Record<string, string>} mains name of a package → id of its main module
 * @property {Record<string, Record<string, string>>} map scope → prefix → replacement
 * @property {Record<string, Object>} config id → what module.config() returns
 * @property {Record<string, Source>} sources id → what brings it
 * @property {number} waitSeconds
 * @property {(dep: string) => string} [rename] makes a dependency another one
 * @property {(id: string, url: string) => string} [bust] makes an address another one
 *
 * A source is a layer, or what else brings modules when it is fetched.
 * @typedef {{ids: string[], url: string, integrity?: string, arrival?: Promise<void>, fetch?: (loader: Loader) => Promise<void>}} Source
 * @typedef {import("./module.js").Loader} Loader
 */

export const table = () => Object.create(null);

/** @returns {Config} */
export function newConfig() {
  return { baseUrl: "./", waitSeconds: 7, paths: table(), mains: table(), map: table(), config: table(), sources: table() };
}

const { entries, assign } = Object;
const set = (config, value, key) => (config[key] = value);
export const add = (config, value, key) => assign(config[key], value);
const addEach = (config, value, key) => entries(value).forEach(([id, more]) => (config[key][id] = assign(config[key][id] || (key === "map" ? table() : {}), more)));

// What keys do whose values add to what earlier calls have said. Any other
// replaces it: loader plugins may have keys of their own.
export const keys = {
  __proto__: null,
  paths: add,
  map: addEach,
  config: addEach,
  baseUrl: (config, url) => (config.baseUrl = url.replace(/[^/]$/, "$&/")),
  packages: (config, packages) => packages.forEach((p) => addPackage(config, p)),
  layers: (config, layers) => layers.forEach((layer) => addSource(config, { ...layer })),
};

/**
 * Adds a configuration object in the form of RequireJS.
 *
 * @param {Config} config
 * @param {Object} more
 */
export function configure(config, more) {
  entries(more).forEach(([key, value]) => value != null && (keys[key] || set)(config, value, key));
}

function addPackage(config, given) {
  const { name = given, location = name, main = "main" } = given;
  config.paths[name] = location.replace(/\/$/, "");
  config.mains[name] = `${name}/${main.replace(/^\.\/|\.js$/g, "")}`;
}

export function addSource(config, source) {
  for (const id of source.ids) config.sources[id] = source;
}
