import { within } from "../errors.js";
import { indexURL } from "./places.js";
import { report } from "./report.js";

/** When everything that is begun now has to be started. */
export function deadline({ waitSeconds = 7 }) {
  return performance.now() + waitSeconds * 1000;
}

/**
 * Waits, but for no more than three quarters of the time that is left until the
 * deadline: what comes after something that hangs has the rest, so that hangs
 * do not add up. When nothing is left there is still time for what only needs
 * its turn.
 */
export function timed({ until }, promise) {
  const seconds = Math.max((until - performance.now()) * 0.00075, 0.03);
  return within(+seconds.toFixed(2), promise, "it");
}

/** Several plugins may share a layer. A lazy one comes when it is asked for. */
export function fetchOnce({ adapter, layers }, layer) {
  if (!layer.lazy && !layers.has(layer.url)) layers.set(layer.url, adapter.fetch(layer));
  return layers.get(layer.url);
}

/** The index as it is now; without one, a page without plugins, unless strict is set. */
export async function loadIndex(life) {
  const { index, strict } = life.config;
  try {
    if (index) return await timed(life, askIndex(life.adapter, index, indexURL(life.base, index)));
  } catch (err) {
    if (strict) throw err;
    report("the plugin index could not be loaded", err);
  }
  return { plugins: [] };
}

async function askIndex(adapter, id, url) {
  adapter.forget(id);
  await adapter.fetch({ url, ids: [id] });
  const [index] = await adapter.execute(id);
  if (!Array.isArray(index?.plugins)) throw new Error(`${url} holds no list of plugins`);
  return index;
}

/** Everything of the plugin arrives, and nothing of it runs. */
export async function arrive(life, { broken, css, layers, main }) {
  const { adapter } = life;
  if (broken) throw broken;
  css.forEach(linkStyle);
  await Promise.all(layers.map((layer) => fetchOnce(life, layer)));
  if (layers.length && !adapter.has(main)) throw new Error(`${layers[0].url} does not define "${main}"`);
  await adapter.prepare?.(main);
}

function linkStyle(href) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}
