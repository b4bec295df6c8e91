/**
 * Lists of listeners by name. A listener runs as the plugin that has added it,
 * and goes with it. One that throws is named, and the others run.
 */
define(["./owner"], function (owner) {
  /**
   * @typedef {Object} Listeners
   * @property {(name: string, listener: Function, once?: boolean) => {remove: () => void}} add
   * @property {(name: string, listener?: Function) => void} remove without a listener all of the name
   * @property {(name: string, args: any[], self?: any) => void} call in the order in which they were added
   *
   * @param {string} what such as "topic", for messages
   * @returns {Listeners}
   */
  return function newListeners(what) {
    const lists = new Map();

    function drop(name, entry) {
      entry.gone = true;
      const left = (lists.get(name) || []).filter((other) => other !== entry);
      if (left.length) lists.set(name, left);
      else lists.delete(name);
    }

    function add(name, listener, once = false) {
      if (typeof listener !== "function") throw new TypeError(`a listener of the ${what} ${JSON.stringify(name)} is no function`);
      const entry = { listener, once, by: owner.current(), gone: false };
      entry.handle = owner.keep(() => drop(name, entry));
      lists.set(name, [...(lists.get(name) || []), entry]);
      return entry.handle;
    }

    function remove(name, listener) {
      for (const entry of lists.get(name) || []) {
        if (!listener || entry.listener === listener) entry.handle.remove();
      }
    }

    /** Those that are added meanwhile are not called, nor those that are removed. */
    function call(name, args, self) {
      for (const entry of lists.get(name) || []) {
        if (entry.gone) continue;
        if (entry.once) entry.handle.remove();
        run(name, entry, args, self);
      }
    }

    function run(name, { listener, by }, args, self) {
      const told = (err) => owner.report(`a listener${owner.named(by)} failed in the ${what} ${JSON.stringify(name)}`, err);
      try {
        const result = owner.as(by, () => listener.apply(self, args));
        if (typeof result?.then === "function") result.then(undefined, told);
      } catch (err) {
        told(err);
      }
    }

    return { add, remove, call };
  };
});
