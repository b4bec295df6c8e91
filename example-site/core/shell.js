// The frame of the console: brand, search, navigation, and the screen that the
// address asks for.
define(["./dom", "./registry", "./router"], function (dom, registry, router) {
  const { h, icon } = dom;
  const mark = '<svg viewBox="0 0 32 32"><path d="M5 25V17a11 11 0 0 1 22 0v8z" fill="currentColor" opacity=".18"/><path d="M5 25V17a11 11 0 0 1 22 0v8M2 25h28M16 6l4.5 19" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><circle cx="26" cy="5" r="1.6" fill="var(--amber)"/></svg>';

  function entry(item) {
    const href = item.path ? router.address(item.path) : "#/";
    return h("li", null, h("a", { href, "data-path": item.path }, icon(item.icon), h("span", null, item.title)));
  }

  function navigation() {
    return h("nav", { class: "menu", "aria-label": "Console" }, h("ul", null, registry.all("menu").map(entry)));
  }

  function frame(search) {
    const brand = h("a", { class: "brand", href: "#/" }, dom.drawing(mark, "mark"), h("span", null, "Halden ", h("b", null, "Observatory")));
    const links = h("p", { class: "links" },
      h("a", { href: "guide/" }, icon("book"), h("span", null, "Guide")),
      h("a", { href: router.address("plugins"), "data-path": "plugins" }, icon("plug"), h("span", null, "Plugins")));
    return [h("header", { class: "top" }, brand, search, links), navigation()];
  }

  function show(screen, place) {
    const container = h("div", { class: `screen screen-${place.path[0] || "home"}` });
    const found = registry.screen(place.path[0] || "");
    screen.replaceChildren(container);
    if (found) dom.attempt(container, found.title, () => found.render(container, place));
    else container.append(dom.heading("Nothing here", `No plugin has a screen at “${place.path.join("/")}”.`), h("p", null, h("a", { href: "#/" }, "Back to the overview")));
    const title = container.querySelector("h1");
    document.title = `${(title && title.textContent) || "Console"} · Halden Observatory`;
    point(place);
  }

  // Marks the links that lead to where one is.
  function point(place) {
    for (const link of document.querySelectorAll("[data-path]")) {
      const here = link.dataset.path === (place.path[0] || "");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  // After plugins were replaced: the menu, and the screen as far as it is theirs.
  function refresh(screen, owners) {
    const place = router.current();
    const found = registry.screen(place.path[0] || "");
    const [x, y] = [window.scrollX, window.scrollY];
    document.querySelector("nav.menu").replaceWith(navigation());
    if (found && found.redraw) found.redraw(screen.firstChild, owners);
    else show(screen, place);
    point(place);
    window.scrollTo(x, y);
  }

  return {
    open(root, search) {
      const screen = h("main", { id: "screen", tabindex: "-1" });
      root.replaceChildren(...frame(search), screen);
      // The address belongs to the router, so the link must not change it.
      document.querySelector("[data-skip]").onclick = () => (screen.focus(), false);
      show(screen, router.current());
      registry.listen((owners) => refresh(screen, owners));
      router.listen((place) => {
        show(screen, place);
        window.scrollTo(0, 0);
        screen.focus({ preventScroll: true });
      });
    },
  };
});
