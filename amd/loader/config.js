/**
 * The configuration, in the shape that the other files read: maps, so that no
 * name of a module can meet a name of Object.prototype.
 *
 * @typedef {Object} Config
 * @property {string} baseUrl
 * @property {Map<string, string[]>} paths prefix of an id → addresses to try; packages are in it too
 * @property {Map<string, string>} mains name of a package → id of its main module
 * @property {Map<string, Map<string, string>>} map scope → prefix → replacement
 * @property {Map<string, {deps?: string[], exports?: string, init?: Function}>} shim
 * @property {Map<string, Object>} settings id → what module.config() returns
 * @property {Map<string, Source>} sources id → what brings it
 * @property {number} waitSeconds
 * @property {string | ((id: string, url: string) => string)} urlArgs
 * @property {boolean} enforceDefine
 *
 * A source is a layer (url, integrity) or the script of another module (bundle).
 * @typedef {{url?: string, integrity?: string, bundle?: string, arrival?: Promise<void>}} Source
 */

/** @returns {Config} */
export function newConfig() {
  return {
    baseUrl: "./",
    paths: new Map(),
    mains: new Map(),
    map: new Map(),
    shim: new Map(),
    settings: new Map(),
    sources: new Map(),
    waitSeconds: 7,
    urlArgs: "",
    enforceDefine: false,
  };
}

// One function for each key that a configuration object may carry; each adds to
// what earlier calls have said. Other keys are ignored, as in RequireJS.
const keys = {
  baseUrl: (config, url) => {
    config.baseUrl = url.replace(/\/?$/, "/");
  },
  paths: (config, paths) => each(paths, (to, prefix) => config.paths.set(prefix, [].concat(to))),
  packages: (config, packages) => packages.forEach((p) => addPackage(config, p)),
  map: (config, map) =>
    each(map, (to, scope) => {
      const known = config.map.get(scope) || new Map();
      each(to, (id, prefix) => known.set(prefix, id));
      config.map.set(scope, known);
    }),
  shim: (config, shim) => each(shim, (s, id) => config.shim.set(id, Array.isArray(s) ? { deps: s } : s)),
  config: (config, settings) => each(settings, (s, id) => config.settings.set(id, { ...config.settings.get(id), ...s })),
  bundles: (config, bundles) => each(bundles, (ids, bundle) => addSource(config, { bundle }, ids)),
  layers: (config, layers) => layers.forEach(({ url, integrity, ids }) => addSource(config, { url, integrity }, ids)),
  waitSeconds: (config, seconds) => {
    config.waitSeconds = seconds;
  },
  urlArgs: (config, args) => {
    config.urlArgs = args;
  },
  enforceDefine: (config, on) => {
    config.enforceDefine = on;
  },
};

/**
 * Adds a configuration object in the form of RequireJS.
 *
 * @param {Config} config
 * @param {Object} more
 */
export function configure(config, more) {
  each(keys, (add, key) => more[key] != null && add(config, more[key]));
}

function addPackage(config, given) {
  const { name, location = name, main = "main" } = typeof given === "string" ? { name: given } : given;
  config.paths.set(name, [location.replace(/\/$/, "")]);
  config.mains.set(name, `${name}/${main.replace(/^\.\//, "").replace(/\.js$/, "")}`);
}

function addSource(config, source, ids) {
  ids.forEach((id) => id !== source.bundle && config.sources.set(id, source));
}

function each(object, visit) {
  Object.keys(object).forEach((key) => visit(object[key], key));
}
