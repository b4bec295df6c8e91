// What plugins contribute. Each contribution has a kind:
//
//   screen   {path, title, render(container, place)}       "#/path", and everything below it
//   menu     {path, title, icon, order}                    an entry of the navigation
//   widget   {title, href, wide, order, render(container)} a card on the home screen
//   section  {of, title, order, render(container, item)}   a part of another plugin's screen
//   search   {title, order, find(words)}                   returns [{title, detail, href}]
//
// A plugin calls add while it is started. The application asks for all of a kind
// whenever it draws, in the plugins' order unless they give one. While plugins are
// edited, those that have changed are taken away and started again, which listen tells.
define(function () {
  const kinds = new Map(["screen", "menu", "widget", "section", "search"].map((kind) => [kind, []]));

  function list(kind) {
    const entries = kinds.get(kind);
    if (!entries) throw new Error(`there are no contributions of the kind "${kind}"`);
    return entries;
  }

  // Where the plugin stands among all; the application's own come first.
  const rank = (owner) => (owner ? window.strata.plugins().findIndex((p) => p.id === owner) : -1);

  // Calls back when plugins were taken away and others have come in their place, with their ids.
  function listen(redraw) {
    const gone = new Set();
    const back = new Set();
    document.addEventListener("strata:dispose", (event) => {
      for (const entries of kinds.values()) entries.splice(0, entries.length, ...entries.filter((e) => e.owner !== event.detail.id));
      gone.add(event.detail.id);
      event.preventDefault(); // nothing of it is left here
    });
    document.addEventListener("strata:plugin", ({ detail: { id, state } }) => {
      if (!/^(ready|failed|skipped)$/.test(state) || !gone.delete(id)) return;
      back.add(id);
      if (gone.size) return;
      redraw(new Set(back));
      back.clear();
    });
  }

  return {
    add(kind, entry) {
      list(kind).push(Object.assign({}, entry, { owner: window.strata.current }));
    },
    all(kind) {
      return list(kind).slice().sort((a, b) => (a.order || 100) - (b.order || 100) || rank(a.owner) - rank(b.owner));
    },
    listen,
    screen(path) {
      return list("screen").find((s) => s.path === path);
    },
    sections(of) {
      return this.all("section").filter((s) => s.of === of);
    },
  };
});
