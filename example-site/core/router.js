// The address behind "#": #/people/ines?team=optics
define(function () {
  function current() {
    const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
    return { path: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query || "") };
  }

  // An address that somebody typed may hold a lone "%".
  function decode(part) {
    try {
      return decodeURIComponent(part);
    } catch (e) {
      return part;
    }
  }

  return {
    current,
    address: (...path) => `#/${path.map(encodeURIComponent).join("/")}`,
    listen: (go) => window.addEventListener("hashchange", () => go(current())),
    // Notes the state of a screen in the address without drawing it again.
    note(path, query) {
      const words = new URLSearchParams(Object.entries(query).filter((pair) => pair[1])).toString();
      history.replaceState(null, "", `${this.address(...path)}${words ? `?${words}` : ""}`);
    },
  };
});
