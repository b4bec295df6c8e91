// What plugins contribute. Each contribution has a kind:
//
//   screen   {path, title, render(container, place)}       "#/path", and everything below it
//   menu     {path, title, icon, order}                    an entry of the navigation
//   widget   {title, href, wide, order, render(container)} a card on the home screen
//   section  {of, title, order, render(container, item)}   a part of another plugin's screen
//   search   {title, order, find(words)}                   returns [{title, detail, href}]
//
// A plugin calls add while it is loaded. The application asks for all of a kind
// whenever it draws, in the plugins' order unless they give one.
define(function () {
  const kinds = new Map(["screen", "menu", "widget", "section", "search"].map((kind) => [kind, []]));

  function list(kind) {
    const entries = kinds.get(kind);
    if (!entries) throw new Error(`there are no contributions of the kind "${kind}"`);
    return entries;
  }

  return {
    add(kind, entry) {
      list(kind).push(entry);
    },
    all(kind) {
      return list(kind).slice().sort((a, b) => (a.order || 100) - (b.order || 100));
    },
    screen(path) {
      return list("screen").find((s) => s.path === path);
    },
    sections(of) {
      return this.all("section").filter((s) => s.of === of);
    },
  };
});
