/**
 * Builds things from specs, as in FreeIPA: builder.build("widget", {$type: "rating",
 * stars: 3}). What makes a thing is its $factory, else its $ctor, else what is
 * registered for its $type, else what the builder has for all. Before, ops change a
 * copy of the spec, and afterwards the thing: those of the builder, of the type, and
 * the spec's own $pre_ops and $post_ops, in this order.
 */
define(["./internal/kinds"], function (kinds) {
  return {
    /** The builder of a kind: registry, factory, ctor, pre_ops, post_ops, string_mode, string_property and build. */
    get: (kind) => kinds.builder(kind),

    /** Puts another builder in the place of a kind's. */
    set: (kind, builder) => void kinds.setBuilder(kind, builder),

    /** The kind "" has no types and no ways of its own. */
    build: (kind, spec, context, overrides) => kinds.builder(kind || "").build(spec, context, overrides),
  };
});
