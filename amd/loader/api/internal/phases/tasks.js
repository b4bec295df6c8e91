/** The tasks of a phase: in which order they are called, and what becomes of what they throw. */
define(["../owner"], function (owner) {
  /**
   * @typedef {Object} Task
   * @property {() => any} handler
   * @property {number} priority the lowest first
   * @property {number} number in which it was registered
   * @property {string} [by] id of the plugin; without one it is the application's
   * @property {number} [timeout] seconds; 0 waits for ever
   */

  const plugins = () => window.strata?.plugins?.() || [];
  const settings = () => window.strata?.life?.config || {};

  /** The tasks in order: by priority, then the plugins' in theirs, then as they were registered. */
  function inOrder(tasks, pluginsFirst) {
    const ids = plugins().map((plugin) => plugin.id);
    const place = ({ by }) => {
      if (!by) return pluginsFirst ? Infinity : -1;
      return ids.includes(by) ? ids.indexOf(by) : ids.length;
    };
    const compare = (a, b) => a - b || 0; // Infinity less Infinity is no number
    return [...tasks].sort((a, b) => a.priority - b.priority || compare(place(a), place(b)) || a.number - b.number);
  }

  /** Whether the task is called: a plugin that has failed takes no further part. */
  function isCalled({ by, removed }) {
    const plugin = by && plugins().find((other) => other.id === by);
    return !removed && !(plugin && ["failed", "skipped", "off"].includes(plugin.state));
  }

  /** How long the task may take: the application as long as it likes. */
  function limit({ policy }, { by, timeout }) {
    if (timeout !== undefined) return timeout;
    if (policy.timeout !== undefined) return policy.timeout;
    return by ? settings().waitSeconds || 7 : 0;
  }

  function within(seconds, promise) {
    if (!seconds) return promise;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it did not finish within ${seconds} s`)), seconds * 1000);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }

  /** Whether a failure of the task is the end of its phase. With strict, plugins are like the application. */
  function isFatal({ policy }, { by }) {
    if (by) return (policy.plugin || (settings().strict ? "stop" : "isolate")) === "stop";
    return (policy.app || "stop") === "stop";
  }

  /** Names whoever failed, and rejects when that is the end of the phase. */
  function failed(phase, task, thrown) {
    const where = `a task of the phase ${JSON.stringify(phase.name)}`;
    const error = new Error(`${where} failed: ${owner.asError(thrown).message}`, { cause: thrown });
    if (task.by) owner.fail(task.by, error, `a task${owner.named(task.by)} failed`);
    else owner.report(`${where} failed`, thrown);
    if (isFatal(phase, task)) throw thrown;
  }

  /**
   * Calls the task now.
   *
   * @param {import("./list.js").Phase} phase
   * @param {Task} task
   * @returns {Promise<any>} what it has promised; rejected when the phase cannot go on
   */
  function call(phase, task) {
    if (!isCalled(task)) return Promise.resolve();
    const result = new Promise((resolve) => resolve(owner.as(task.by, task.handler)));
    return within(limit(phase, task), result).catch((thrown) => failed(phase, task, thrown));
  }

  return { call, inOrder };
});
