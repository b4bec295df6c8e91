// The overview: whatever widgets the plugins bring.
define(["./dom"], function (dom) {
  function draw(registry, container) {
    const grid = dom.h("div", { class: "widgets" });
    container.append(dom.heading("Overview", "What the observatory is up to tonight."), grid);
    for (const widget of registry.all("widget")) {
      const card = dom.card(widget.title, widget.href);
      card.classList.toggle("wide", Boolean(widget.wide));
      grid.append(card);
      dom.attempt(card, widget.title, () => widget.render(card));
    }
    if (grid.childElementCount === 0) grid.append(dom.empty("No plugin brings a widget. Put one into the folder plugins."));
  }

  return {
    register(registry) {
      registry.add("screen", { path: "", title: "Overview", render: (container) => draw(registry, container) });
      registry.add("menu", { path: "", title: "Overview", icon: "home", order: 1 });
    },
  };
});
