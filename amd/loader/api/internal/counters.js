/**
 * Numbers beside items that are known while the page runs: functions, promises, and
 * functions of modules. Each is asked once, until it is asked to count again.
 */
define(["./load", "./owner"], function (load, owner) {
  /**
   * @param {() => void} changed called when a number has become known
   */
  return function newCounters(changed) {
    /** @type {Map<string, {source: any, value: number}>} by the item's key */
    const known = new Map();

    const number = (value) => (Number.isFinite(Number(value)) ? Number(value) : 0);

    /** What counts, as a function; nothing for a number that is known already. */
    function source({ counter, counterFrom }) {
      if (typeof counter === "function" || typeof counter?.then === "function") return counter;
      return counter === undefined && counterFrom ? counterFrom : undefined;
    }

    async function fromModule(name, item) {
      const [id, exported] = name.split("#");
      const [value] = await load([id]);
      if (typeof value?.[exported] !== "function") throw new Error(`${id} exports no function ${exported}`);
      return value[exported](item);
    }

    function ask(from, item, by) {
      if (typeof from === "string") return fromModule(from, item);
      return typeof from === "function" ? owner.as(by, () => from(item)) : from;
    }

    function count(key, from, item, by) {
      const entry = { source: from, value: 0 };
      const told = (err) => owner.report(`the counter of ${JSON.stringify(key)}${owner.named(by)} shows nothing`, err);
      known.set(key, entry);
      try {
        const value = ask(from, item, by);
        if (typeof value?.then !== "function") entry.value = number(value);
        else value.then((late) => known.get(key) === entry && (entry.value = number(late)) && changed()).then(undefined, told);
      } catch (err) {
        told(err);
      }
      return entry;
    }

    return {
      /** The item's number, as far as it is known. */
      of(key, item, by) {
        const from = source(item);
        if (from === undefined) return number(item.counter);
        const entry = known.get(key);
        return (entry?.source === from ? entry : count(key, from, item, by)).value;
      },

      /** Lets one item, or all, be counted again. */
      forget: (key) => (key === undefined ? known.clear() : known.delete(key)),
    };
  };
});
