/**
 * Who may see what asks for permissions, by Winter's rules. It decides what is shown,
 * and protects nothing.
 */
define([], function () {
  /**
   * @param {Record<string, number> | string[]} granted codes, each with 1 for yes; or a list of those granted
   * @param {string[]} required codes
   * @param {boolean} [all] whether all of them are needed; otherwise one is enough
   * @returns {boolean}
   */
  function hasAccess(granted, required, all = false) {
    const codes = Array.isArray(granted) ? granted : Object.keys(granted).filter((code) => granted[code] === 1);
    const satisfied = (code) => codes.some((given) => matches(given, code));
    return all ? required.every(satisfied) : required.some(satisfied);
  }

  function matches(given, required) {
    const wild = required.length > 1 && (required.endsWith("*") || required.startsWith("*"));
    if (required.length > 1 && required.endsWith("*")) {
      const prefix = required.slice(0, -1);
      return given !== prefix && given.startsWith(prefix);
    }
    if (wild) {
      const suffix = required.slice(1);
      return given !== suffix && given.endsWith(suffix);
    }
    if (given.length > 1 && given.endsWith("*")) {
      const prefix = given.slice(0, -1);
      return required !== prefix && required.startsWith(prefix);
    }
    return given === required;
  }

  return hasAccess;
});
