/**
 * Modules that are asked for while the page runs, as a promise that settles under
 * each of the loaders, also when a module never comes.
 */
define(["./owner"], function (owner) {
  /** How long to wait for a loader that does not say what went wrong. */
  const patience = 10000;

  /** What Dojo, which has no errbacks, signals when a module will not come. */
  const fatal = /^(scriptError|factoryThrew|evalModuleThrew|xhrInjectFailed|noDefine|irrationalPath)/;

  function reason({ message, info }) {
    const cause = Array.isArray(info) ? info[1] : undefined;
    return cause instanceof Error ? cause : new Error(message.replace(/^scriptError: (.*)/, "$1 could not be loaded"));
  }

  /**
   * @param {string[]} ids
   * @returns {Promise<any[]>} their values, in an array because one may be a promise itself
   */
  return function load(ids) {
    let timer, signal;
    return new Promise((resolve, reject) => {
      const { require } = window;
      timer = setTimeout(() => reject(new Error(`${ids.join(", ")} did not load within ${patience / 1000} s`)), patience);
      signal = typeof require.on === "function" && require.on("error", (err) => fatal.test(err.message) && reject(reason(err)));
      require(ids, (...values) => resolve(values), (err) => reject(owner.asError(err)));
    }).finally(() => {
      clearTimeout(timer);
      if (signal) signal.remove();
    });
  };
});
