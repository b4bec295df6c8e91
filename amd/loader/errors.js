/**
 * What goes wrong in the loader is an Error with the fields that AMD code
 * already looks at: what kind of failure, which modules, and what was thrown.
 *
 * @typedef {Error & {requireType: string, requireModules: string[], originalError?: any}} LoadError
 */

/**
 * @param {string} type "scripterror", "timeout", "nodefine", "mismatch", "notloaded" or "define"
 * @param {string} message
 * @param {string[]} ids the modules concerned
 * @param {any} [cause]
 * @returns {LoadError}
 */
export function loadError(type, message, ids, cause) {
  return Object.assign(new Error(message), { requireType: type, requireModules: ids, originalError: cause });
}

/** What was thrown, as an Error: code may throw anything, undefined included. */
export function asError(thrown) {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
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
 * @param {() => Error} late makes the reason
 * @returns {Promise<T>}
 */
export function within(seconds, promise, late) {
  if (!seconds) return promise;
  let timer;
  const alarm = new Promise((_, reject) => {
    timer = setTimeout(() => reject(late()), seconds * 1000);
  });
  return Promise.race([promise, alarm]).finally(() => clearTimeout(timer));
}
