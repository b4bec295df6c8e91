define(["core/dom", "core/data/people", "core/format", "../tree"], function (dom, people, format, tree) {
  const { h } = dom;
  const picture = (entry) => dom.icon(entry.children ? "folder" : entry.kind);

  return {
    // A row of the table.
    full(entry, t, here) {
      const link = h("a", { class: "file", href: tree.address(entry), "aria-current": here && "true" }, picture(entry), entry.name);
      const changed = entry.children ? t("files.entries", entry.children.length) : format.day(entry.changed, t.language);
      return h("tr", { class: here && "here" }, h("th", { scope: "row" }, link), h("td", { class: "number" }, format.size(tree.size(entry))), h("td", null, changed));
    },
    // A line in somebody else's card.
    compact(file) {
      return h("li", null, h("a", { class: "file", href: tree.address(file) }, picture(file), h("span", null, file.name, h("small", null, `${people.get(file.owner).name}, ${format.day(file.changed)}`))));
    },
  };
});
