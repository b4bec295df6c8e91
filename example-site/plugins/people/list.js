define(["core/dom", "core/data/people", "core/format", "core/router", "./search"], function (dom, people, format, router, search) {
  const { h } = dom;
  const columns = [
    { key: "name", title: "Name" },
    { key: "role", title: "Role" },
    { key: "team", title: "Team" },
    { key: "room", title: "Room" },
    { key: "since", title: "Since" },
  ];

  // How the table is sorted, as long as the page is there.
  const order = { sort: "name", down: false };

  function row(person) {
    return h("tr", null,
      h("th", { scope: "row" }, h("a", { class: "person", href: router.address("people", person.id) }, dom.avatar(person), person.name)),
      h("td", null, person.role),
      h("td", null, person.team),
      h("td", null, person.room),
      h("td", null, person.since.slice(0, 4)));
  }

  function sorted(found, { sort, down }) {
    const order = new Intl.Collator("en").compare;
    return found.sort((a, b) => order(a[sort], b[sort]) * (down ? -1 : 1));
  }

  function head(state, draw) {
    const cells = columns.map(({ key, title }) => {
      const here = state.sort === key;
      const press = () => draw({ sort: key, down: here && !state.down });
      return h("th", { scope: "col", "aria-sort": here ? (state.down ? "descending" : "ascending") : undefined }, h("button", { type: "button", onclick: press }, title));
    });
    return h("tr", null, cells);
  }

  function teams(state, draw) {
    const chip = (team, title) => h("button", { type: "button", class: "chip", "aria-pressed": String(state.team === team), onclick: () => draw({ team }) }, title);
    return [chip("", "Everyone"), ...people.teams().map((team) => chip(team, team))];
  }

  function render(container, place) {
    const state = { words: place.query.get("q") || "", team: place.query.get("team") || "", sort: order.sort, down: order.down };
    const input = h("input", { type: "search", value: state.words, placeholder: "Name, role or room", "aria-label": "Search people", autocomplete: "off" });
    const chips = h("div", { class: "chips", role: "group", "aria-label": "Team" });
    const thead = h("thead");
    const body = h("tbody");
    const count = h("p", { class: "count", role: "status" });

    function draw(change) {
      Object.assign(state, change);
      Object.assign(order, { sort: state.sort, down: state.down });
      const found = sorted(search.find(state.words, state.team), state);
      thead.replaceChildren(head(state, draw));
      chips.replaceChildren(...teams(state, draw));
      body.replaceChildren(...found.map(row));
      count.textContent = found.length ? format.count(found.length, "person", "people") : "Nobody fits. Try fewer words.";
      router.note(["people"], { q: state.words, team: state.team });
    }

    input.oninput = () => draw({ words: input.value.trim() });
    container.append(dom.heading("People", "Everybody who works on the hill, and where to find them."),
      h("div", { class: "tools" }, input, chips),
      h("div", { class: "sheet" }, h("table", { class: "people" }, thead, body)), count);
    draw({});
  }

  return { render, order };
});
