import { arrive, timed } from "./arrive.js";
import { publicView } from "./record.js";
import { become, fail, report } from "./report.js";

/** Runs fn with the id as strata.current, for whoever wants to know whose code it is. */
export function as(id, fn) {
  const { strata } = window;
  const before = strata.current;
  strata.current = id;
  try {
    return fn();
  } finally {
    strata.current = before;
  }
}

/**
 * One step of one plugin: its state, its time, and what becomes of its failure.
 *
 * @returns {Promise<void> | undefined} undefined when it is done already
 */
function step(life, record, state, work) {
  const since = performance.now();
  const end = (lost) => {
    record.ms += record.times[state] = Math.round(performance.now() - since);
    if (record.state !== state) return; // strata.fail was faster
    if (lost) fail(life, record, lost[0]);
    else if (state === "loading") become(record, "loaded");
    else if (state === "booting") become(record, "ready");
  };
  become(record, state);
  try {
    const wait = work();
    if (wait?.then) return timed(life, wait).then(() => end(), (thrown) => end([thrown]));
    end();
    life.until += record.times[state]; // time well spent is not counted: nobody hangs
  } catch (thrown) {
    end([thrown]);
  }
  return undefined;
}

/** Step 4. */
export function loadAll(life, records) {
  return records.map((record) => {
    if (life.safe && !record.info.elevated) return become(record, "off", "safe mode", null);
    return step(life, record, "loading", () => arrive(life, record));
  });
}

/** Step 5. */
export async function runAll(life, records) {
  const { strata } = window;
  for (const record of records) {
    if (!stands(life, record)) continue;
    strata.current = record.id;
    await step(life, record, "executing", async () => {
      [record.exports] = await life.adapter.execute(record.main, record);
    });
    strata.current = undefined;
    if (record.state === "executing") life.until += record.times.executing;
  }
}

/** Step 6: all are called in order. One waits for what those promise that it requires, and for nobody else. */
export function callAll(life, records, state, name) {
  const turns = new Map();
  for (const record of records) {
    const call = () => (stands(life, record) ? step(life, record, state, () => hook(record, name)) : undefined);
    const waits = record.requires.map((id) => turns.get(id)).filter(Boolean);
    turns.set(record.id, waits.length ? Promise.all(waits).then(call) : call());
  }
  return Promise.all(turns.values());
}

/** Calls the function of the main module, if there is one. FreeIPA's plugins call their register themselves, in a phase. */
function hook(record, name) {
  const { id, exports, info } = record;
  const owner = [exports, exports?.default].find((value) => typeof value?.[name] === "function");
  if (owner && (name === "boot" || info.layout !== "freeipa")) return as(id, () => owner[name](publicView(record)));
}

/** Whether the plugin goes on: one that requires one that does not is skipped. With strict, all end with the first failure. */
function stands({ config, records }, record) {
  if (ended(record) || (config.strict && records.some((r) => r.state === "failed"))) return false;
  const lost = record.requires.map((id) => records.find((r) => r.id === id)).find((r) => r && ended(r));
  if (lost) {
    become(record, "skipped", `requires ${lost.id} (${lost.state}: ${lost.reason})`);
    report(`plugin ${record.id} skipped`, record.error);
  }
  return !lost;
}

const ended = ({ state }) => state === "failed" || state === "skipped" || state === "off";
