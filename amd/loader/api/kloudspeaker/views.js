/**
 * Views of Kloudspeaker's plugins: the newer door, kloudspeaker/ui/views, and those
 * that handlers of registered plugins bring, which always come first.
 *
 * @typedef {Object} View
 * @property {string} [id]
 * @property {string} [viewId] of a configuration view, in place of id
 * @property {string | [string, ...any[]]} [model] id of a module, and arguments for it
 * @property {string} [view] id of its template; "#name" for one of the page; the model's when it is left out
 * @property {string | [string, ...any[]]} [title] a text, "i18n:key", or a key and its arguments
 * @property {boolean} [admin]
 * @property {string} [requiresPermission]
 */
define(["../internal/owner", "../internal/entry", "../internal/load", "../internal/kloudspeaker/registered", "./localization"], function (owner, given, load, registered, localization) {
  const doors = { view: [], main: [], config: [], file: [] };

  const idOf = (view) => view.id || view.viewId;

  function add(door, entry) {
    const record = { ...entry, owner: owner.current() };
    doors[door].push(record);
    return owner.keep(() => doors[door].splice(doors[door].indexOf(record), 1));
  }

  const isObject = (value) => typeof value === "object" && value !== null;

  /** What the handlers of registered plugins return, with the plugin. */
  function handled(name, use) {
    return registered
      .all()
      .filter(({ plugin }) => plugin[name])
      .map((record) => ({ record, value: registered.call(record, name, () => use(record.plugin)) }))
      .filter(({ value }) => value);
  }

  /** Those that somebody may see: who is not told of has no rights. */
  const allowed = (view, { admin = false, hasPermission = () => false } = {}) =>
    (!view.admin || admin) && (!view.requiresPermission || hasPermission(view.requiresPermission));

  const mainViews = (who) =>
    [...handled("mainViewHandler", (plugin) => plugin.mainViewHandler()).map(({ value }) => value), ...doors.main.map(({ view }) => view)].filter((v) => isObject(v) && allowed(v, who));

  function configViews(who) {
    const legacy = handled("configViewHandler", ({ configViewHandler: h }) => (typeof h.views === "function" ? h.views() : [])).flatMap(({ value }) => value);
    return [...legacy, ...doors.config.map(({ view }) => view)].filter((v) => isObject(v) && allowed(v, who));
  }

  /** Handlers of the file view, those of registered plugins first; each is called as its plugin. */
  function fileHandlers() {
    const legacy = registered.all().filter(({ plugin }) => plugin.fileViewHandler);
    return [
      ...legacy.map((record) => ({ handler: record.plugin.fileViewHandler, record })),
      ...doors.file.map(({ handler, owner: by }) => ({ handler, record: { plugin: { id: by || "" }, owner: by } })),
    ];
  }

  /** What all handlers of the file view return that have the function, with whose it is. */
  const each = (name, ...args) =>
    fileHandlers()
      .filter(({ handler }) => typeof handler[name] === "function")
      .map(({ handler, record }) => ({ record, value: registered.call(record, name, () => handler[name](...args)) }))
      .filter(({ value }) => value !== undefined);

  const told = new Set();

  function tellTwice(id) {
    if (!told.has(id)) console.error(`strata: there are two columns with the id ${JSON.stringify(id)}; the first is used`);
    told.add(id);
  }

  /** The columns of all handlers, with whose they are; of two with one id, the first. */
  function ownedColumns() {
    const seen = new Map();
    const all = each("filelistColumns").flatMap(({ record, value }) => [].concat(value).filter(isObject).map((column) => ({ record, column })));
    for (const entry of all) {
      if (!seen.has(entry.column.id)) seen.set(entry.column.id, entry);
      else tellTwice(entry.column.id);
    }
    return [...seen.values()];
  }

  /** What is asked of the backend for a folder: by columns, and by getDataRequest of every handler. */
  function dataRequest(folder) {
    const asked = {};
    for (const { record, column } of ownedColumns()) {
      if (column.request) asked[column["request-id"] || column.id] = registered.call(record, "request of a column", () => column.request(folder));
    }
    return Object.assign(asked, ...each("getDataRequest", folder).map(({ value }) => value));
  }

  /** A view as it is registered: as it is, or what gives it when it is needed. */
  function made(entry, ...args) {
    if (typeof entry === "function") return entry(...args);
    return typeof entry?.getView === "function" ? entry.getView(...args) : entry;
  }

  /**
   * Loads the model of a view, and its template: that of the same id, unless the
   * view names another.
   *
   * @param {View} view
   * @returns {Promise<{model: any, args: any[], template: string | Element | null}>}
   */
  async function open(view) {
    const [mid, ...args] = [].concat(view.model || []);
    const name = view.view || mid;
    const inPage = name?.startsWith("#") ? document.querySelector(name) : undefined;
    const asked = [mid, name && inPage === undefined && `text!${name}.html`].filter(Boolean);
    const values = await load(asked);
    return { model: mid && values[0], args, template: inPage === undefined ? (name ? values[asked.length - 1] : null) : inPage };
  }

  /** The words of a view's title. */
  function title({ title: text }) {
    if (Array.isArray(text)) return localization.getText(text[0], text.slice(1));
    return text?.startsWith("i18n:") ? localization.getText(text.slice(5)) : text || "";
  }

  return {
    registerView: (id, view) => add("view", { id, view }),
    registerMainView: (view) => add("main", { id: idOf(given.object(view, "a main view")), view }),
    registerConfigView: (view) => add("config", { id: idOf(given.object(view, "a configuration view")), view }),
    registerFileViewHandler: (handler) => add("file", { handler: given.object(handler, "a handler of the file view") }),

    getView: (id, ...args) => made(doors.view.find((entry) => entry.id === id)?.view, ...args),
    getMainViews: mainViews,
    getConfigViews: configViews,
    getFileViewHandlers: () => fileHandlers().map(({ handler }) => handler),

    fileView: {
      init: (view) => void each("onInit", view),
      activate: (element, helper) => void each("onActivate", element, helper),
      deactivate: () => void each("onDeactivate"),
      columns: () => ownedColumns().map(({ column }) => column),
      dataRequest,
    },

    open,
    title,
  };
});
