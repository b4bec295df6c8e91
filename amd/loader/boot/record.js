import { place } from "./places.js";

/**
 * One plugin of the page, from the index to its end.
 *
 * @typedef {Object} Record
 * @property {string} id
 * @property {"loading"|"loaded"|"executing"|"registering"|"booting"|"ready"|"failed"|"skipped"|"off"} state
 * @property {string} reason why it is failed, skipped or off
 * @property {Error | null} error the same, as what was thrown
 * @property {Error | false} broken what is wrong with its entry
 * @property {string} main id of its main module
 * @property {string[]} requires ids of plugins
 * @property {{name: string, location: string, main?: string}[]} packages one, or none
 * @property {{url: string, integrity?: string, ids: string[], lazy?: boolean}[]} layers lazy ones are loaded when they are asked for; none for a folder that is not built
 * @property {string[]} css
 * @property {number} ms the sum of times
 * @property {Object<string, number>} times milliseconds spent in the states in which something of it is done
 * @property {any} exports value of its main module
 * @property {Object} info its entry in the index
 */

/**
 * Adds records of the entries that have none yet, and returns them.
 *
 * @param {import("./lifecycle.js").Life} life
 * @param {any[]} entries of the index
 */
export function newRecords({ base, records }, entries) {
  const found = entries.map((entry, i) => newRecord(base, entry, `plugins[${i}] of the index`)).filter(({ id }) => !records.some((r) => r.id === id && !r.gone));
  for (const record of found) {
    const same = ({ id }) => id === record.id;
    const first = found.find(same);
    if (first !== record && !record.broken) record.broken = new Error(`its id is that of ${first.main}`);
    const at = records.findIndex((r) => r.gone && same(r));
    records.splice(at < 0 ? records.length : at, 1, record);
  }
  return found;
}

/** The record of an entry. One that makes no sense is a plugin that will fail. */
function newRecord(base, entry, name) {
  const info = Object(entry);
  try {
    return understood(base, info, name);
  } catch ({ message }) {
    return { ...understood(base, { id: info.id, main: info.main }), broken: new Error(`${name} makes no sense: ${message}`), info };
  }
}

function understood(base, info, what) {
  const { id, main, package: name, location, mainName, layers, css, requires } = info;
  const found = place(base, { packages: name ? [{ name, main: mainName, location: location || name }] : [], layers, css });
  const broken = !(id && main) && new Error(`${what} has no id or no main`);
  return { id, state: "loading", reason: "", ms: 0, times: {}, error: null, exports: undefined, info, main, broken, requires: [...(requires || [])], ...found };
}

/** What the page gets to see. */
export function publicView({ main, broken, requires, packages, layers, css, paths, ...shown }) {
  return { ...shown, layer: layers[0]?.url || null };
}
