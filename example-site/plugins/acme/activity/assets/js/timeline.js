define(["core/dom", "core/data/people", "core/format", "core/router", "./log"], function (dom, people, format, router, log) {
  const { h } = dom;

  function item(event) {
    const person = people.get(event.who);
    return h("li", null, dom.avatar(person),
      h("div", null, h("p", null, h("a", { href: router.address("people", person.id) }, person.name), ` ${event.what}`), h("time", { datetime: event.at }, format.time(event.at))));
  }

  // The latest events that fit, under the days on which they happened.
  function list(container, fits, most) {
    const events = log.filter(fits).slice(0, most);
    if (events.length === 0) container.append(dom.empty("Nothing lately."));
    for (const day of new Set(events.map((e) => e.at.slice(0, 10)))) {
      container.append(h("h3", { class: "day" }, format.weekday(day)), h("ol", { class: "timeline" }, events.filter((e) => e.at.startsWith(day)).map(item)));
    }
  }

  function screen(container) {
    const body = h("div", { class: "card" });
    const chips = h("div", { class: "chips", role: "group", "aria-label": "Kind" });
    const kinds = [["", "Everything"], ["sky", "Sky"], ["work", "Workshop"], ["house", "House"]];
    function draw(kind) {
      chips.replaceChildren(...kinds.map(([id, title]) => h("button", { type: "button", class: "chip", "aria-pressed": String(id === kind), onclick: () => draw(id) }, title)));
      body.replaceChildren();
      list(body, (event) => !kind || event.kind === kind, log.length);
    }
    container.append(dom.heading("Activity", "What happened on the hill, newest first."), h("div", { class: "tools" }, chips), body);
    draw("");
  }

  return { list, screen };
});
