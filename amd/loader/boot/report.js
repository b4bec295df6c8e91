import { asError } from "../errors.js";

/** Tells the document, and returns what it told. */
export function emit(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
  return detail;
}

/** Says on the console what went wrong, with the error to open. */
export function report(what, thrown, why = asError(thrown).message) {
  console.error(`strata: ${what}: ${why}`, asError(thrown));
}

/** Leaves a page whose loader is missing with no plugins, so that its own script can go on. */
export function withoutLoader(file) {
  report("no plugin can be started", new Error(`${file} has to be on the page before this script`));
  const none = Promise.resolve([]);
  window.strata = { ready: none, plugins: () => [], load: () => none, as: (id, fn) => fn(), fail: (id, error) => report(`plugin ${id} failed`, error) };
}

/** Puts a plugin into a state, and tells the document why. */
export function become(record, state, reason = "", error = reason ? new Error(reason) : null) {
  Object.assign(record, { state, reason, error });
  emit("strata:plugin", { id: record.id, state, reason, error });
}

/** Marks a plugin failed, in what it does now, and says so. */
export function fail({ config }, record, thrown) {
  const error = asError(thrown);
  const { id, state, main } = record;
  // The first it fails for, of several that share what failed.
  if (Object.isExtensible(error)) Object.assign(error, { plugin: id, ...error });
  const reason = (main ? `${state === "ready" ? "running" : state} ${main}: ` : "") + error.message;
  become(record, "failed", reason, error);
  if (state === "ready" || !config.strict) report(`plugin ${id} failed`, error, reason);
}
