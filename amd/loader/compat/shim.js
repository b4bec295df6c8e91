import { loadError } from "../errors.js";
import { demand } from "../link.js";
import { settle } from "../module.js";

/** @typedef {import("../module.js").Loader} Loader */

/**
 * Makes modules of scripts that know nothing of AMD.
 *
 * @param {Loader} loader
 */
export function addShim(loader) {
  const shimOf = ({ id }) => loader.config.shim?.[id] || {};

  loader.before = async (module) => {
    const { deps } = shimOf(module);
    if (deps) await demand(loader, deps, module.id);
  };

  loader.bare = (module) => {
    const { deps = [], exports, init } = shimOf(module);
    if (loader.config.enforceDefine && !globalOf(exports)) throw loadError("nodefine", `no define call for "${module.id}"`, module.id);
    settle(module, deps, (...args) => init?.apply(window, args) ?? globalOf(exports));
  };
}

/** The global of the name, such as "Backbone.View". */
function globalOf(name) {
  return name && name.split(".").reduce((value, key) => value?.[key], window);
}
