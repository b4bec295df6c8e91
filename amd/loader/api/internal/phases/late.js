/** Tasks that come when their phase is over: a plugin that starts later goes through the phases on its own. */
define(["./tasks"], function (tasks) {
  const starting = ["executing", "registering", "booting"];

  /** @param {ReturnType<typeof import("./list.js")>} list */
  return function newLate(list) {
    let waiting = [];

    /** Whether the plugin is starting now, and may still say what it has for phases that are over. */
    const starts = (id) => !!window.strata?.plugins?.().some((p) => p.id === id && starting.includes(p.state));

    /** Takes the task; all that one piece of code registers are called after it, phase by phase. */
    function add(phase, task) {
      if (waiting.push({ phase, task }) === 1) Promise.resolve().then(run);
    }

    async function run() {
      const all = waiting;
      waiting = [];
      const phases = [...new Set(all.map((entry) => entry.phase))].sort((a, b) => list.indexOf(a) - list.indexOf(b));
      for (const phase of phases) {
        const own = all.filter((entry) => entry.phase === phase).map((entry) => entry.task);
        await Promise.all(tasks.inOrder(own, true).map((task) => now(phase, task)));
      }
    }

    /** Calls the task at once. What it throws is told, and stops nobody. */
    const now = (phase, task) => tasks.call(phase, task).catch(() => {});

    return { starts, add, now };
  };
});
