import { addSource, keys, table } from "../config.js";
import { arrive } from "../fetch.js";
import { moduleOf } from "../module.js";

/**
 * Keys of the configuration that RequireJS has beyond the AMD specification:
 *
 *   shim            what a script without a define needs, and which global it makes
 *   bundles         the ids that the script of another module defines
 *   urlArgs         what is added to every address
 *   enforceDefine   a script that defines nothing and makes no global has failed
 *   nodeIdCompat    "a.js" is the module "a"
 *
 * @typedef {{deps?: string[], exports?: string | Function, init?: Function}} Shim
 */
Object.assign(keys, {
  shim(config, shims) {
    config.shim = config.shim || table();
    for (const [id, shim] of Object.entries(shims)) config.shim[id] = Array.isArray(shim) ? { deps: shim } : shim;
  },

  bundles(config, bundles) {
    for (const [bundle, ids] of Object.entries(bundles)) {
      const fetch = async (loader) => {
        const known = loader.modules.get(bundle);
        // Undefined since, or it would not be asked for.
        if (known && known.state !== "loading") loader.modules.delete(bundle);
        await arrive(loader, moduleOf(loader, bundle));
      };
      addSource(config, { url: bundle, ids: ids.filter((id) => id !== bundle), fetch });
    }
  },

  config(config, settings) {
    merge(config.config, settings);
  },

  urlArgs(config, args) {
    const more = typeof args === "function" ? args : (_, url) => (url.includes("?") ? "&" : "?") + args;
    config.urlArgs = args;
    config.bust = (id, url) => (/^(blob|data):/.test(url) ? url : url + more(id, url));
  },
});

const isPlain = (value) => value && Object.getPrototypeOf(value) === Object.prototype;

/** Adds to the settings of modules, however deep. */
function merge(into, more) {
  for (const [key, value] of Object.entries(more)) {
    if (isPlain(value)) merge((into[key] = isPlain(into[key]) ? into[key] : {}), value);
    else into[key] = value;
  }
}
