// The organisation as a chart, its numbers as a widget, and the groups as a
// module that other plugins depend on: acme/directory/groups.
define(["core/registry", "./chart", "./glance"], function (registry, chart, glance) {
  registry.add("menu", { path: "chart", title: "Chart", icon: "chart", order: 50 });
  registry.add("screen", { path: "chart", title: "Chart", render: chart.render });
  registry.add("widget", { title: "At a glance", href: "#/chart", order: 30, render: glance.render });
});
