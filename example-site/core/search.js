// The search box of the frame: asks every plugin that knows how to find things.
define(["./dom"], function (dom) {
  const { h } = dom;
  const most = 5;

  function option(hit) {
    return h("li", null, h("a", { href: hit.href }, h("b", null, hit.title), h("small", null, hit.detail)));
  }

  function group(provider, words) {
    const hits = provider.find(words);
    if (hits.length === 0) return [];
    const more = hits.length > most && h("li", { class: "more" }, `and ${hits.length - most} more`);
    return [h("h2", null, provider.title), h("ul", null, hits.slice(0, most).map(option), more)];
  }

  function create(registry) {
    const input = h("input", { type: "search", placeholder: "Search everything", "aria-label": "Search everything", autocomplete: "off" });
    const results = h("div", { class: "results", hidden: true });
    const box = h("div", { class: "finder", role: "search" }, dom.icon("search"), input, results);
    const close = () => (results.hidden = true);

    function draw() {
      const words = input.value.trim();
      results.hidden = words === "";
      if (results.hidden) return;
      const found = registry.all("search").map((provider) => group(provider, words)).reduce((all, g) => all.concat(g), []);
      results.replaceChildren(...(found.length ? found : [dom.empty("Nothing found.")]));
    }

    function move(event) {
      const links = [input, ...results.querySelectorAll("a")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") {
        close();
        input.focus();
      } else if (event.key === "Enter" && event.target === input && links[1]) links[1].click();
      else if (step) links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + step))].focus();
      else return;
      event.preventDefault();
    }

    input.oninput = input.onfocus = draw;
    box.onkeydown = move;
    box.addEventListener("focusout", (event) => !box.contains(event.relatedTarget) && close());
    results.onclick = (event) => {
      if (!event.target.closest("a")) return;
      close();
      input.value = "";
    };
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
      event.preventDefault();
      input.focus();
    });
    return box;
  }

  return { create };
});
