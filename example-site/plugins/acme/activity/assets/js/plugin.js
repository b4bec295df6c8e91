// Answers to acme/feed too, for plugins that know it by the name of the plugin
// it replaces.
define(["core/registry", "core/dom", "./timeline", "./log"], function (registry, dom, timeline, log) {
  registry.add("menu", { path: "activity", title: "Activity", icon: "activity", order: 40 });
  registry.add("screen", { path: "activity", title: "Activity", render: timeline.screen });
  registry.add("widget", { title: "Latest", href: "#/activity", order: 40, render: (container) => timeline.list(container, () => true, 4) });
  registry.add("section", {
    of: "person",
    title: "Lately",
    order: 40,
    render(container, person) {
      if (!log.some((event) => event.who === person.id)) return false;
      timeline.list(container, (event) => event.who === person.id, 5);
      return true;
    },
  });
  return { list: timeline.list };
});
