define(["core/registry", "core/dom", "core/format", "core/router", "acme/directory/groups", "./screen"], function (registry, dom, format, router, groups, screen) {
  const { h } = dom;

  function link(group) {
    return h("a", { href: router.address("groups", group.id) }, group.name);
  }

  registry.add("menu", { path: "groups", title: "Groups", icon: "groups", order: 20 });
  registry.add("screen", { path: "groups", title: "Groups", render: screen.render });
  registry.add("widget", {
    title: "Largest groups",
    href: "#/groups",
    order: 60,
    render(container) {
      const largest = groups.all().sort((a, b) => groups.members(b).length - groups.members(a).length).slice(0, 4);
      container.append(h("ul", { class: "stack" }, largest.map((g) => h("li", { class: "split" }, link(g), screen.faces(g, 4)))));
    },
  });
  registry.add("section", {
    of: "person",
    title: "Groups",
    order: 20,
    render(container, person) {
      const mine = groups.of(person);
      if (mine.length === 0) return false;
      container.append(h("ul", { class: "stack" }, mine.map((g) => h("li", { class: "split" }, link(g), h("span", { class: "kind" }, groups.kinds[g.kind])))));
      return true;
    },
  });
  registry.add("search", {
    title: "Groups",
    order: 20,
    find: (words) => groups.all().filter((g) => format.matches(`${g.name} ${g.about}`, words)).map((g) => ({ title: g.name, detail: groups.kinds[g.kind], href: router.address("groups", g.id) })),
  });
});
