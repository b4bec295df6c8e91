/**
 * What Kloudspeaker's plugins register with, and what an application asks of them.
 * Under this id it has the functions that Kloudspeaker's own module has; what one
 * plugin breaks is that plugin's, and told.
 *
 * @typedef {Object} Settings
 * @property {Record<string, Object>} [plugins] what each plugin is initialized with, by the id with which it registers
 * @property {boolean} [strict] the first plugin that fails stops everything, as in Kloudspeaker; as the site says when it is left out
 * @property {string} [service-path] address of the backend, with a slash at its end
 * @property {Object} [session] what the backend says: resources, plugins
 * @property {Record<string, string | false>} [resource-map]
 * @property {string} [locale]
 * @property {number} [timeout] seconds that a plugin may take to initialize; 7 when it is left out
 */
define(
  ["./internal/owner", "./internal/kloudspeaker/registered", "./internal/kloudspeaker/urls", "./kloudspeaker/localization", "./kloudspeaker/actions", "./kloudspeaker/views"],
  function (owner, registered, urls, localization, actions, views) {
    const { settings, all, find, call, isStrict } = registered;

    /** What a plugin is initialized with; a key that was probably meant is told. */
    function settingsOf({ plugin, where }) {
      const given = settings.plugins || {};
      if (Object.hasOwnProperty.call(given, plugin.id)) return given[plugin.id] || {};
      const plain = (id) => id.toLowerCase().replace(/^plugin-/, "");
      const near = Object.keys(given).find((key) => plain(key) === plain(plugin.id) || key === plugin.backendPluginId);
      if (near) console.error(`strata: ${where} gets no settings: it registers as ${JSON.stringify(plugin.id)}, and settings.plugins has ${JSON.stringify(near)}; rename the key`);
      return {};
    }

    /** The promise, or a rejection when it has not settled in time. */
    function timed(promise) {
      const seconds = settings.timeout || 7;
      let timer;
      const alarm = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`initialize did not finish within ${seconds} s`)), seconds * 1000);
      });
      return Promise.race([promise, alarm]).finally(() => clearTimeout(timer));
    }

    function linkStyle(id) {
      const href = urls.style(id);
      if (!href || urls.linked(id)) return;
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
      document.head.append(link);
      owner.keep(() => link.remove(), find(id).owner);
    }

    /** Texts that cannot be had are told; in a strict application they stop it. */
    function texts({ plugin }) {
      return localization.load(plugin.id).catch((err) => {
        if (isStrict()) throw err;
        owner.report(`the plugin ${JSON.stringify(plugin.id)} has no texts`, err);
      });
    }

    /** Calls initialize at once; what it promises, and the texts, may come later. */
    function start(record) {
      const { plugin } = record;
      plugin.initialized = true;
      const begun = plugin.initialize && owner.as(record.owner, () => plugin.initialize(settingsOf(record)));
      const waits = [typeof begun?.then === "function" && timed(begun), plugin.resources?.texts && texts(record)];
      if (plugin.resources?.css) linkStyle(plugin.id);
      return Promise.all(waits);
    }

    /** In a strict application what is thrown goes on, and whoever comes later waits for a next time. */
    function startAlone(record) {
      if (isStrict()) return start(record);
      const failed = (err) => owner.fail(record.owner, err, `the plugin ${JSON.stringify(record.plugin.id)} of ${record.where} was not initialized`);
      try {
        return start(record).catch(failed);
      } catch (err) {
        return failed(err);
      }
    }

    /**
     * Initializes those that have registered since the last time, in the order of
     * the index. It is fulfilled when all have finished or failed.
     *
     * @param {Settings} [more]
     * @returns {Promise<void>}
     */
    async function initialize(more) {
      begun = true;
      Object.assign(settings, more);
      const waiting = all().filter(({ plugin }) => !plugin.initialized);
      await Promise.all(waiting.map(startAlone));
    }

    // Once the application has begun, plugins that start later are initialized by themselves.
    let begun = false;
    document.addEventListener("strata:plugin", ({ detail }) => {
      if (begun && detail.state === "ready") initialize().catch((err) => owner.report(`the plugin ${detail.id} was not initialized`, err));
    });

    function runScript(src) {
      return new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), { src, async: false, onload: resolve, onerror: () => reject(new Error(`${src} could not be loaded`)) });
        script.setAttribute("data-strata-plugin", "");
        document.head.append(script);
      });
    }

    /** What the lifecycle needs to know of a plugin that a session names. */
    function entryOf(id, { client_module_id: name, client_module_path: path }) {
      const location = new URL(path, document.baseURI).href.replace(/\/+$/, "");
      return { id, package: name, main: `${name}/main`, mainName: "main", location, layers: [] };
    }

    /** A script that is no module; in a strict application one that is missing stops it. */
    function runAlone(id, script) {
      return runScript(script).catch((err) => {
        if (isStrict()) throw err;
        owner.report(`the plugin ${JSON.stringify(id)} could not be loaded`, err);
      });
    }

    /**
     * Loads more plugins, and initializes them: those that a session names and that
     * are new, the given scripts, or else what is new in the index.
     *
     * @param {Record<string, {client_module_id?: string, client_module_path?: string, client_plugin?: string}> | string[]} [more]
     * @returns {Promise<void>}
     */
    async function load(more) {
      if (!more) await window.strata.load();
      else if (Array.isArray(more)) await Promise.all(more.map((script) => runAlone(script, script)));
      else await loadSession(more);
      await initialize();
    }

    const loaded = new Set();

    /** Modules start by way of the lifecycle, which passes over those that it has. */
    async function loadSession(plugins) {
      const fresh = Object.keys(plugins).filter((id) => !loaded.has(id) && plugins[id]);
      fresh.forEach((id) => loaded.add(id));
      const modules = fresh.filter((id) => plugins[id].client_module_id && plugins[id].client_module_path);
      if (modules.length) await window.strata.load(modules.map((id) => entryOf(id, plugins[id])));
      await Promise.all(fresh.filter((id) => plugins[id].client_plugin).map((id) => runAlone(id, plugins[id].client_plugin)));
    }

    /** What the handlers of one kind return, by the ids of their plugins. */
    function collect(name, use) {
      const found = Object.create(null);
      for (const record of all()) {
        const value = typeof record.plugin[name] === "function" && call(record, name, () => use(record.plugin));
        if (value) found[record.plugin.id] = value;
      }
      return found;
    }

    const having = (name) => all().map(({ plugin }) => plugin).filter((plugin) => plugin[name]);

    function itemContext(item, ctx) {
      const data = ctx?.details?.plugins;
      return data ? collect("itemContextHandler", (plugin) => plugin.itemContextHandler(item, ctx, data[plugin.id])) : {};
    }

    const itemCollection = (items, ctx) =>
      Array.isArray(items) && items.length ? collect("itemCollectionHandler", (plugin) => plugin.itemCollectionHandler(items, ctx)) : {};

    /** Tabs of details, by their index and then by the ids of their plugins. */
    function details(found) {
      const tabs = Object.keys(found).filter((id) => found[id].details).map((id) => ({ id, index: found[id].index, ...found[id].details }));
      const at = ({ index }) => (typeof index === "number" ? index : Infinity);
      return tabs.sort((a, b) => (at(a) === at(b) ? (a.id < b.id ? -1 : 1) : at(a) - at(b)));
    }

    const actionsOf = (found) => actions.merge(Object.keys(found).map((id) => found[id].actions).filter(Boolean));

    return {
      register: registered.register,
      initialize,
      load,

      get: (id) => find(id)?.plugin,
      exists: (id) => !!find(id),

      url: urls.url,
      adminUrl: urls.adminUrl,
      getStyleUrl: urls.style,
      getLocalizationUrl: (id, locale = localization.locale) => urls.localization(id, locale),

      getItemContextRequestData: (item) => collect("itemContextRequestData", (plugin) => plugin.itemContextRequestData(item)),
      getItemContextPlugins: itemContext,
      getItemCollectionPlugins: itemCollection,
      getMainViewPlugins: () => having("mainViewHandler"),
      getFileViewPlugins: () => having("fileViewHandler"),
      getConfigViewPlugins: () => having("configViewHandler"),
      getActionValidationPlugins: () => having("actionValidationHandler"),

      /** The menu and the tabs of an item, finished. */
      getItemContext: (item, ctx) => {
        const found = itemContext(item, ctx);
        return { actions: actionsOf(found), details: details(found) };
      },
      getItemCollectionActions: (items, ctx) => actionsOf(itemCollection(items, ctx)),

      /** What all plugins have to say before an action is carried out. */
      getValidationMessages: (action, items, data) =>
        Object.values(collect("actionValidationHandler", (plugin) => plugin.actionValidationHandler().getValidationMessages(action, items, data))).flat(),

      mergeActions: actions.merge,
      views,
      localization,
    };
  },
);
