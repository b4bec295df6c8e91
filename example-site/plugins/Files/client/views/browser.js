define(["core/dom", "core/router", "../texts", "../tree", "./row", "./preview", "text!./browser.html"], function (dom, router, texts, tree, row, preview, template) {
  const { h } = dom;

  function trail(t, path) {
    const steps = [h("a", { href: router.address("files") }, t("files.all"))];
    path.forEach((name, i) => steps.push(h("a", { href: router.address("files", ...path.slice(0, i + 1)) }, name)));
    steps[steps.length - 1].setAttribute("aria-current", "page");
    return steps.map((step) => h("li", null, step));
  }

  function language(t, again) {
    const options = Object.entries(texts.languages).map(([id, name]) => h("option", { value: id, selected: id === t.language }, name));
    return h("select", { "aria-label": t("files.language"), onchange: (event) => again(event.target.value) }, options);
  }

  // The template is a view of the plugin's own; its places are filled by name.
  function fill(container, t, parts) {
    container.innerHTML = template;
    for (const [name, children] of Object.entries(parts)) container.querySelector(`[data-part="${name}"]`).append(...[].concat(children));
    for (const element of container.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  }

  function draw(container, path, t, again) {
    const at = tree.find(path);
    const folder = at && at.children ? at : tree.find(path.slice(0, -1)) || tree.root;
    const order = folder.children.slice().sort((a, b) => Boolean(b.children) - Boolean(a.children) || a.name.localeCompare(b.name));
    fill(container, t, {
      trail: trail(t, at ? path : []),
      language: language(t, again),
      rows: order.map((entry) => row.full(entry, t, entry === at)),
      preview: at && !at.children ? preview.create(at, t) : h("p", { class: "empty" }, at ? t("files.choose") : t("files.missing", path.join("/"))),
    });
    container.classList.toggle("has-file", Boolean(at && !at.children));
  }

  return {
    render(container, place) {
      const path = place.path.slice(1);
      container.append(dom.heading("Files"));
      const show = () => texts.get().then((t) => draw(container, path, t, (choice) => {
        texts.choose(choice);
        show();
      }));
      show();
    },
  };
});
