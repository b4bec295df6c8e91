/** The controller, which goes through the phases of a list. */
define(["../../topic", "./tasks"], function (topic, tasks) {
  /** @param {ReturnType<typeof import("./list.js")>} list */
  return function newController(list) {
    let current; // the phase that has begun last

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

    return { controller, phase: () => current };
  };
});
