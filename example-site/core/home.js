// The overview: whatever widgets the plugins bring.
define(["./dom"], function (dom) {
  function card(widget) {
    const element = dom.card(widget.title, widget.href);
    element.classList.toggle("wide", Boolean(widget.wide));
    element.dataset.plugin = widget.owner || "";
    dom.attempt(element, widget.title, () => widget.render(element));
    return element;
  }

  // Draws the cards of the plugins again, and leaves the others as they are.
  function redraw(registry, container, owners) {
    const grid = container.querySelector(".widgets");
    [...grid.children].filter((element) => owners.has(element.dataset.plugin)).forEach((element) => element.remove());
    registry.all("widget").forEach((widget, i) => owners.has(widget.owner) && grid.insertBefore(card(widget), grid.children[i] || null));
  }

  function draw(registry, container) {
    const grid = dom.h("div", { class: "widgets" });
    container.append(dom.heading("Overview", "What the observatory is up to tonight."), grid);
    grid.append(...registry.all("widget").map(card));
    if (grid.childElementCount === 0) grid.append(dom.empty("No plugin brings a widget. Put one into the folder plugins."));
  }

  return {
    register(registry) {
      registry.add("screen", { path: "", title: "Overview", render: (container) => draw(registry, container), redraw: (container, owners) => redraw(registry, container, owners) });
      registry.add("menu", { path: "", title: "Overview", icon: "home", order: 1 });
    },
  };
});
