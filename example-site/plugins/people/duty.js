define(["core/dom", "core/data/people", "core/router"], function (dom, people, router) {
  const { h } = dom;

  return {
    render(container) {
      const rows = people.all().filter((p) => p.duty).map((p) => h("li", null,
        h("a", { class: "person", href: router.address("people", p.id) }, dom.avatar(p), h("span", null, p.name, h("small", null, p.role))),
        h("span", { class: "when" }, p.duty)));
      container.append(h("ul", { class: "stack" }, rows));
    },
  };
});
