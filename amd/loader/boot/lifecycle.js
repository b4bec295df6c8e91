import { baseURL, place } from "./places.js";
import { newRecords, publicView } from "./record.js";
import { become, emit, fail, report } from "./report.js";
import { deadline, fetchOnce, loadIndex } from "./arrive.js";
import { as, callAll, loadAll, runAll } from "./steps.js";

/**
 * The life of a page's plugins, the same for every loader:
 *
 *   1. the host's packages and layers are made known to the loader
 *   2. the plugin index is loaded, fresh
 *   3. every plugin's package and layers are made known
 *   4. all styles are linked and all layers loaded, in parallel
 *   5. the main modules run, one after the other in the order of the index
 *   6. register of each is called, in the same order, and then boot of each
 *   7. strata.ready, and then the application
 *
 * A plugin that fails in any of these is marked, named and passed over, and so
 * is whatever requires it. strata.load does 2 to 6 again, for what is new.
 *
 * What differs between loaders is an adapter:
 *
 * @typedef {Object} Adapter
 * @property {(known: {packages: Object[], layers: Object[], map?: Object, paths?: Object, bundles?: Object, shim?: Object}) => void} configure adds to what the loader knows; every address is complete
 * @property {(layer: {url: string, integrity?: string, ids: string[]}) => Promise<void>} fetch runs a layer's script; called once for each
 * @property {(id: string) => boolean} has whether the module's definition is here
 * @property {(id: string) => Promise<void>} [prepare] gets the module and all it needs, and runs nothing
 * @property {(id: string, record?: import("./record.js").Record) => Promise<[any]>} execute runs the module; the record is that of its plugin, if there is one; its value is in an array, as it may be a promise itself
 * @property {(id: string) => void} forget lets the module be defined anew
 *
 * @typedef {Object} Life what strata.life shows
 * @property {Adapter} adapter
 * @property {Object} config see RuntimeConfig in runtime.go
 * @property {string} base address of the AMD base
 * @property {import("./record.js").Record[]} records in the order of the index; one with the field gone is as if it were not there, and the next of its id takes its place
 * @property {Map<string, Promise<void>>} layers by address
 * @property {boolean} [safe] only elevated plugins start
 * @property {number} [until] when everything has to be started, on the clock of performance.now()
 * @property {boolean} [stopped] nothing starts, since strict is set and something failed
 */

/**
 * Starts the page.
 *
 * @param {Adapter} adapter
 * @param {Object} config what the builder wrote, see RuntimeConfig in runtime.go
 */
export function boot(adapter, config) {
  const life = { adapter, config, base: baseURL(config), records: [], layers: new Map() };
  life.safe = config.safe && /[?&]strata-safe\b/.test(location.search);
  const host = place(life.base, config);
  adapter.configure(host);
  // Who asks for the modules of one that cannot be had is told so.
  host.layers.forEach((layer) => layer.early && fetchOnce(life, layer).catch(() => {}));
  const plugins = () => life.records.map(publicView);
  // Rounds come one after the other: two would run in each other's midst.
  let last = Promise.resolve();
  const load = (entries) => {
    const mine = last.then(() => round(life, entries));
    last = mine.catch(() => {});
    return mine;
  };
  const strata = (window.strata = { life, plugins, load, as, fail: (id, error) => fail(life, life.records.find((r) => r.id === id) || { id }, error) });
  strata.ready = load()
    .catch((error) => {
      life.stopped = config.strict;
      report("the plugins could not be started", error);
      emit("strata:stopped", { reason: error.message, error });
    })
    .then(() => emit("strata:ready", plugins()));
  strata.ready.then((list) => life.stopped || startApplication(life, list)).catch((err) => report(`the application "${config.start}" did not start`, err));
}

/** Starts what is new among the entries, or in the index. */
async function round(life, entries) {
  const { adapter, config } = life;
  life.until = deadline(config);
  const index = entries ? { plugins: entries } : await loadIndex(life);
  life.until = deadline(config);
  const records = newRecords(life, index.plugins);
  emit("strata:index", records.map(publicView));
  adapter.configure({
    packages: records.flatMap((r) => r.packages),
    layers: records.flatMap((r) => r.layers),
    map: { "*": index.aliases || {} },
  });
  await Promise.all(loadAll(life, records));
  await runAll(life, records);
  await callAll(life, records, "registering", "register");
  await callAll(life, records, "booting", "boot");
  if (config.strict) insist(records);
  return records.map(publicView);
}

/** With strict, one failure is everybody's. */
function insist(records) {
  const failed = records.find((r) => r.state === "failed");
  if (!failed) return;
  const why = `strict: plugin ${failed.id} failed: ${failed.reason}`;
  records.forEach((r) => r.state === "failed" || become(r, "skipped", why));
  throw new Error(why, { cause: failed.error });
}

async function startApplication({ adapter, config }, plugins) {
  if (!config.start) return;
  if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done));
  const [application] = await adapter.execute(config.start);
  if (typeof application?.start === "function") await application.start(plugins);
}
