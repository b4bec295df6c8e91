define(["core/registry", "core/dom"], function (registry, dom) {
  registry.add("widget", { title: "Feed", order: 40, render: (container) => container.append(dom.empty("Nothing yet.")) });
  return { list: (container) => container.append(dom.empty("Nothing yet.")) };
});
