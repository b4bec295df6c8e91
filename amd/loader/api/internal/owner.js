/**
 * Whose code is running, and what it has left behind: everything that a plugin
 * registers goes when the plugin does. Without a lifecycle nobody is the owner.
 */
define([], function () {
  /** @type {Map<string, Set<() => void>>} id of a plugin → what takes away what it has registered */
  const kept = new Map();

  document.addEventListener("strata:dispose", ({ detail }) => {
    const all = kept.get(detail.id) || [];
    kept.delete(detail.id);
    all.forEach((undo) => undo());
  });

  /** @returns {string | undefined} id of the plugin whose code is running */
  const current = () => window.strata?.current;

  /**
   * Notes what the running plugin has registered.
   *
   * @param {() => void} undo takes it away again; called once at most
   * @param {string} [owner]
   * @returns {{remove: () => void}}
   */
  function keep(undo, owner = current()) {
    if (owner && !kept.has(owner)) kept.set(owner, new Set());
    const all = kept.get(owner);
    let done = false;
    const once = () => {
      if (done) return;
      done = true;
      all?.delete(once);
      undo();
    };
    all?.add(once);
    return { remove: once };
  }

  /** Runs the function as the plugin's, or as nobody's, and returns what it returns. */
  const as = (owner, run) => (window.strata?.as ? window.strata.as(owner, run) : run());

  const asError = (thrown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

  /** Who did it, for a message. */
  const named = (owner) => (owner ? ` of the plugin ${owner}` : "");

  /** Says on the console what went wrong, with the error to open. */
  function report(what, thrown) {
    const error = asError(thrown);
    console.error(`strata: ${what}: ${error.message}`, error);
  }

  /** Marks the plugin as failed; without a lifecycle, or a plugin, it is told alone. */
  function fail(owner, thrown, what) {
    if (owner && window.strata?.fail) window.strata.fail(owner, asError(thrown));
    else report(what, thrown);
  }

  return { current, keep, as, named, report, fail, asError };
});
