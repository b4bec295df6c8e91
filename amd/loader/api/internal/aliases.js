/** Which plugin an id means: in any case, and also the id of one that it replaces. */
define(["strata/plugins-aliases"], function ({ plugins }) {
  const others = new Map(Object.keys(plugins).map((id) => [id.toLowerCase(), plugins[id].toLowerCase()]));

  /** @param {string} id */
  return (id) => others.get(String(id).toLowerCase()) || String(id).toLowerCase();
});
