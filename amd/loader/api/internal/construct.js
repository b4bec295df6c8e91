/**
 * Kinds of things that are built from specs, such as widgets: each has a registry,
 * which knows how those of a type are made, and a builder, which makes them.
 *
 * @typedef {Object} Construct how things of one type are made
 * @property {string} type
 * @property {(spec: Object) => any} [factory]
 * @property {Function} [ctor]
 * @property {Object} [spec] taken when a thing is asked for by its type alone
 * @property {Op[]} pre_ops
 * @property {Op[]} post_ops
 *
 * @typedef {Function | Object} Op a function, an object that is mixed in, or, before building, a diff object
 */
define(["./owner", "../spec"], function (owner, spec) {
  /** What of a spec says how it is built; the rest is what a factory gets. */
  const control = ["$type", "$factory", "$ctor", "$mixim_spec", "$mixin_spec", "$pre_ops", "$post_ops"];

  /** Things that builders have made, which are specs no more. */
  const built = new WeakSet();

  const list = (value) => (value === undefined || value === null ? [] : [].concat(value));

  /** Whether it has to be called with new: a class, or one of Dojo's. */
  const isClass = (f) => typeof f.extend === "function" || /^class\b/.test(Function.prototype.toString.call(f));

  /** How a function makes things. */
  const made = (f) => (isClass(f) ? { ctor: f } : { factory: f });

  /** The op with whose it is, who is called for it. */
  const owned = (op) => ({ op, by: owner.current() });

  function place(ops, entry, first) {
    if (first) ops.unshift(entry);
    else ops.push(entry);
    return owner.keep(() => ops.splice(ops.indexOf(entry), 1));
  }

  /** Knows how the things of each type are made. Of two for a type, the later one counts, as long as it is there. */
  function newRegistry(kind) {
    /** @type {Map<string, Construct[]>} */
    const types = new Map();

    function query(type) {
      const all = types.get(type) || [];
      return all[all.length - 1];
    }

    function put(construct) {
      const { type } = construct;
      if (typeof type !== "string" || !type) throw new TypeError(`a ${kind} is registered without a type`);
      if (!construct.factory && !construct.ctor) throw new TypeError(`the ${kind} ${JSON.stringify(type)} has neither a factory nor a ctor`);
      const entry = { ...construct, pre_ops: list(construct.pre_ops).map(owned), post_ops: list(construct.post_ops).map(owned) };
      types.set(type, [...(types.get(type) || []), entry]);
      return owner.keep(() => types.set(type, types.get(type).filter((other) => other !== entry)));
    }

    function known(type) {
      const found = query(type);
      if (found) return found;
      const names = [...types.keys()].filter(query).sort();
      throw new Error(`no ${kind} ${JSON.stringify(type)} is registered; there are ${names.join(", ") || "none"}`);
    }

    return {
      get: query,

      /** register(type, factory or class, spec), or register({type, factory, ctor, spec, pre_ops, post_ops}) */
      register(type, how, defaults) {
        return put(typeof type === "object" && type !== null ? type : { type, ...(typeof how === "function" ? made(how) : how), spec: defaults ?? how?.spec });
      },

      /** Registers a type that is made like another one, but for what is given; its spec is mixed into the other's. */
      copy(from, type, more = {}) {
        const old = known(from);
        const changed = more.factory || more.ctor ? { factory: undefined, ctor: undefined } : {};
        const plain = (ops) => ops.map(({ op }) => op);
        return put({
          ...old, ...changed, ...more, type,
          spec: old.spec || more.spec ? { ...spec.clone(old.spec), ...more.spec } : undefined,
          pre_ops: [...plain(old.pre_ops), ...list(more.pre_ops)],
          post_ops: [...plain(old.post_ops), ...list(more.post_ops)],
        });
      },

      register_pre_op: (type, op, first) => place(known(type).pre_ops, owned(op), first),
      register_post_op: (type, op, first) => place(known(type).post_ops, owned(op), first),
      known,
    };
  }

  /** A function that returns nothing has changed what it was given. */
  function before(op, given, context) {
    if (typeof op === "function") return op(given, context) ?? given;
    if (spec.isDiff(op)) spec.mod(given, op);
    return Object.assign(given, spec.clone(spec.rest(op)));
  }

  const after = (op, object, given, context) => (typeof op === "function" ? op(object, given, context) ?? object : Object.assign(object, op));

  /** Runs an op as its plugin's. One that throws has failed, and the thing is made without it; the application's is not caught. */
  function run({ op, by }, value, use) {
    if (!by) return use(op, value);
    try {
      return owner.as(by, () => use(op, value));
    } catch (err) {
      owner.fail(by, err, `an op${owner.named(by)} failed`);
      return value;
    }
  }

  /** Runs the ops in their order: those of the builder, of the type, and of the spec itself. */
  const runAll = (ops, value, use) => ops.reduce((now, entry) => run(entry, now, use), value);

  const entries = (ops) => list(ops).map((op) => (op?.op ? op : { op }));

  const isPlain = (value) => spec.isTable(value) && !built.has(value);

  /** What a spec, in whichever form, and the builder say of how the thing is made. */
  function recipe(builder, given) {
    const { registry } = builder;
    if (typeof given === "function") return { ...made(given), spec: {}, pre: [], post: [] };
    if (typeof given === "string" && builder.string_mode === "property") return { spec: { [builder.string_property]: given }, pre: [], post: [] };
    const own = typeof given === "string" ? { $type: given } : given;
    const type = own.$type === undefined ? undefined : registry.known(own.$type);
    const alone = typeof given === "string" || own.$mixim_spec || own.$mixin_spec;
    return {
      ...(own.$factory ? { factory: own.$factory } : own.$ctor ? { ctor: own.$ctor } : { factory: type?.factory, ctor: type?.ctor }),
      spec: { ...(alone && spec.clone(type?.spec)), ...spec.clone(own) },
      pre: [...(type?.pre_ops || []), ...entries(own.$pre_ops)],
      post: [...(type?.post_ops || []), ...entries(own.$post_ops)],
    };
  }

  function construct({ factory, ctor }, given, kind) {
    if (factory) return factory(given);
    if (ctor) return new ctor(given);
    throw new Error(`nothing says how to build a ${kind || "thing"}: the spec has no $type, $factory or $ctor`);
  }

  /** @param {string} kind */
  function newBuilder(kind, registry = newRegistry(kind)) {
    const builder = { registry, factory: undefined, ctor: undefined, pre_ops: [], post_ops: [], string_mode: "type", string_property: "" };

    function one(given, context, defaults) {
      const how = recipe(builder, given);
      const plain = runAll([...entries(defaults.pre_ops), ...how.pre], how.spec, (op, now) => before(op, now, context));
      control.forEach((key) => delete plain[key]);
      const object = construct(how.factory || how.ctor ? how : defaults, plain, kind);
      const finished = runAll([...entries(defaults.post_ops), ...how.post], object, (op, now) => after(op, now, plain, context));
      if (typeof finished === "object" && finished !== null) built.add(finished);
      return finished;
    }

    /** The builder's own ways, or those that are given in their place. */
    function defaultsOf(overrides) {
      if (!overrides) return builder;
      const { $factory, $ctor, $pre_ops = builder.pre_ops, $post_ops = builder.post_ops } = typeof overrides === "function" ? prefixed(made(overrides)) : overrides;
      const ways = $factory || $ctor ? { factory: $factory, ctor: $ctor } : builder;
      return { factory: ways.factory, ctor: ways.ctor, pre_ops: $pre_ops, post_ops: $post_ops };
    }

    const prefixed = ({ factory, ctor }) => ({ $factory: factory, $ctor: ctor });

    /**
     * @param {string | Function | Object | any[]} given a type, a factory or class, a spec, or a list of them; what is built already stays
     * @param {Object} [context] what ops get beside the spec
     * @param {Function | {$factory?: Function, $ctor?: Function, $pre_ops?: Op[], $post_ops?: Op[]}} [overrides] in place of the builder's own
     */
    builder.build = (given, context = {}, overrides = undefined) => {
      if (given === undefined || given === null) return null;
      if (Array.isArray(given)) return given.map((each) => builder.build(each, context, overrides));
      if (typeof given !== "string" && typeof given !== "function" && !isPlain(given)) return given;
      return one(given, context, defaultsOf(overrides));
    };

    return builder;
  }

  return { newBuilder };
});
