define(["core/dom", "core/data/people", "./groups"], function (dom, people, groups) {
  const { h } = dom;

  function bar(team, n, most) {
    return h("li", null, h("a", { href: `#/people?team=${encodeURIComponent(team)}` }, h("span", null, team), h("b", null, String(n))), h("i", { style: `--part:${n / most}` }));
  }

  return {
    render(container) {
      const all = people.all();
      const sizes = people.teams().map((team) => [team, all.filter((p) => p.team === team).length]);
      const most = Math.max(...sizes.map((pair) => pair[1]));
      container.append(h("p", { class: "figures" }, h("span", null, h("b", null, String(all.length)), " people"), h("span", null, h("b", null, String(groups.all().length)), " groups")),
        h("ul", { class: "bars" }, sizes.map(([team, n]) => bar(team, n, most))));
    },
  };
});
