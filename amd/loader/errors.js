/**
 * What goes wrong in the loader is an Error with the fields that AMD code
 * already looks at: what kind of failure, which modules, and what was thrown.
 * An error that the code of a module throws gets the same fields.
 *
 * @typedef {Object} Blame
 * @property {string} requireType "scripterror", "timeout", "nodefine", "mismatch", "notloaded" or "define"
 * @property {string[]} requireModules the modules concerned
 * @property {string[]} requirers who asked for the first of them, who asked for that one, and so on
 * @property {any} [originalError] what was thrown, if it was no Error
 * @property {string} [plugin] id of the plugin that failed with it, when the lifecycle knows
 *
 * @typedef {Error & Blame} LoadError
 */

// Pages may take it away.
const { setTimeout } = window;

/**
 * @param {string} requireType
 * @param {string} message
 * @param {string} [id] the module concerned; without it, the one that fails
 * @param {any} [originalError]
 * @returns {LoadError}
 */
export function loadError(requireType, message, id, originalError) {
  return Object.assign(new Error(message), { requireType, originalError }, id && { requireModules: [id] });
}

/** What was thrown, as an Error: code may throw anything, undefined included. */
export function asError(thrown) {
  return thrown instanceof Error ? thrown : loadError("define", String(thrown), undefined, thrown);
}

/** Throws outside of every promise, so that the window's error handlers see it. */
export function throwLater(err) {
  setTimeout(() => {
    throw err;
  });
}

/**
 * The promise, or a rejection when it has not settled in time.
 *
 * @template T
 * @param {number} seconds 0 waits for ever
 * @param {Promise<T>} promise
 * @param {string} what takes too long
 * @returns {Promise<T>}
 */
export function within(seconds, promise, what) {
  if (!seconds) return promise;
  let timer;
  const alarm = new Promise((_, reject) => {
    timer = setTimeout(() => reject(loadError("timeout", `${what} did not finish within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([promise, alarm]).finally(() => clearTimeout(timer));
}
