/**
 * What a page had in window.require and window.requirejs before the loader came:
 * its configuration, or something of its own. A module that runs before the loader.
 */
export const left = [window.require, window.requirejs];
