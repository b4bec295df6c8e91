import { asError, within } from "../errors.js";
import { newRecord, publicView } from "./record.js";
import { announce, emit, report } from "./report.js";
import { baseURL, indexURL, place } from "./places.js";

/**
 * The life of a page's plugins, the same for every loader:
 *
 *   1. the host's packages and layers are made known to the loader
 *   2. the plugin index is loaded, fresh
 *   3. every plugin's package and layers are made known
 *   4. all styles are linked and all layers loaded, in parallel
 *   5. the main modules run, one after the other in the order of the index
 *   6. strata.ready, and then the application
 *
 * A plugin that fails in any of these is marked, named and passed over, and so
 * is whatever requires it.
 *
 * What differs between loaders is an adapter:
 *
 * @typedef {Object} Adapter
 * @property {(known: {packages: Object[], layers: Object[], map?: Object, paths?: Object, bundles?: Object, shim?: Object}) => void} configure adds to what the loader knows; every address is complete
 * @property {(layer: {url: string, integrity?: string, ids: string[]}) => Promise<void>} fetch runs a layer's script; called once for each
 * @property {(id: string) => boolean} has whether the module's definition is here
 * @property {(id: string) => Promise<void>} [prepare] gets the module and all it needs, and runs nothing
 * @property {(id: string) => Promise<[any]>} execute runs the module; its value is in an array, as it may be a promise itself
 * @property {(layers: Object[], fetch: (layer: Object) => Promise<void>) => Promise<any>} [early] gets the host's layers first, for a loader that cannot get them when a module is asked for
 */

/**
 * Starts the page.
 *
 * @param {Adapter} adapter
 * @param {Object} config what the builder wrote, see RuntimeConfig in runtime.go
 */
export function boot(adapter, config) {
  const life = { adapter, config, base: baseURL(config), records: [], layers: new Map() };
  const plugins = () => life.records.map(publicView);
  const ready = live(life)
    .catch((err) => report("the plugins could not be started", err))
    .then(() => {
      emit("strata:ready", plugins());
      return plugins();
    });
  window.strata = { ready, plugins };
  ready.then((list) => startApplication(life, list)).catch((err) => report(`the application ${JSON.stringify(config.start)} did not start`, err));
}

async function live(life) {
  const { adapter, config, records } = life;
  const host = place(life.base, config);
  adapter.configure(host);
  const hostLayers = adapter.early?.(host.layers, (layer) => timed(life, layer.url, fetchOnce(life, layer)));
  // Who asks for the modules of one that cannot be had is told so.
  host.layers.forEach((layer) => layer.early && fetchOnce(life, layer).catch(() => {}));
  const index = await loadIndex(life);
  for (const entry of index.plugins || []) records.push(newRecord(life.base, entry));
  adapter.configure({
    packages: records.map((r) => r.package).filter(Boolean),
    layers: records.flatMap((r) => r.layers),
    map: { "*": index.aliases || {} },
  });
  await Promise.all([hostLayers, ...records.map((r) => load(life, r))]);
  for (const record of records) await run(life, record);
}

/** Several plugins may share a layer. A lazy one comes when it is asked for. */
function fetchOnce({ adapter, layers }, layer) {
  if (!layer.lazy && !layers.has(layer.url)) layers.set(layer.url, adapter.fetch(layer));
  return layers.get(layer.url);
}

function timed({ config }, what, promise) {
  const seconds = config.timeout || 7;
  return within(seconds, promise, () => new Error(`${what} did not finish within ${seconds} s`));
}

/** The value of the index; without one, a page without plugins. */
async function loadIndex(life) {
  const { adapter, base, config } = life;
  if (!config.index) return {};
  try {
    const url = indexURL(base, config.index);
    await timed(life, url, adapter.fetch({ url, ids: [config.index] }));
    const [index] = await timed(life, url, adapter.execute(config.index));
    if (!index || !Array.isArray(index.plugins)) throw new Error(`${url} holds no list of plugins`);
    return index;
  } catch (err) {
    report("the plugin index could not be loaded", err);
    return {};
  }
}

/** Step 4, for one plugin: everything of the plugin arrives, and nothing of it runs. */
async function load(life, record) {
  const since = performance.now();
  try {
    if (record.error) throw record.error;
    record.css.forEach(linkStyle);
    await timed(life, `loading ${record.main}`, arrive(life, record));
    record.state = "loaded";
  } catch (err) {
    settle(record, "failed", err);
  }
  record.ms += performance.now() - since;
}

async function arrive(life, { layers, main }) {
  const { adapter } = life;
  await Promise.all(layers.map((layer) => fetchOnce(life, layer)));
  if (layers.length && !adapter.has(main)) throw new Error(`${layers.map((l) => l.url).join(", ")} does not define ${JSON.stringify(main)}`);
  await adapter.prepare?.(main);
}

function linkStyle(href) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}

/** Step 5, for one plugin. */
async function run(life, record) {
  if (record.state === "loaded") {
    const since = performance.now();
    await execute(life, record).then(
      (value) => settle(record, "ready", value),
      (err) => settle(record, "failed", err),
    );
    record.ms += performance.now() - since;
  }
  announce(record);
}

async function execute(life, record) {
  const missing = record.requires.find((id) => life.records.some((r) => r.id === id && r.state === "failed"));
  if (missing) throw new Error(`requires ${missing}, which failed`);
  record.state = "executing";
  const blamed = blame(record);
  try {
    const [value] = await timed(life, `running ${record.main}`, Promise.race([life.adapter.execute(record.main), blamed.error]));
    return { value };
  } finally {
    blamed.stop();
  }
}

/** Rejects when an error comes out of the plugin's own files while it starts: some loaders tell nobody else. */
function blame({ owns }) {
  let stop;
  const error = new Promise((_, reject) => {
    const listen = (event) => {
      if (owns(`${event.filename}\n${event.error?.stack}`)) reject(event.error || new Error(event.message));
    };
    window.addEventListener("error", listen);
    stop = () => window.removeEventListener("error", listen);
  });
  return { error, stop };
}

function settle(record, state, outcome) {
  record.state = state;
  if (state === "ready") record.exports = outcome.value;
  else record.error = asError(outcome);
}

async function startApplication({ adapter, config }, plugins) {
  if (!config.start) return;
  if (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  const [application] = await adapter.execute(config.start);
  if (application && typeof application.start === "function") await application.start(plugins);
}
