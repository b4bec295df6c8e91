import { loadError } from "./errors.js";
import { addresses } from "./resolve.js";
import { localRequire } from "./require.js";

/**
 * One module. Its state goes from "new" over "loading" and "defined" (the
 * factory is here, and has not run) and "executing" to "ready", over "waiting" if
 * it awaits something, or to "failed".
 *
 * @typedef {Object} Module
 * @property {string} id
 * @property {"new"|"loading"|"defined"|"executing"|"waiting"|"ready"|"failed"} state
 * @property {string[]} deps as written
 * @property {Module[]} links the module behind each of deps
 * @property {any} factory
 * @property {any} exports what the factory returned
 * @property {{id: string, uri: string, exports: Object, config: () => Object}} [cjs] the object called "module", when it was asked for
 * @property {Promise<void>} [arrival] settles when the definition is here; absent before and after
 * @property {boolean} [linked] everything it needs, however deep, is here
 * @property {boolean} [anonymous] a script has defined it without naming it
 * @property {boolean} [twice] it has been defined again, which changed nothing
 * @property {boolean} [bare] its script ran and defined nothing
 * @property {Error} [error] why it failed
 */

/**
 * @typedef {Object} Loader
 * @property {import("./config.js").Config} config
 * @property {Map<string, Module>} modules
 * @property {Map<string, Object>} builtins id → loader plugin, for pages that have none of that name
 * @property {Function} require the global one
 */

/** @returns {Module} */
export function newModule(id, state = "new") {
  return { id, state, deps: [], links: [], factory: undefined, exports: undefined };
}

/**
 * The module with the id, made when there is none.
 *
 * @param {Loader} loader
 * @param {string} id normalized
 */
export function moduleOf(loader, id) {
  let module = loader.modules.get(id);
  if (!module) loader.modules.set(id, (module = newModule(id)));
  return module;
}

/** Gives the module its definition, unless it has one: the first define wins. */
export function settle(module, deps, factory) {
  if (module.state !== "new" && module.state !== "loading") module.twice = true;
  else Object.assign(module, { state: "defined", deps, factory });
}

/** Marks the module failed and returns the reason. */
export function fail(module, error) {
  module.state = "failed";
  return (module.error = error);
}

// The names that a module may ask for without there being such a module.
const given = {
  require: (loader, module) => localRequire(loader, module.id),
  exports: (loader, module) => commonJS(loader, module).exports,
  module: (loader, module) => commonJS(loader, module),
};

/** Whether the dependency is one that the loader gives to every module. */
export const isGiven = (dep) => Object.hasOwnProperty.call(given, dep);

function commonJS(loader, module) {
  const { config } = loader;
  return (module.cjs = module.cjs || {
    id: module.id,
    uri: addresses(config, module.id)[0],
    exports: {},
    config: () => config.settings.get(module.id) || {},
  });
}

/**
 * Runs the module, after everything it needs, and returns its value. Inside of a
 * cycle that is what its exports are so far.
 *
 * @param {Loader} loader
 * @param {Module} module linked
 */
export function execute(loader, module) {
  if (module.state === "failed") throw module.error;
  if (module.state === "executing") return module.cjs && module.cjs.exports;
  if (module.state === "defined") produce(loader, module);
  if (module.state === "waiting") throw module.wait;
  return module.exports;
}

/**
 * Lets a module that has something to await become ready when that is done.
 * Until then whoever executes it gets the promise thrown, and may try again.
 */
function suspend(module, wait) {
  module.state = "waiting";
  module.wait = wait.then(
    () => (module.state = "ready"),
    (thrown) => fail(module, blamed(thrown, module.id)),
  );
}

function produce(loader, module) {
  module.state = "executing";
  const args = inputs(loader, module);
  try {
    const { factory } = module;
    const value = typeof factory === "function" ? factory.apply(module.cjs && module.cjs.exports, args) : factory;
    module.exports = value === undefined && module.cjs ? module.cjs.exports : value;
  } catch (thrown) {
    throw fail(module, blamed(thrown, module.id));
  }
  if (module.cjs && module.cjs.wait) suspend(module, module.cjs.wait);
  else module.state = "ready";
}

/** The arguments of the factory. When one cannot be had the module may try again later. */
function inputs(loader, module) {
  try {
    return module.deps.map((dep, i) => (isGiven(dep) ? given[dep](loader, module) : execute(loader, module.links[i])));
  } catch (err) {
    module.state = "defined";
    throw err;
  }
}

/** The thrown error itself, so that its stack stays, with the fields of a LoadError. */
function blamed(thrown, id) {
  if (!(thrown instanceof Error)) return loadError("define", String(thrown), [id], thrown);
  return Object.isExtensible(thrown) && !thrown.requireType ? Object.assign(thrown, { requireType: "define", requireModules: [id] }) : thrown;
}
