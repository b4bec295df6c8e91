import { expect, fetchModule } from "../fetch.js";
import { demand } from "../link.js";
import { moduleOf } from "../module.js";

/** @typedef {import("../module.js").Loader} Loader */

/**
 * Lets loader plugins hand over the text of a module: onload.fromText(text). It
 * runs as a script of its own, since eval needs more of a security policy; one
 * that allows neither nonces nor blob: refuses it.
 *
 * @param {Loader} loader
 */
export function addFromText(loader) {
  loader.offer = (onload, name, id) => {
    // Older loader plugins give an id too, which means nothing.
    onload.fromText = (...args) => {
      const url = URL.createObjectURL(new Blob([args.pop()], { type: "text/javascript" }));
      const module = moduleOf(loader, name);
      const settings = loader.config.config;
      if (settings[id]) settings[name] = settings[id];
      if (module.state === "new") expect(module, () => fetchModule(loader, module, [url]).finally(() => URL.revokeObjectURL(url)));
      demand(loader, [name]).then(([value]) => onload(value), onload.error);
    };
  };
}
