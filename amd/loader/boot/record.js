import { place, resolveAll } from "./places.js";

/**
 * One plugin of the page, from the index to its end.
 *
 * @typedef {Object} Record
 * @property {string} id
 * @property {"loading"|"loaded"|"executing"|"registering"|"booting"|"ready"|"failed"|"skipped"|"off"} state
 * @property {string} reason why it is failed, skipped or off
 * @property {Error | null} error the same, as what was thrown
 * @property {Error} [broken] what is wrong with its entry
 * @property {string} main id of its main module
 * @property {string[]} requires ids of plugins
 * @property {{name: string, location: string, main?: string}} [package]
 * @property {{url: string, integrity?: string, ids: string[], lazy?: boolean}[]} layers lazy ones are loaded when they are asked for; none for a folder that is not built
 * @property {string[]} css
 * @property {number} ms the sum of times
 * @property {Object<string, number>} times milliseconds spent in the states in which something of it is done
 * @property {any} exports value of its main module
 * @property {Object} info its entry in the index
 * @property {(trace: string) => boolean} owns whether an address in the text is the plugin's
 */

/**
 * Adds records of the entries that have none yet, and returns them.
 *
 * @param {import("./lifecycle.js").Life} life
 * @param {any[]} entries of the index
 */
export function newRecords({ base, records }, entries) {
  const known = records.filter((r) => !r.gone).map((r) => r.id);
  const found = entries.map((entry) => newRecord(base, entry)).filter((r) => !known.includes(r.id));
  for (const record of found) {
    const first = found.find((r) => r.id === record.id);
    if (first !== record) record.broken = record.broken || new Error(`its id is that of ${first.main}`);
    const at = records.findIndex((r) => r.gone && r.id === record.id);
    records.splice(at < 0 ? records.length : at, 1, record);
  }
  return found;
}

/**
 * The record of an entry. One that makes no sense is a plugin that has failed.
 *
 * @param {string} base address of the AMD base
 * @param {any} entry of the index
 * @returns {Record}
 */
function newRecord(base, entry) {
  const info = Object(entry);
  try {
    return understood(base, info);
  } catch (error) {
    return understood(base, { id: info.id, broken: error, info });
  }
}

function understood(base, entry) {
  const { id, main, location, mainName, package: name, info = entry } = entry;
  const requires = [...(entry.requires || [])];
  const { packages, layers } = place(base, { packages: name ? [{ name, location: location || name, main: mainName }] : [], layers: entry.layers });
  const addresses = packages.map((p) => `${p.location}/`).concat(layers.map((l) => l.url));
  const broken = entry.broken || (id && main ? undefined : new Error("its entry in the plugin index has no id or no main"));
  const owns = (trace) => addresses.some((address) => trace.includes(address));
  const css = resolveAll(base, entry.css);
  return { id, state: "loading", reason: "", error: null, broken, main, requires, package: packages[0], layers, css, ms: 0, times: {}, exports: undefined, info, owns };
}

/** What the page gets to see. */
export function publicView({ id, state, reason, error, layers, ms, times, exports, info }) {
  return { id, state, reason, layer: layers.length ? layers[0].url : null, ms, times, error, exports, info };
}
