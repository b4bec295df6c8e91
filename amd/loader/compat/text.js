import { expect, fetchModule } from "../fetch.js";
import { moduleOf, settle } from "../module.js";

/** @typedef {import("../module.js").Loader} Loader */

/**
 * Lets loader plugins hand over the text of a module: onload.fromText(text). It
 * runs as a script of its own, since eval needs more of a security policy; one that
 * allows neither nonces nor blob: refuses it. The resource has the text's module as
 * its only dependency, so that texts may need each other.
 *
 * @param {Loader} loader
 */
export function addFromText(loader) {
  loader.offer = (resource, name, onload) => {
    // Older loader plugins give an id before the text, which means nothing.
    onload.fromText = (...args) => define(resource, name, args.pop()).then(onload, onload.error);
  };

  async function define(resource, name, text) {
    const settings = loader.config.config;
    if (settings[resource.id]) settings[name] = settings[resource.id];
    await loader.before(resource);
    const module = moduleOf(loader, name);
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    if (module.state === "new") expect(module, () => fetchModule(loader, module, [url]));
    settle(resource, [name], (value) => value);
  }
}
