/** The kinds of things that registries and builders know, each made when it is first asked for. */
define(["./construct"], function ({ newBuilder }) {
  /** Those of which there is one thing for each type. */
  const single = ["entity", "facet"];

  const builders = new Map();
  const registries = new Map();

  /** A registry whose things are made when they are first asked for. */
  function singletons(builder) {
    const things = new Map();
    const { registry } = builder;

    function get(type) {
      const how = registry.get(type);
      if (!how) return undefined;
      if (things.get(type)?.how !== how) things.set(type, { how, thing: builder.build(type) });
      return things.get(type).thing;
    }

    return { ...registry, get, builder, construct: registry };
  }

  function builder(kind) {
    if (!builders.has(kind)) builders.set(kind, newBuilder(kind));
    return builders.get(kind);
  }

  function registry(kind) {
    if (!registries.has(kind)) registries.set(kind, single.includes(kind) ? singletons(builder(kind)) : builder(kind).registry);
    return registries.get(kind);
  }

  return {
    builder,
    registry,
    setBuilder: (kind, one) => builders.set(kind, one),
    setRegistry: (kind, one) => registries.set(kind, one),
    usual: [...single, "widget", "field", "action", "validator", "formatter", "entity_policy", "facet_policy"],
  };
});
