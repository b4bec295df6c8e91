define(["core/registry", "core/dom", "core/format", "./tree", "./views/browser", "./views/row"], function (registry, dom, format, tree, browser, row) {
  const { h } = dom;

  registry.add("menu", { path: "files", title: "Files", icon: "folder", order: 30 });
  registry.add("screen", { path: "files", title: "Files", render: browser.render });
  registry.add("widget", {
    title: "Recent files",
    href: "#/files",
    order: 50,
    render: (container) => container.append(h("ul", { class: "stack" }, tree.recent(4).map(row.compact))),
  });
  registry.add("section", {
    of: "person",
    title: "Files",
    order: 30,
    render(container, person) {
      const mine = tree.recent(4, (file) => file.owner === person.id);
      if (mine.length === 0) return false;
      container.append(h("ul", { class: "stack" }, mine.map(row.compact)));
      return true;
    },
  });
  registry.add("search", {
    title: "Files",
    order: 30,
    find: (words) => tree.recent(100, (file) => format.matches(file.name, words)).map((file) => ({ title: file.name, detail: file.path.slice(0, -1).join(" / "), href: tree.address(file) })),
  });
});
