/**
 * Changes to specs, which are plain data that something is built from. A diff
 * object holds rules, as in FreeIPA; whatever their order, they are applied in this:
 *
 *   $del      [path, [condition, ...]]            removes elements of a list
 *   $add      [path, value, position]             adds an element, at the end without a position
 *   $set      [path, value]                       sets a value
 *   $replace  [path, [[condition, value], ...]]   replaces the first element that matches
 *   $before   [name, value] or [path, name, value]   puts an element before another one
 *   $after    the same, behind it
 *
 * The build has the same rules for specs of pages, and the same cases test both.
 */
define(["./internal/owner"], function (owner) {
  const quote = (text) => JSON.stringify(text);
  const own = (object, key) => Object.hasOwnProperty.call(object, key) && key !== "__proto__";

  /** Whether the value is data: what is made by a class is not looked into, nor copied. */
  function isTable(value) {
    const proto = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
    return proto === null || proto === Object.prototype;
  }

  /** A copy of plain data, however it is knotted; all else in it is shared. */
  function clone(value, done = new Map()) {
    if (!Array.isArray(value) && !isTable(value)) return value;
    if (done.has(value)) return done.get(value);
    const copy = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
    done.set(value, copy);
    for (const key of Object.keys(value)) if (own(value, key)) copy[key] = clone(value[key], done);
    return copy;
  }

  const isPlace = (list, key) => /^\d+$/.test(key) && Number(key) < list.length;
  const has = (value, key) => (Array.isArray(value) ? isPlace(value, key) : typeof value === "object" && value !== null && own(value, key));

  /** The value at a path, in an array; nothing when there is none. */
  function get(spec, path) {
    let at = spec;
    for (const part of path === "" ? [] : path.split(".")) {
      if (!has(at, part)) return [];
      at = at[part];
    }
    return [at];
  }

  // Each returns what is wrong in words that follow "the change hits nothing:", and
  // nothing when it was made.

  function set(spec, path, value) {
    const parts = path.split(".");
    const last = parts.pop();
    let at = spec;
    for (const part of parts) {
      if (!Array.isArray(at) && typeof at === "object" && at !== null && part !== "__proto__" && (!has(at, part) || at[part] === null || at[part] === undefined)) at[part] = {};
      if (!has(at, part)) return `there is no ${quote(part)} on the way to ${quote(path)}`;
      at = at[part];
    }
    const fits = Array.isArray(at) ? isPlace(at, last) : typeof at === "object" && at !== null && last !== "__proto__";
    if (!fits) return `there is no place for ${quote(path)}`;
    at[last] = value;
  }

  function add(spec, [path, value, position]) {
    const [list, ...none] = get(spec, path);
    if (list === undefined || list === null) return set(spec, path, [clone(value)]);
    if (!Array.isArray(list) || none.length) return `${quote(path)} is no list`;
    const at = position === undefined || position === null ? list.length : Math.min(Math.max(position, 0), list.length);
    list.splice(at, 0, clone(value));
  }

  /** The list at a path, or what is wrong. */
  function listAt(spec, path) {
    const found = get(spec, path);
    if (!found.length) return { miss: `there is no ${quote(path)}` };
    return Array.isArray(found[0]) ? { list: found[0] } : { miss: `${quote(path)} is no list` };
  }

  function del(spec, path, condition) {
    const { list, miss } = listAt(spec, path);
    if (miss) return miss;
    const left = list.filter((element) => !matches(element, condition));
    if (left.length === list.length) return `nothing in ${quote(path)} is like that`;
    list.splice(0, list.length, ...left);
  }

  function replace(spec, path, [condition, value]) {
    const { list, miss } = listAt(spec, path);
    if (miss) return miss;
    const i = list.findIndex((element) => matches(element, condition));
    if (i < 0) return `nothing in ${quote(path)} is like that`;
    list[i] = clone(value);
  }

  /** Puts a value beside the one element that the anchor means. */
  function beside(spec, [path, anchor, value], behind) {
    const root = get(spec, path);
    if (!root.length) return `there is no ${quote(path)}`;
    const places = spots(root[0], path, anchor, new Set());
    if (!places.length) return "no element is called so";
    if (places.length > 1) return `elements of ${quote(places[0].path)} and ${quote(places[1].path)} are called so; give the path`;
    places[0].list.splice(places[0].index + (behind ? 1 : 0), 0, clone(value));
  }

  /** The elements of lists below a value that an anchor means, up to two. */
  function spots(value, path, anchor, seen, out = []) {
    if ((!Array.isArray(value) && !isTable(value)) || seen.has(value)) return out;
    seen.add(value);
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value).sort()) {
      if (out.length > 1) break;
      if (Array.isArray(value) && isCalled(value[key], anchor)) out.push({ path, list: value, index: key });
      spots(value[key], path === "" ? String(key) : `${path}.${key}`, anchor, seen, out);
    }
    return out;
  }

  /** A text is an element's name, or its $type when it has none, or the element itself. */
  function isCalled(element, anchor) {
    if (typeof anchor !== "string" || !isTable(element)) return matches(element, anchor);
    return (element.name ?? element.$type) === anchor;
  }

  /** A table matches what has its keys with the same values; lists and tables in it are never the same. */
  function matches(element, condition) {
    if (!isTable(condition)) return same(element, condition);
    if (typeof element !== "object" || element === null || Array.isArray(element)) return !Object.keys(condition).length;
    return Object.keys(condition).every((key) => own(element, key) && same(element[key], condition[key]));
  }

  const isKnot = (value) => typeof value === "object" && value !== null;
  const same = (a, b) => !isKnot(a) && !isKnot(b) && a === b;

  const given = (value) => value !== undefined && value !== null;
  const isPath = (path) => typeof path === "string" && path !== "";

  // The rules in their order: whether one is well-formed, and what it does.
  const rules = {
    $del: {
      fits: ([path, conditions, ...more]) => isPath(path) && Array.isArray(conditions) && conditions.length && conditions.every(given) && !more.length,
      apply: (spec, [path, conditions]) => conditions.map((condition) => del(spec, path, condition)),
    },
    $add: {
      fits: ([path, , position, ...more], { length }) => isPath(path) && length > 1 && (!given(position) || Number.isInteger(position)) && !more.length,
      apply: (spec, rule) => [add(spec, rule)],
    },
    $set: {
      fits: ([path], { length }) => isPath(path) && length === 2,
      apply: (spec, [path, value]) => [set(spec, path, clone(value))],
    },
    $replace: {
      fits: ([path, pairs, ...more]) => isPath(path) && Array.isArray(pairs) && pairs.length && pairs.every((pair) => Array.isArray(pair) && pair.length === 2 && given(pair[0])) && !more.length,
      apply: (spec, [path, pairs]) => pairs.map((pair) => replace(spec, path, pair)),
    },
    $before: besideRule(false),
    $after: besideRule(true),
  };

  function besideRule(behind) {
    const full = (rule) => (rule.length === 2 ? ["", ...rule] : rule);
    return {
      fits: (rule) => rule.length > 1 && rule.length < 4 && typeof full(rule)[0] === "string" && given(full(rule)[1]),
      apply: (spec, rule) => [beside(spec, full(rule), behind)],
    };
  }

  /** Whether it has rules: all other objects are mixed in. */
  const isDiff = (object) => isTable(object) && Object.keys(rules).some((op) => own(object, op));

  /** What a diff object has beside its rules. */
  const rest = (diff) => Object.fromEntries(Object.entries(diff).filter(([key]) => !own(rules, key)));

  /**
   * Changes the spec itself.
   *
   * @param {Object | any[]} spec
   * @param {Object} diff
   * @returns {string[]} why some of the changes hit nothing; the others are made
   */
  function alter(spec, diff) {
    if (!isTable(diff)) return ["it is no object with rules, such as {$set: [...]}"];
    const misses = [];
    for (const op of Object.keys(rules)) {
      const list = own(diff, op) ? diff[op] : [];
      if (!Array.isArray(list) || (list.length > 1 && typeof list[0] === "string")) {
        misses.push(`${quote(op)} takes a list of rules, and this is none`);
        continue;
      }
      for (const rule of list) {
        if (!Array.isArray(rule) || !rules[op].fits(rule, rule)) misses.push(`the rule is not one of ${quote(op)}`);
        else misses.push(...rules[op].apply(spec, rule).filter(Boolean));
      }
    }
    return misses;
  }

  function tell(misses) {
    for (const miss of misses) console.error(`strata: a change${owner.named(owner.current())} to a spec hits nothing: ${miss}`);
    return !misses.length;
  }

  return {
    alter,
    clone,
    isDiff,
    rest,
    isTable,

    /** Changes the spec itself, says on the console which changes hit nothing, and returns the spec. */
    mod(spec, diff) {
      tell(alter(spec, diff));
      return spec;
    },

    /**
     * Puts an element before the one of that name, wherever it is in the spec, or
     * in the list at a path.
     *
     * @returns {boolean} whether there is such an element
     */
    insertBefore: (spec, name, element, path = "") => tell(alter(spec, { $before: [[path, name, element]] })),
    insertAfter: (spec, name, element, path = "") => tell(alter(spec, { $after: [[path, name, element]] })),

    /** The element of that name; undefined when there is none, or more than one. */
    find(spec, name, path = "") {
      const places = spots(get(spec, path)[0], path, name, new Set());
      return places.length === 1 ? places[0].list[places[0].index] : undefined;
    },
  };
});
