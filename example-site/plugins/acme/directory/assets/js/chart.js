define(["core/dom", "core/data/people", "core/format", "core/router"], function (dom, people, format, router) {
  const { h } = dom;

  function label(person) {
    return h("a", { class: "person", href: router.address("people", person.id) }, dom.avatar(person), h("span", null, person.name, h("small", null, person.role)));
  }

  // A person with others below is a list that folds.
  function branch(person) {
    const below = people.reports(person.id);
    if (below.length === 0) return h("li", null, label(person));
    const summary = h("summary", null, label(person), h("span", { class: "many" }, format.count(below.length, "report")));
    return h("li", null, h("details", { open: true }, summary, h("ul", null, below.map(branch))));
  }

  return {
    render(container) {
      container.append(dom.heading("Chart", "Who answers to whom. A branch folds when you press it."),
        h("ul", { class: "chart card" }, people.all().filter((p) => !p.manager).map(branch)));
    },
  };
});
