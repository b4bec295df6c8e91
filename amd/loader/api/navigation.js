/**
 * The menu that plugins fill, while the page runs: that of the build, what has been
 * added since, and of it what the signed-in user may see.
 *
 * @typedef {Object} Item
 * @property {string} [owner] id of the plugin whose item it is; the running one when it is left out
 * @property {string} code
 * @property {string} [label]
 * @property {string} [url]
 * @property {string} [icon]
 * @property {number | false | Promise<number> | ((item: Item) => number | Promise<number>)} [counter] without one, the sum of the side items
 * @property {string} [counterFrom] a function of a module: "acme/blog/counters#drafts"
 * @property {string} [badge] in place of the counter
 * @property {string[]} [permissions] one of these is needed
 * @property {number} [order]
 * @property {Item[] | Record<string, Item>} [items] the side menu
 */
define(
  ["strata/plugins-navigation", "./permissions", "./internal/aliases", "./internal/counters", "./internal/entry", "./internal/listeners", "./internal/owner"],
  function (data, permissions, pluginOf, newCounters, given, newListeners, owner) {
    const events = newListeners("event of the navigation");
    const counters = newCounters(changed);
    owner.as(undefined, () => permissions.on("change", changed));

    /** What has been added and changed, by menu: "items" or "quickActions". */
    const layers = [];
    const hidden = new Map();

    let waiting = false;

    /** Tells once of all that changes in one go. */
    function changed() {
      if (waiting) return;
      waiting = true;
      Promise.resolve().then(() => {
        waiting = false;
        events.call("change", []);
      });
    }

    const keyOf = ({ owner: id, code }, side) => `${pluginOf(id || "")}.${String(code).toUpperCase()}${side === undefined ? "" : `/${side}`}`;

    const listOf = (items) => (Array.isArray(items) ? items : Object.keys(items || {}).map((code) => ({ code, ...items[code] })));

    /** An item, whose side items may have some of their own, and not itself. */
    function check(item, depth = 0) {
      given.entry(item, "a menu item");
      if (depth > 2) throw new TypeError(`the menu item ${JSON.stringify(item.code)} is too deep below others, or below itself`);
      listOf(item.items).forEach((side) => check(side, depth + 1));
    }

    /** Adds or changes items; what it returns takes that back. */
    function lay(menu, item) {
      check(item);
      const by = owner.current();
      const layer = { menu, by, item: { ...item, owner: item.owner || by || "" } };
      layers.push(layer);
      changed();
      return owner.keep(() => {
        layers.splice(layers.indexOf(layer), 1);
        changed();
      });
    }

    /** The layers in the order in which they count: owners' own words first, and else the order of the index. */
    function sorted(menu) {
      const order = new Map((window.strata?.plugins() || []).map(({ id }, i) => [id, i]));
      const rank = ({ by }) => order.get(by) ?? -1;
      const foreign = ({ by, item }) => Number(!!by && pluginOf(by) !== pluginOf(item.owner));
      return layers.filter((layer) => layer.menu === menu).sort((a, b) => foreign(a) - foreign(b) || rank(a) - rank(b));
    }

    /** All items by their keys, each with what was laid over it. */
    function merged(menu) {
      const all = new Map();
      for (const layer of [...data[menu].map((item) => ({ item, built: true })), ...sorted(menu)]) {
        const key = keyOf(layer.item);
        if (!all.has(key)) all.set(key, { key, built: layer.built, sides: new Map() });
        over(all.get(key), layer.item, layer);
      }
      return [...all.values()];
    }

    const isLive = (counter) => typeof counter === "function" || typeof counter?.then === "function";

    /** Whether the counter is the item's own, and no sum. */
    const isOwn = ({ counter, counterFrom, ownCounter }, built) =>
      built ? !!(ownCounter || counterFrom) : counter === false || isLive(counter) || (counter === undefined ? !!counterFrom : Number(counter) !== 0);

    /** Lays what a layer says of an item over what has been said of it. */
    function over(entry, { items, ...fields }, layer) {
      if (fields.counter !== undefined || fields.counterFrom) {
        Object.assign(entry, { counter: undefined, counterFrom: undefined, by: layer.by, own: isOwn(fields, layer.built) });
      }
      const { owner: id = fields.owner, code = fields.code } = entry;
      Object.assign(entry, fields, { owner: id, code });
      for (const side of listOf(items)) {
        const key = keyOf(entry, side.code);
        if (!entry.sides.has(side.code)) entry.sides.set(side.code, { key, owner: id, built: layer.built, sides: new Map() });
        over(entry.sides.get(side.code), { ...side, owner: id }, layer);
      }
    }

    const told = new Set();

    /** Whether it has what an item needs. What lacks it when all plugins have started is told. */
    function isWhole({ key, label, url }) {
      const whole = !!label && !!url;
      if (!whole && started && !told.has(key)) {
        told.add(key);
        console.error(`strata: the menu item ${JSON.stringify(key)} has no ${label ? "address" : "label"}, and is not shown`);
      }
      return whole;
    }

    let started = !window.strata;
    window.strata?.ready.then(() => (started = true));

    /** Gives items without a place 100, 200 and so on as they come, and sorts. */
    function inOrder(items, usual) {
      let last = 0;
      while (items.some(({ order, built }) => built && order === last + 100)) last += 100; // the build has done so
      const placed = items.map((item) => ({ ...item, order: (item.order ?? usual) === -1 ? (last += 100) : item.order ?? usual }));
      return placed.sort((a, b) => a.order - b.order);
    }

    /** The items that are seen, finished. */
    function finished(entries, usual) {
      const seen = entries.filter((entry) => !hidden.has(entry.key) && isWhole(entry) && permissions.may(entry.permissions));
      return inOrder(seen, usual).map(finish);
    }

    function finish({ key, by, own, built, sides, ownCounter, counterFrom, ...item }) {
      const items = finished([...sides.values()], -1);
      const sum = items.reduce((total, side) => total + (side.badge ? 0 : side.counter || 0), 0);
      const counter = own || !sides.size ? counters.of(key, { ...item, counterFrom }, by) : sum;
      return { ...item, counter: (!item.badge && counter) || undefined, items };
    }

    return {
      /** @returns {Item[]} the main menu as it is now */
      items: () => finished(merged("items"), 500),
      quickActions: () => finished(merged("quickActions"), 500),

      /** Adds an item, or lays what it says over one of the same owner and code. */
      add: (item) => lay("items", item),
      addQuickAction: (item) => lay("quickActions", item),

      /** Takes an item of anybody out, or one beside it. */
      hide(id, code, side) {
        const key = keyOf({ owner: id, code }, side);
        hidden.set(key, (hidden.get(key) || 0) + 1);
        changed();
        return owner.keep(() => {
          if (hidden.get(key) > 1) hidden.set(key, hidden.get(key) - 1);
          else hidden.delete(key);
          changed();
        });
      },

      /** Lets counters be asked again: those of an item, or all. */
      refresh(id, code, side) {
        counters.forget(id === undefined ? undefined : keyOf({ owner: id, code }, side));
        changed();
      },

      /** Calls the listener after the menu has changed. */
      on: (name, listener) => events.add(name, listener),
    };
  },
);
