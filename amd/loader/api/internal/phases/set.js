/** A set of phases, with the controller that goes through them. */
define(["../../topic", "../owner", "./list", "./tasks"], function (topic, owner, newList, tasks) {
  /**
   * @typedef {Object} TaskOptions
   * @property {number} [priority] 10 when it is left out
   * @property {number} [timeout] seconds that the task may take; 0 waits for ever
   * @property {boolean} [runNow] when the phase has begun, the task runs at once
   */

  return function newPhases() {
    const list = newList();
    let current; // the phase that has begun last
    let count = 0;
    let late = []; // tasks of plugins that come when their phase is over

    const begun = (phase) => !!current && list.indexOf(phase) <= list.indexOf(current);

    /**
     * Registers a task of whoever is running.
     *
     * @param {string} name
     * @param {() => any} handler may return a promise, for which the phase waits
     * @param {number | TaskOptions} [options] the priority, or more
     * @returns {(() => void) & {remove: () => void}} takes it back
     */
    function on(name, handler, options) {
      const { priority = 10, timeout, runNow } = typeof options === "object" ? options || {} : { priority: options };
      const phase = list.get(name);
      if (typeof handler !== "function") throw new TypeError(`a task of the phase ${JSON.stringify(name)} is no function`);
      if (!Number.isFinite(priority)) throw new TypeError(`the priority ${priority} of a task of the phase ${JSON.stringify(name)} is no number`);
      const task = { handler, priority, timeout, number: count++, by: owner.current(), removed: false };
      if (begun(phase)) catchUp(phase, task, runNow);
      else phase.tasks.push(task);
      return removable(phase, task);
    }

    function removable(phase, task) {
      const { remove } = owner.keep(() => {
        task.removed = true;
        phase.tasks = phase.tasks.filter((other) => other !== task);
      });
      return Object.assign(() => remove(), { remove });
    }

    /** A plugin that starts later than the phases goes through them on its own. */
    function catchUp(phase, task, runNow) {
      if (runNow) tasks.call(phase, task).catch(() => {});
      else if (starts(task.by)) {
        if (late.push({ phase, task }) === 1) Promise.resolve().then(runLate);
      } else throw new Error(`the phase ${JSON.stringify(phase.name)} has begun already, so the task would never run; with {runNow: true} it runs at once`);
    }

    const starts = (id) => !!window.strata?.plugins?.().some((p) => p.id === id && (p.state === "executing" || p.state === "registering" || p.state === "booting"));

    async function runLate() {
      const all = late;
      late = [];
      const phases = [...new Set(all.map((entry) => entry.phase))].sort((a, b) => list.indexOf(a) - list.indexOf(b));
      for (const phase of phases) {
        const own = all.filter((entry) => entry.phase === phase).map((entry) => entry.task);
        await Promise.all(tasks.inOrder(own, true).map((task) => tasks.call(phase, task).catch(() => {})));
      }
    }

    /** Calls all tasks of the phase in order, and waits for all of them together. */
    async function perform(phase) {
      const { name } = phase;
      topic.publish("phase-start", { phase: name });
      try {
        const results = await Promise.all(tasks.inOrder(phase.tasks, controller.plugins_first).map((task) => tasks.call(phase, task)));
        topic.publish("phase-finished", { phase: name, results });
        return true;
      } catch (error) {
        topic.publish("phase-error", { phase: name, results: error });
        return false;
      }
    }

    /** Goes on to the next phase, and from there to the end, unless somebody else has gone on meanwhile. */
    async function next() {
      const phase = list.next(current);
      if (!phase) return true;
      current = phase;
      const done = await perform(phase);
      return done && current === phase ? next() : done;
    }

    const controller = {
      /** Goes through all phases; once that has begun, runs the current one again, alone. Says whether all went well. */
      run: () => (current ? perform(current) : next()),
      next_phase: next,
      /** Name of the phase that has begun last. */
      get current() {
        return current ? current.name : list.implicit;
      },
      /** Whether the tasks of plugins come before those of the application with the same priority, or after them. */
      plugins_first: true,
    };

    return {
      on,
      /** @param {string} name @param {{before?: string, after?: string, position?: number, policy?: Object}} [options] */
      add(name, options) {
        Object.assign(list.add(name, options || {}, current).policy, options?.policy);
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
