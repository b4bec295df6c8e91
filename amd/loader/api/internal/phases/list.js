/** The phases in their order, and where another one may be put. */
define([], function () {
  // Over before any code runs: it has no tasks, and is only good to be put after.
  const implicit = "resource-load";
  const names = ["customization", "registration", "login", "init", "metadata", "post-metadata", "profile", "runtime", "shutdown"];
  const aliases = new Map([["alternation", "customization"]]);

  /**
   * @typedef {Object} Phase
   * @property {string} name
   * @property {import("./tasks.js").Task[]} tasks
   * @property {{app?: "stop"|"continue", plugin?: "isolate"|"stop", timeout?: number}} policy what becomes of errors
   */

  const newPhase = (name) => ({ name, tasks: [], policy: name === "runtime" ? { timeout: 0 } : {} });

  return function newList() {
    const list = names.map(newPhase);

    const find = (name) => list.find((phase) => phase.name === (aliases.get(name) || name));

    /** The phase, which has to be there. */
    function get(name) {
      const phase = find(name);
      if (name === implicit) throw new Error(`the phase ${JSON.stringify(implicit)} is over before the first task can be there`);
      if (!phase) throw new Error(`there is no phase ${JSON.stringify(name)}: the phases are ${list.map((p) => p.name).join(", ")}`);
      return phase;
    }

    const indexOf = (phase) => list.indexOf(phase);

    /** Where the options put a new phase; without any, behind all others. */
    function place(name, { before, after, position }) {
      if ([before, after, position].filter((given) => given !== undefined).length > 1) throw new Error(`the phase ${JSON.stringify(name)} can only have one of before, after and position`);
      if (before === implicit) throw new Error(`nothing comes before the phase ${JSON.stringify(implicit)}`);
      if (before !== undefined) return indexOf(get(before));
      if (after !== undefined) return after === implicit ? 0 : indexOf(get(after)) + 1;
      if (position === undefined) return list.length;
      if (!Number.isInteger(position) || position < 0 || position > list.length) throw new Error(`the position ${typeof position === "string" ? JSON.stringify(position) : position} of the phase ${JSON.stringify(name)} is not one of 0 to ${list.length}`);
      return position;
    }

    /**
     * @param {string} name
     * @param {{before?: string, after?: string, position?: number}} options
     * @param {Phase} [current] nothing can be put before what comes after it
     */
    function add(name, options, current) {
      if (typeof name !== "string" || !name) throw new TypeError("a phase has to have a name");
      if (exists(name)) throw new Error(`there is a phase ${JSON.stringify(name)} already`);
      const at = place(name, options);
      if (at <= indexOf(current)) throw new Error(`the phase ${JSON.stringify(name)} would never run: ${JSON.stringify(current.name)} has begun`);
      const phase = newPhase(name);
      list.splice(at, 0, phase);
      return phase;
    }

    const exists = (name) => name === implicit || !!find(name);

    return { add, exists, get, indexOf, implicit, next: (phase) => list[indexOf(phase) + 1] };
  };
});
