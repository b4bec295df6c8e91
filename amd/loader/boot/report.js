import { asError } from "../errors.js";

/** Tells the document. */
export function emit(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
}

/** Says on the console what went wrong, with the error to open. */
export function report(what, thrown) {
  const error = asError(thrown);
  console.error(`strata: ${what}: ${error.message}`, error);
}

/** Leaves a page whose loader is missing with no plugins, so that its own script can go on. */
export function withoutLoader(file) {
  report("no plugin can be started", new Error(`${file} has to be on the page before this script`));
  window.strata = { ready: Promise.resolve([]), plugins: () => [] };
}

/** Says how a plugin ended: an event for each, and a line for those that failed. */
export function announce({ id, state, error }) {
  if (state === "failed") report(`plugin ${id} failed`, error);
  emit("strata:plugin", { id, state, error });
}
