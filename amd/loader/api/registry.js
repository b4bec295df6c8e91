/**
 * Registries of what is built from specs, by the kinds of it, as in FreeIPA:
 *
 *   reg.widget.register("rating", function (spec) {...}, {stars: 5})
 *   reg.widget.register({type, factory, ctor, spec, pre_ops, post_ops})
 *   reg.widget.copy("rating", "big-rating", {spec: {size: "big"}})
 *   reg.widget.register_pre_op("rating", op, first), register_post_op
 *   reg.widget.get("rating"), reg.entity.get("user")
 *
 * What a plugin registers goes with it, and what was there before counts again.
 */
define(["./internal/kinds"], function (kinds) {
  const reg = Object.create(null);

  function show(kind) {
    if (!(kind in reg)) Object.defineProperty(reg, kind, { enumerable: true, get: () => kinds.registry(kind) });
    return kinds.registry(kind);
  }

  /** The registry of a kind, or what is registered for a type of it. */
  reg.get = (kind, type) => (type === undefined ? show(kind) : show(kind).get(type));

  /** Puts another registry in the place of a kind's. */
  reg.set = (kind, registry) => {
    kinds.setRegistry(kind, registry);
    show(kind);
    return registry;
  };

  kinds.usual.forEach(show);
  return reg;
});
