// Cases of registries and builders, from the description of FreeIPA's: name, what is
// done, and what that gives as JSON.
(() => {
  const reg = load("strata/registry"), builder = load("strata/builder");
  const factory = (by) => (spec) => ({ by, ...spec });
  function Old(spec) { this.by = "ctor"; Object.assign(this, spec); }
  Old.extend = () => {};
  class New { constructor(spec) { this.by = "class"; Object.assign(this, spec); } }
  const log = (name) => (spec) => { spec.log = (spec.log || "") + name; return spec; };
  const fails = (run) => { try { run(); return "nothing"; } catch (err) { return err.message; } };
  const fresh = ((n) => () => "kind" + n++)(0);
  const of = (setup) => { const kind = fresh(); setup(builder.get(kind).registry, builder.get(kind)); return (spec, ...more) => builder.build(kind, spec, ...more); };
  const plain = of((r) => { r.register("a", factory("f"), { size: 1, deep: { x: 1 } }); r.register("o", Old); r.register("c", New); });
  const during = (id, run) => { window.strata = { current: id, as: (other, fn) => { const was = window.strata.current; window.strata.current = other; try { return fn(); } finally { window.strata.current = was; } } }; try { return run(); } finally { window.strata.current = undefined; } };

  return [
    ["by type alone, with the default spec", () => plain("a"), { by: "f", size: 1, deep: { x: 1 } }],
    ["a spec takes the place of the default one", () => plain({ $type: "a", name: "n" }), { by: "f", name: "n" }],
    ["$mixim_spec mixes it into the default one", () => plain({ $type: "a", $mixim_spec: true, name: "n", size: 2 }), { by: "f", size: 2, deep: { x: 1 }, name: "n" }],
    ["$mixin_spec is the same", () => plain({ $type: "a", $mixin_spec: true }), { by: "f", size: 1, deep: { x: 1 } }],
    ["in the default spec it means nothing", () => of((r) => r.register("x", factory("f"), { $mixim_spec: true, size: 1 }))({ $type: "x" }), { by: "f" }],
    ["Dojo's classes are constructed", () => plain("o"), { by: "ctor" }],
    ["so are classes of the language", () => plain({ $type: "c", a: 1 }), { by: "class", a: 1 }],
    ["a factory before a constructor", () => plain({ $type: "a", $ctor: New, $factory: factory("own") }), { by: "own" }],
    ["a constructor before the type", () => plain({ $type: "a", $ctor: New }), { by: "class" }],
    ["of a type, the factory before the constructor", () => of((r) => r.register({ type: "x", ctor: New, factory: factory("f") }))("x"), { by: "f" }],
    ["a function is a factory", () => plain(factory("alone")), { by: "alone" }],
    ["or a class", () => plain(New), { by: "class" }],
    ["the builder's own way", () => of((r, b) => { b.factory = factory("default"); })({ a: 1 }), { by: "default", a: 1 }],
    ["the type before the builder's own", () => of((r, b) => { b.factory = factory("default"); r.register("x", New); })({ $type: "x" }), { by: "class" }],
    ["overrides in place of the builder's own", () => of((r, b) => { b.factory = factory("default"); })({ a: 1 }, {}, { $factory: factory("over") }), { by: "over", a: 1 }],
    ["a function overrides too", () => of((r, b) => { b.factory = factory("default"); })({}, {}, New), { by: "class" }],
    ["no override of the type", () => plain({ $type: "a" }, {}, factory("over")), { by: "f" }],
    ["lists", () => plain(["a", { $type: "a", n: 1 }, null]), [{ by: "f", size: 1, deep: { x: 1 } }, { by: "f", n: 1 }, null]],
    ["nothing", () => [plain(null), plain(undefined)], [null, null]],
    ["what is built stays", () => { const x = plain("o"), y = plain("a"); return [plain(x) === x, plain(y) === y, plain(7)]; }, [true, true, 7]],
    ["string_mode property", () => of((r, b) => { b.factory = factory("f"); b.string_mode = "property"; b.string_property = "name"; })("uid"), { by: "f", name: "uid" }],
    ["an unknown type", () => fails(() => plain({ $type: "nope" })), `no kind0 "nope" is registered; there are a, c, o`],
    ["no way at all", () => fails(() => builder.build("", { a: 1 })), "nothing says how to build a thing: the spec has no $type, $factory or $ctor"],
    ["the general builder", () => builder.build("", { $ctor: New, a: 1 }), { by: "class", a: 1 }],
    ["the spec that is given stays as it is", () => { const s = { $type: "a", list: [{ n: 1 }], $pre_ops: [{ $add: [["list", 2]] }] }; plain(s); return s.list; }, [{ n: 1 }]],
    ["the default spec stays as it is", () => { const d = { list: [1] }, b = of((r) => r.register("x", factory("f"), d)); b({ $type: "x", $mixim_spec: true, $pre_ops: [(s) => { s.list.push(2); return s; }] }); return b("x"); }, { by: "f", list: [1] }],

    ["ops of the builder, the type, the spec", () => of((r, b) => { b.factory = factory("f"); b.pre_ops.push(log("1")); r.register({ type: "x", factory: factory("f"), pre_ops: [log("2")] }); })({ $type: "x", $pre_ops: [log("3")] }), { by: "f", log: "123" }],
    ["ops afterwards, in the same order", () => of((r, b) => { b.post_ops.push(log("1")); r.register({ type: "x", factory: factory("f"), post_ops: [log("2")] }); })({ $type: "x", $post_ops: [log("3")] }), { by: "f", log: "123" }],
    ["register_pre_op, at the front too", () => of((r) => { r.register("x", factory("f")); r.register_pre_op("x", log("2")); r.register_pre_op("x", log("1"), true); })("x"), { by: "f", log: "12" }],
    ["register_post_op", () => of((r) => { r.register("x", factory("f")); r.register_post_op("x", log("2")); r.register_post_op("x", log("1"), true); })("x"), { by: "f", log: "12" }],
    ["an object is mixed in", () => of((r) => r.register({ type: "x", factory: factory("f"), pre_ops: [{ a: 2 }], post_ops: [{ b: 3 }] }))({ $type: "x", a: 1 }), { by: "f", a: 2, b: 3 }],
    ["a diff object changes, and its rest is mixed in", () => plain({ $type: "a", tabs: ["b"], $pre_ops: [{ $add: [["tabs", "c"]], $set: [["n.m", 1]], more: true }] }), { by: "f", tabs: ["b", "c"], n: { m: 1 }, more: true }],
    ["an op may give another spec", () => plain({ $type: "a", a: 1, $pre_ops: [() => ({ b: 2 })] }), { by: "f", b: 2 }],
    ["one that gives nothing has changed it", () => plain({ $type: "a", $pre_ops: [(s) => { s.a = 1; }] }), { by: "f", a: 1 }],
    ["ops get the context", () => plain({ $type: "a", $pre_ops: [(s, c) => ({ ...s, from: c.from })], $post_ops: [(o, s, c) => ({ ...o, spec: s, too: c.from })] }, { from: "ctx" }), { by: "f", from: "ctx", spec: { from: "ctx" }, too: "ctx" }],
    ["no control properties for the factory", () => Object.keys(plain({ $type: "a", $factory: (s) => s, $pre_ops: [], $post_ops: [], $mixim_spec: false, $ctor: New })), []],
    ["overrides of ops", () => of((r, b) => { b.factory = factory("f"); b.pre_ops.push(log("1")); })({}, {}, { $pre_ops: [log("9")] }), { by: "f", log: "9" }],

    ["a copy", () => of((r) => { r.register({ type: "x", factory: factory("f"), spec: { a: 1, b: 1 }, pre_ops: [log("1")] }); r.copy("x", "y", { spec: { b: 2 }, pre_ops: [log("2")] }); })("y"), { by: "f", a: 1, b: 2, log: "12" }],
    ["a copy that is made otherwise", () => of((r) => { r.register("x", factory("f"), { a: 1 }); r.copy("x", "y", { ctor: New }); })("y"), { by: "class", a: 1 }],
    ["the first of the copy stays as it is", () => of((r) => { r.register("x", factory("f"), { a: 1 }); r.copy("x", "y", { spec: { a: 2 }, pre_ops: [log("1")] }); })("x"), { by: "f", a: 1 }],
    ["a copy of nothing", () => fails(() => of((r) => r.copy("none", "y"))).replace(/kind\d+/, "kind"), `no kind "none" is registered; there are none`],
    ["without a type", () => fails(() => of((r) => r.register({ factory: factory("f") }))).replace(/kind\d+/, "kind"), "a kind is registered without a type"],
    ["without a way", () => fails(() => of((r) => r.register("x"))).replace(/kind\d+/, "kind"), `the kind "x" has neither a factory nor a ctor`],
    ["an op for an unknown type", () => fails(() => of((r) => r.register_pre_op("none", {}))).replace(/kind\d+/, "kind"), `no kind "none" is registered; there are none`],

    ["reg has FreeIPA's kinds", () => Object.keys(reg).filter((k) => k !== "get" && k !== "set").sort(), ["action", "entity", "entity_policy", "facet", "facet_policy", "field", "formatter", "validator", "widget"]],
    ["reg and builder are of one kind", () => { reg.widget.register("w", factory("w")); return builder.build("widget", "w"); }, { by: "w" }],
    ["a registry of a new kind", () => { reg.get("menu").register("m", factory("m")); return [builder.build("menu", "m"), typeof reg.menu.register]; }, [{ by: "m" }, "function"]],
    ["entities are made once", () => { let n = 0; reg.entity.register({ type: "user", factory: (s) => ({ n: ++n, ...s }), spec: { a: 1 } }); return [reg.entity.get("user"), reg.entity.get("user") === reg.entity.get("user"), reg.get("entity", "none") === undefined]; }, [{ n: 1, a: 1 }, true, true]],
    ["registered again, the later counts", () => of((r) => { r.register("x", factory("1")); r.register("x", factory("2")); })("x"), { by: "2" }],
    ["what a plugin has registered goes with it", () => {
      reg.field.register("f", factory("core"));
      during("P", () => { reg.field.register("f", factory("plugin")); reg.field.register("g", factory("g")); reg.field.register_pre_op("f", { p: 1 }); });
      const before = builder.build("field", "f").by;
      document.listen({ detail: { id: "P" } });
      return [before, builder.build("field", "f"), fails(() => builder.build("field", "g"))];
    }, ["plugin", { by: "core" }, `no field "g" is registered; there are f`]],
    ["a plugin's op that throws is passed over", () => {
      reg.action.register("x", factory("f"));
      during("Q", () => reg.action.register_pre_op("x", () => { throw new Error("op broke"); }));
      said.length = 0;
      return [builder.build("action", { $type: "x", a: 1 }), said.map((line) => line.replace(/^strata: /, ""))];
    }, [{ by: "f", a: 1 }, ["an op of the plugin Q failed: op broke"]]],
    ["the application's op that throws is not caught", () => fails(() => plain({ $type: "a", $pre_ops: [() => { throw new Error("core broke"); }] })), "core broke"],
  ];
})()
