// People: a table with search, and a page for each person that other plugins
// add sections to.
define(["core/registry", "./list", "./detail", "./duty", "./search"], function (registry, list, detail, duty, search) {
  registry.add("menu", { path: "people", title: "People", icon: "people", order: 10 });
  registry.add("screen", {
    path: "people",
    title: "People",
    render: (container, place) => (place.path[1] ? detail.render(container, place.path[1]) : list.render(container, place)),
  });
  registry.add("widget", { title: "On duty tonight", href: "#/people", order: 20, render: duty.render });
  registry.add("search", { title: "People", order: 10, find: search.hits });

  // While the plugin is edited: the table stays sorted as it was.
  return {
    dispose: (data) => Object.assign(data, list.order),
    accept: (data) => Object.assign(list.order, data),
  };
});
