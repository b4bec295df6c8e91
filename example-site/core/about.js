// What the page is made of: every plugin, how it went, and where it came from.
define(["./dom", "./format"], function (dom, format) {
  const { h } = dom;

  function fact(name, value) {
    return value ? h("div", null, h("dt", null, name), h("dd", null, value)) : null;
  }

  function plugin({ id, state, reason, layer, ms, info }) {
    const modules = info.layers.reduce((n, l) => n + l.ids.length, 0);
    const file = layer && layer.split("/").pop();
    return h("li", { class: `plugin plugin-${state}` },
      h("h2", null, info.name || id, info.version && h("small", null, ` ${info.version}`)),
      h("p", { class: "state" }, state === "ready" ? `ready after ${ms} ms` : `${state}: ${reason}`),
      h("dl", null, fact("Id", id), fact("Layout", info.layout), fact("Package", h("code", null, info.package)), fact("Requires", (info.requires || []).join(", ")),
        fact("Layer", file ? [h("code", null, file), ` ${format.count(modules, "module")}`] : "served file by file")));
  }

  function draw(container, plugins) {
    const failed = plugins.filter((p) => p.state !== "ready").length;
    const lead = `${format.count(plugins.length, "plugin")}, in the order in which they were started. ${failed ? `${failed} did not start; the others do not mind.` : "All are well."}`;
    container.append(dom.heading("Plugins", lead), h("ol", { class: "plugins" }, plugins.map(plugin)));
  }

  return {
    register(registry, plugins) {
      registry.add("screen", { path: "plugins", title: "Plugins", render: (container) => draw(container, plugins) });
    },
  };
});
