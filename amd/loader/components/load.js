/** How long to wait for a loader, or a component, that does not say what went wrong. */
const patience = 10;

/**
 * The promise, or a rejection when it takes too long.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {string} what is waited for: "load", "start"
 * @returns {Promise<T>}
 */
export function inTime(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not ${what} within ${patience} s`)), patience * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Gets a module from whichever loader is on the page.
 *
 * @param {string} id
 * @returns {Promise<[any]>} its value, in an array, as it may be a promise itself
 */
export function load(id) {
  return inTime(new Promise((resolve, reject) => window.require([id], (value) => resolve([value]), reject)), "load");
}
