import { asError, loadError, within } from "./errors.js";
import { fail, settle } from "./module.js";
import { addresses } from "./resolve.js";
import { newScript, run, runLayer } from "./script.js";

/**
 * @typedef {import("./module.js").Module} Module
 * @typedef {import("./module.js").Loader} Loader
 */

/**
 * The module that each script was asked for: what an anonymous define names.
 *
 * @type {WeakMap<HTMLScriptElement, Module>}
 */
export const owners = new WeakMap();

/**
 * Gets the module's definition.
 *
 * @param {Loader} loader
 * @param {Module} module
 * @returns {Promise<void> | undefined} undefined when it is here already
 */
export function arrive(loader, module) {
  if (module.state !== "new") return module.arrival;
  const source = loader.config.sources[module.id];
  return expect(module, () => (source ? obtain(loader, module, source) : fetchModule(loader, module, addresses(loader.config, module.id))));
}

/**
 * Lets the module wait for its definition. One that cannot be had stays failed,
 * with its reason, until it is undefined.
 *
 * @param {Module} module
 * @param {() => Promise<void>} work settles the module
 */
export function expect(module, work) {
  module.state = "loading";
  module.arrival = work().then(() => undefined, asError).then((err) => {
    // What another script has defined meanwhile is as good.
    const failure = module.error || (module.state === "loading" && err);
    if (failure) throw fail(module, failure);
    module.arrival = undefined;
  });
  // Whoever waits for the module hears of its failure; nobody needs to.
  module.arrival.catch(() => {});
  return module.arrival;
}

async function obtain(loader, module, source) {
  await fetchSource(loader, source);
  if (module.state === "loading") throw loadError("nodefine", `${source.url} does not define "${module.id}"`);
}

/**
 * Runs a layer, once.
 *
 * @param {Loader} loader
 * @param {import("./config.js").Source} source
 */
export function fetchSource(loader, source) {
  return (source.arrival = source.arrival || (source.fetch || fetchLayer)(loader, source));
}

function fetchLayer(loader, { url, integrity }) {
  const href = new URL(url, new URL(loader.config.baseUrl, document.baseURI)).href;
  return timed(loader, href, runLayer({ url: href, integrity }));
}

/**
 * Runs the module's own script, from the first address that answers.
 *
 * @param {Loader} loader
 * @param {Module} module
 * @param {string[]} urls
 */
export async function fetchModule(loader, module, [url, ...others]) {
  const script = newScript();
  owners.set(script, module);
  await loader.before?.(module, script);
  try {
    await timed(loader, url, run(script, url));
  } catch (err) {
    if (!others.length) throw err;
    return fetchModule(loader, module, others);
  }
  if (module.state !== "loading") return;
  // A script without a define is a module too.
  module.bare = true;
  (loader.bare || settle)(module, []);
}

/** The work, or a rejection when it takes too long. */
export function timed({ config }, what, work) {
  return within(config.waitSeconds, work, what);
}
