import { within } from "../errors.js";

/** Seconds to wait for a loader, or a component, that does not say what went wrong. */
export const patience = 10;

/**
 * Gets a module from whichever loader is on the page.
 *
 * @param {string} id
 * @returns {Promise<[any]>} its value, in an array, as it may be a promise itself
 */
export function load(id) {
  return within(patience, new Promise((resolve, reject) => window.require([id], (value) => resolve([value]), reject)), "loading it");
}
