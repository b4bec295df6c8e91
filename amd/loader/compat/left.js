/**
 * What a page left in window.require or window.requirejs before the loader came:
 * its configuration. A module of its own, so that it runs before the loader does.
 */
const isConfig = (value) => value && typeof value === "object" && !value.nodeType;

export const left = [window.require, window.requirejs].find(isConfig) || {};
