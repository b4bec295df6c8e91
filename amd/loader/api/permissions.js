/**
 * What the signed-in user may see, by the rules of Winter that the build has too. It
 * decides what is shown, and protects nothing.
 */
define(["strata/plugins-permissions", "./internal/access", "./internal/entry", "./internal/listeners", "./internal/owner"], function (data, judge, given, newListeners, owner) {
  const events = newListeners("event of permissions");
  const added = [];

  /** What is granted: a map of codes, a list of them, or true for everything. */
  let granted = data.role === undefined ? true : data.granted || [];

  const isList = (codes) => Array.isArray(codes) && codes.every((code) => typeof code === "string");
  const isMap = (codes) => typeof codes === "object" && codes !== null && !Array.isArray(codes);

  function tell(what, given) {
    let shown;
    try {
      shown = JSON.stringify(given);
    } catch {
      shown = String(given);
    }
    console.error(`strata: ${what}${owner.named(owner.current())} is no list of codes, and grants nothing: ${shown}`);
    return false;
  }

  function hasAccess(required, all = false) {
    const codes = typeof required === "string" ? [required] : required;
    if (!isList(codes)) return tell("what is required", required);
    return granted === true || judge(granted, codes, all);
  }

  return {
    /**
     * Whether one of the codes is granted, or all of them. Until somebody has said
     * what is granted, on a site that is built for nobody's role, everything is.
     *
     * @param {string | string[]} required
     * @param {boolean} [all]
     */
    hasAccess,

    /** Whether somebody sees what asks for these permissions: what asks for none is seen. */
    may: (required) => required === undefined || required === null || (Array.isArray(required) && !required.length) || hasAccess(required),

    /**
     * Says what the user is granted.
     *
     * @param {Record<string, number> | string[] | true} codes each with 1 for yes, or a list; true for everything
     */
    setGranted(codes) {
      const fits = codes === true || isList(codes) || isMap(codes);
      granted = fits ? codes : [];
      if (!fits) tell("what is granted", codes);
      events.call("change", []);
    },

    get granted() {
      return granted;
    },

    /** The permissions that there are, to show them: those of the build, and those added since. */
    list: () => [...data.permissions, ...added],

    /** Adds a permission: code, label, tab, comment, roles, order. */
    register(permission) {
      const entry = { owner: owner.current() || "", order: 500, ...given.entry(permission, "a permission") };
      added.push(entry);
      return owner.keep(() => added.splice(added.indexOf(entry), 1));
    },

    /** Calls the listener when what is granted has changed. */
    on: (name, listener) => events.add(name, listener),
  };
});
