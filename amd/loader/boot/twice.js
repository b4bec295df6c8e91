import { runningScript } from "../script.js";

/**
 * What one script defines twice. Loaders that are not our own pass over the
 * second define.
 */

// Scripts to what they have defined, and the ids of modules.
const defined = new WeakMap();
const twice = new Set();

export function watchDefines() {
  const { define } = window;
  const watched = (...args) => {
    const script = runningScript();
    if (script) note(script, typeof args[0] === "string" ? args[0] : script.dataset.requiremodule);
    return define(...args);
  };
  window.define = Object.assign(watched, define);
}

function note(script, id) {
  const before = defined.get(script) || new Set();
  if (id && before.has(id)) twice.add(id);
  defined.set(script, before.add(id));
}

/** Passes a value of the module on, unless nobody knows which of two it is. */
export const checkOnce = (id) => (value) => {
  if (twice.delete(id)) throw new Error(`its script defines ${JSON.stringify(id)} twice`);
  return value;
};
