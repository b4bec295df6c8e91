define(["core/dom", "core/data/people", "core/format", "core/registry", "core/router"], function (dom, people, format, registry, router) {
  const { h, icon } = dom;

  function line(name, ...value) {
    return h("li", null, icon(name), h("span", null, ...value));
  }

  function link(person) {
    return h("a", { class: "person", href: router.address("people", person.id) }, dom.avatar(person), h("span", null, person.name, h("small", null, person.role)));
  }

  function team(person) {
    const manager = people.get(person.manager);
    const reports = people.reports(person.id);
    return dom.card("Team", null,
      manager && h("p", { class: "label" }, "Reports to"), manager && h("ul", { class: "stack" }, h("li", null, link(manager))),
      reports.length > 0 && h("p", { class: "label" }, "Looks after"), reports.length > 0 && h("ul", { class: "stack" }, reports.map((p) => h("li", null, link(p)))));
  }

  function contact(person) {
    return dom.card("Contact", null, h("ul", { class: "facts" },
      line("mail", h("a", { href: `mailto:${person.email}` }, person.email)),
      line("phone", h("a", { href: `tel:${person.phone.replace(/ /g, "")}` }, person.phone)),
      line("pin", person.room),
      line("calendar", `Here since ${format.day(person.since)}`)));
  }

  // Other plugins' parts; one that has nothing to say leaves its card out.
  function sections(person) {
    return registry.sections("person").map((section) => {
      const card = dom.card(section.title, null);
      return dom.attempt(card, section.title, () => section.render(card, person)) === false ? null : card;
    });
  }

  function render(container, id) {
    const person = people.get(id);
    if (!person) {
      container.append(dom.heading("Nobody here", `There is no person “${id}”.`), h("p", null, h("a", { href: "#/people" }, "All people")));
      return;
    }
    const duty = person.duty && h("p", { class: "badge" }, `Tonight: ${person.duty}`);
    container.append(h("p", { class: "back" }, h("a", { href: "#/people" }, "People")),
      h("header", { class: "portrait" }, dom.avatar(person), h("div", null, h("h1", null, person.name), h("p", { class: "lead" }, `${person.role}, ${person.team}`)), duty),
      h("div", { class: "cards" }, contact(person), team(person), ...sections(person).filter(Boolean)));
  }

  return { render };
});
