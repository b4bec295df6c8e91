define(["core/dom", "core/data/people", "core/format", "core/router"], function (dom, people, format, router) {
  const { h } = dom;

  const kinds = {
    text: (file) => h("pre", null, file.preview),
    image: (file) => dom.drawing(file.preview, "drawing"),
    table(file) {
      const [head, ...rows] = file.preview.split("\n").map((line) => line.split(","));
      return h("div", { class: "scroll" }, h("table", null,
        h("thead", null, h("tr", null, head.map((cell) => h("th", { scope: "col" }, cell)))),
        h("tbody", null, rows.map((cells) => h("tr", null, cells.map((cell) => h("td", null, cell)))))));
    },
  };

  return {
    create(file, t) {
      const owner = people.get(file.owner);
      const facts = h("p", { class: "about" }, h("a", { href: router.address("people", owner.id) }, owner.name), `, ${format.day(file.changed, t.language)}, ${format.size(file.size)}`);
      return [h("h2", null, file.name), facts, kinds[file.kind](file)];
    },
  };
});
