import { place, resolveAll } from "./places.js";

/**
 * One plugin of the page, from the index to its end.
 *
 * @typedef {Object} Record
 * @property {string} id
 * @property {"loading"|"loaded"|"executing"|"ready"|"failed"} state
 * @property {Error | null} error why it failed
 * @property {string} main id of its main module
 * @property {string[]} requires ids of plugins
 * @property {{name: string, location: string, main?: string}} [package]
 * @property {{url: string, integrity?: string, ids: string[], lazy?: boolean}[]} layers lazy ones are loaded when they are asked for; none for a folder that is not built
 * @property {string[]} css
 * @property {number} ms spent loading and running it
 * @property {any} exports value of its main module
 * @property {Object} info its entry in the index
 * @property {(trace: string) => boolean} owns whether an address in the text is the plugin's
 */

/**
 * The record of an entry. One that makes no sense is a plugin that has failed.
 *
 * @param {string} base address of the AMD base
 * @param {any} entry of the index
 * @returns {Record}
 */
export function newRecord(base, entry) {
  const info = Object(entry);
  try {
    return understood(base, info);
  } catch (error) {
    return understood(base, { id: info.id, error, info });
  }
}

function understood(base, entry) {
  const { id, main, location, mainName, package: name, info = entry } = entry;
  const requires = [...(entry.requires || [])];
  const { packages, layers } = place(base, { packages: name ? [{ name, location: location || name, main: mainName }] : [], layers: entry.layers });
  const addresses = packages.map((p) => `${p.location}/`).concat(layers.map((l) => l.url));
  const error = entry.error || (id && main ? null : new Error("its entry in the plugin index has no id or no main"));
  const owns = (trace) => addresses.some((address) => trace.includes(address));
  const css = resolveAll(base, entry.css);
  return { id, state: "loading", error, main, requires, package: packages[0], layers, css, ms: 0, exports: undefined, info, owns };
}

/** What the page gets to see. */
export function publicView({ id, state, error, layers, ms, exports, info }) {
  return { id, state, error, layer: layers[0]?.url || null, ms: Math.round(ms), exports, info };
}
