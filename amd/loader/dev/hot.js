// Hot replacement: plugins whose layers have changed are taken away and started anew,
// and the page stays.
import { within } from "../errors.js";

/**
 * An entry is a plugin as the index describes it, see docs/index-and-path-map.md.
 *
 * @typedef {{id: string, package: string, layers: {url: string, ids: string[]}[], css?: string[]}} Entry
 */

/** What plugins have kept, by id, until a successor has come so far as to accept it. */
const kept = new Map();

/**
 * Replaces plugins. What is to be kept over the change, each plugin's main module may
 * put into data in dispose(data), and its successor finds it in accept(data), which is
 * called before register.
 *
 * @param {string[]} ids of those that have changed, and of those that ask for modules of theirs
 * @param {(id: string) => Entry} newest the plugin as it is now, which may change while the old one is taken away
 * @throws {Error} when the page has to be loaded again, saying why
 */
export async function replace(ids, newest) {
  if (!window.strata) return; // a page without plugins
  const { life } = window.strata;
  if (!life) throw new Error("its boot script cannot replace plugins");
  await window.strata.ready;
  const since = performance.now();
  const gone = life.records.filter(({ id }) => ids.includes(id)).reverse();
  for (const record of gone) await dispose(record);
  const entries = gone.map(({ id }) => newest(id)).reverse();
  gone.forEach((record) => forget(life, record));
  const stop = handOver(life);
  try {
    await window.strata.load(entries.map(withoutKnownStyles));
  } finally {
    stop();
  }
  tidy(gone, entries);
  report(entries.map(({ id }) => id), performance.now() - since);
}

/** Lets a plugin take away what it has made, and everybody else what they keep for it. */
async function dispose(record) {
  const data = {};
  const end = hook(record, "dispose");
  if (end) {
    await ended(record, () => end(data));
    kept.set(record.id, data);
  }
  const told = new CustomEvent("strata:dispose", { detail: { id: record.id, data }, cancelable: true });
  const claimed = !document.dispatchEvent(told);
  const idle = record.state === "failed" || record.state === "skipped" || record.state === "off";
  if (!end && !claimed && !idle && !hook(record, "accept")) {
    throw new Error(`plugin ${record.id} has no dispose(), and nobody else takes back what it has registered`);
  }
}

/** Waits for what dispose promises, if it does; what goes wrong says whose it is. */
async function ended({ id }, end) {
  try {
    const { strata } = window;
    const promised = strata.as(id, end);
    if (promised?.then) await within(strata.life.config.waitSeconds || 7, promised, "it");
  } catch (err) {
    throw new Error(`dispose of plugin ${id} failed: ${err?.message ?? err}`);
  }
}

/** A function of the plugin's main module, or of its export "default". */
function hook({ exports }, name) {
  const holder = [exports, exports?.default].find((value) => typeof value?.[name] === "function");
  return holder && holder[name].bind(holder);
}

/** Calls accept of each plugin that has run, before it registers. */
function handOver({ records }) {
  const listen = ({ detail: { id, state } }) => {
    const record = records.find((r) => r.id === id);
    if (state !== "registering" || !kept.has(id) || !record) return;
    const data = kept.get(id);
    kept.delete(id);
    const failed = (err) => console.error(`strata: accept of plugin ${id} failed: ${err?.message ?? err}`, err);
    try {
      window.strata.as(id, () => hook(record, "accept")?.(data))?.then?.(undefined, failed);
    } catch (err) {
      failed(err);
    }
  };
  document.addEventListener("strata:plugin", listen);
  return () => document.removeEventListener("strata:plugin", listen);
}

/** Makes the loader forget the plugin's modules, so that those of its next layer take their place. */
function forget(life, record) {
  record.gone = true;
  record.layers.forEach(({ url }) => life.layers.delete(url));
  new Set(record.layers.flatMap(({ ids }) => ids).concat(record.main)).forEach(life.adapter.forget);
}

const address = (url) => new URL(url, window.strata.life.base).href;
const sheets = () => [...document.querySelectorAll('link[rel~="stylesheet"]')];

/** The entry without the style sheets that the page has already, since loading adds them. */
function withoutKnownStyles(entry) {
  const known = sheets().map((link) => link.href.replace(/[?&]live=\d+$/, ""));
  return { ...entry, css: (entry.css ?? []).filter((url) => !known.includes(address(url))) };
}

/** Takes away the elements that brought what is no longer used. */
function tidy(gone, entries) {
  const used = (list) => new Set(list.map(address));
  const layers = used(entries.flatMap((e) => e.layers.map(({ url }) => url)));
  const css = used(entries.flatMap((e) => e.css ?? []));
  const old = new Set(gone.flatMap((r) => r.layers.map(({ url }) => url)));
  for (const script of document.scripts) if (old.has(script.src) && !layers.has(script.src)) script.remove();
  const styles = used(gone.flatMap((r) => r.info.css ?? []));
  for (const link of sheets()) if (styles.has(link.href) && !css.has(link.href)) link.remove();
}

function report(names, ms) {
  const failed = window.strata.plugins().filter(({ id, state }) => names.includes(id) && state !== "ready");
  const how = failed.length ? `, of which ${failed.map(({ id }) => id).join(", ")} failed` : "";
  console.info(`strata: replaced ${names.join(", ")} in ${Math.round(ms)} ms${how}`);
  document.dispatchEvent(new CustomEvent("strata:replaced", { detail: { plugins: names, ms } }));
}
