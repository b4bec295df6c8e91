/** @typedef {import("../module.js").Loader} Loader */

/**
 * A require whose callback outlives a failure, as in RequireJS: when whoever hears
 * of the failure undefines the module and has it loaded from elsewhere, what waited
 * for it goes on.
 *
 * @param {Loader} loader
 * @param {Function} require its own
 */
export function patient(loader, require) {
  const isAnew = (err, id) => loader.modules.has(id) && loader.modules.get(id).error !== err;

  function wait(deps, callback, errback, isLast) {
    if (!Array.isArray(deps)) return require(deps, callback, errback);
    return require(deps, callback, (err) => {
      // What is asked for now exists only when this task is done.
      if (!isLast) setTimeout(() => err.requireModules?.some((id) => isAnew(err, id)) && wait(deps, callback, errback, true));
      return (errback || loader.require.onError)(err);
    });
  }
  return Object.assign((deps, callback, errback) => wait(deps, callback, errback), require);
}
