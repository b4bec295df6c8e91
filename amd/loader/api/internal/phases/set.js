/** A set of phases: tasks are registered with it, and its controller goes through it. */
define(["../owner", "./list", "./controller", "./late"], function (owner, newList, newController, newLate) {
  /**
   * @typedef {Object} TaskOptions
   * @property {number} [priority] 10 when it is left out
   * @property {number} [timeout] seconds that the task may take; 0 waits for ever
   * @property {boolean} [runNow] when the phase has begun, the task runs at once
   */

  /** The task as whoever is running registers it. */
  function newTask(phase, handler, { priority = 10, timeout }) {
    const what = `a task of the phase ${JSON.stringify(phase.name)}`;
    if (typeof handler !== "function") throw new TypeError(`${what} is no function`);
    if (!Number.isFinite(priority)) throw new TypeError(`the priority ${priority} of ${what} is no number`);
    return { handler, priority, timeout, by: owner.current(), removed: false };
  }

  function removable(phase, task) {
    const { remove } = owner.keep(() => {
      task.removed = true;
      phase.tasks = phase.tasks.filter((other) => other !== task);
    });
    return Object.assign(() => remove(), { remove });
  }

  return function newPhases() {
    const list = newList();
    const late = newLate(list);
    const { controller, phase: current } = newController(list);
    let count = 0;

    /**
     * Registers a task of whoever is running.
     *
     * @param {string} name
     * @param {() => any} handler may return a promise, for which the phase waits
     * @param {number | TaskOptions} [given] the priority, or more
     * @returns {(() => void) & {remove: () => void}} takes it back
     */
    function on(name, handler, given = {}) {
      const options = typeof given === "object" ? given || {} : { priority: given };
      const phase = list.get(name);
      const task = { ...newTask(phase, handler, options), number: count++ };
      if (list.indexOf(phase) > list.indexOf(current())) phase.tasks.push(task);
      else if (options.runNow) late.now(phase, task);
      else if (late.starts(task.by)) late.add(phase, task);
      else throw new Error(`the phase ${JSON.stringify(phase.name)} has begun already, so the task would never run; with {runNow: true} it runs at once`);
      return removable(phase, task);
    }

    return {
      on,
      /** @param {string} name @param {{before?: string, after?: string, position?: number, policy?: Object}} [options] */
      add(name, options) {
        Object.assign(list.add(name, options || {}, current()).policy, options?.policy);
      },
      exists: list.exists,
      /** @param {string} name @param {{app?: "stop"|"continue", plugin?: "isolate"|"stop", timeout?: number}} policy */
      policy(name, policy) {
        Object.assign(list.get(name).policy, policy);
      },
      controller,
      create: newPhases,
    };
  };
});
