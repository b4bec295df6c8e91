// The list of groups and the page of one. What happened in a group comes from
// acme/feed, whichever plugin answers to that name.
define(["core/dom", "core/format", "core/router", "acme/directory/groups", "acme/feed"], function (dom, format, router, groups, feed) {
  const { h } = dom;

  function faces(group, most) {
    const members = groups.members(group);
    const more = members.length - most;
    return h("span", { class: "faces", title: format.count(members.length, "member") }, members.slice(0, most).map(dom.avatar), more > 0 && h("span", { class: "avatar rest" }, `+${more}`));
  }

  function tile(group) {
    return h("li", null, h("a", { class: "card tile", href: router.address("groups", group.id) },
      h("span", { class: "kind" }, groups.kinds[group.kind]), h("h2", null, group.name), h("p", null, group.about), faces(group, 5)));
  }

  function list(container) {
    container.append(dom.heading("Groups", "Teams, keys and mailing lists."), h("ul", { class: "tiles" }, groups.all().map(tile)));
  }

  function member(person) {
    return h("li", null, h("a", { class: "person", href: router.address("people", person.id) }, dom.avatar(person), h("span", null, person.name, h("small", null, person.role))));
  }

  function one(container, group) {
    const members = groups.members(group);
    const recent = dom.card("Lately", null);
    feed.list(recent, (event) => event.group === group.id, 5);
    container.append(h("p", { class: "back" }, h("a", { href: "#/groups" }, "Groups")),
      dom.heading(group.name, group.about, h("span", { class: "kind" }, groups.kinds[group.kind])),
      h("div", { class: "cards" }, dom.card(format.count(members.length, "member"), null, h("ul", { class: "stack" }, members.map(member))), recent));
  }

  return {
    faces,
    render(container, place) {
      const group = groups.get(place.path[1]);
      if (group) one(container, group);
      else list(container);
    },
  };
});
