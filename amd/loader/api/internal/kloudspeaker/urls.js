/**
 * Addresses of a plugin's files: below the backend when the application names its
 * service-path, else where the site has them. The application's resource-map may
 * put others in their place, or none.
 */
define(["./registered"], function (registered) {
  const { settings, find, info } = registered;

  const backend = (id) => find(id)?.plugin.backendPluginId || id;
  const entryOf = (id) => (settings["service-path"] === undefined ? info(find(id)?.owner)?.info : undefined);

  /** Address of the folder of all modules, which a loader does not tell by itself. */
  function base({ package: name, location }) {
    const known = new URL(window.require.toUrl(`${name}/main.json`), document.baseURI).href;
    return known.slice(0, known.lastIndexOf(`${location}/main.json`));
  }

  function place(id, path) {
    const session = settings.session || {};
    const custom = session.plugins?.[backend(id)]?.custom;
    const root = custom ? session.resources?.custom_url : settings["service-path"];
    return `${root || ""}plugin/${backend(id)}/${path}`;
  }

  /**
   * What the resource-map says of an address.
   *
   * @param {string} url
   * @returns {string | false} false for what is not to be loaded
   */
  function mapped(url) {
    const [path, query] = url.split("?");
    const map = settings["resource-map"] || {};
    if (!Object.hasOwnProperty.call(map, path)) return url;
    return map[path] && (query === undefined ? map[path] : `${map[path]}?${query}`);
  }

  function url(id, path, admin) {
    const entry = !admin && entryOf(id);
    return mapped(entry ? `${base(entry)}${entry.location}/${path}` : place(id, `${admin ? "admin" : "client"}/${path}`));
  }

  /** The file of texts in the language; undefined when the site has none. */
  function localization(id, locale) {
    const entry = entryOf(id);
    if (!entry) return mapped(place(id, `localization/texts_${locale}.json`));
    const file = entry.texts?.[locale];
    return file && mapped(new URL(file, base(entry)).href);
  }

  return {
    url,
    adminUrl: (id, path) => url(id, path, true),
    style: (id) => url(id, "style.css"),
    localization,
    /** Whether the page links the plugin's styles by itself. */
    linked: (id) => !!entryOf(id)?.css?.length,
  };
});
