import { asError } from "./errors.js";
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
 * @property {any} [factory]
 * @property {any} [exports] what the factory returned
 * @property {{id: string, uri: string, exports: Object, config: () => Object}} [cjs] the object called "module", when it was asked for
 * @property {Promise<void>} [arrival] settles when the definition is here; absent before and after
 * @property {boolean} [linked] everything it needs, however deep, is here
 * @property {boolean} [anonymous] a script has defined it without naming it
 * @property {boolean} [twice] it has been defined again, which changed nothing
 * @property {boolean} [bare] its script ran and defined nothing
 * @property {Module} [requirer] who asked for it first
 * @property {Error} [error] why it failed
 */

/**
 * @typedef {Object} Loader
 * @property {import("./config.js").Config} config
 * @property {Map<string, Module>} modules
 * @property {Function} require the global one
 *
 * The rest is there when compat/ is a part of the boot script:
 * @property {(module: Module, script: HTMLScriptElement) => Promise<any>} [before] awaited before a module's script is asked for
 * @property {(module: Module) => void} [bare] settles a module whose script has defined nothing
 * @property {(module: Module, name: string, onload: Function) => void} [offer] adds to what the loader plugin of a resource is given
 * @property {(id: string, from?: string) => Module | undefined} [pick] what a module means by require(id), if it is no module's id
 * @property {(module: Module) => void} [ran] told of each module that has run
 */

/** @returns {Module} */
export function newModule(id, state = "new") {
  return { id, state, deps: [], links: [] };
}

/**
 * The module with the id, made when there is none.
 *
 * @param {Loader} loader
 * @param {string} id normalized
 */
export function moduleOf({ modules }, id) {
  if (!modules.has(id)) modules.set(id, newModule(id));
  return modules.get(id);
}

/** Gives the module its definition, unless it has one: the first define wins. */
export function settle(module, deps, factory) {
  if (isAwaited(module)) Object.assign(module, { state: "defined", deps, factory });
  else module.twice = true;
}

/** Whether the module has no definition yet. */
export const isAwaited = ({ state }) => state === "new" || state === "loading";

/** Marks the module failed and returns the reason: the thrown error itself, so that its stack stays. */
export function fail(module, thrown) {
  const error = asError(thrown);
  module.state = "failed";
  if (Object.isExtensible(error)) Object.assign(error, { requireType: "define", requireModules: [module.id], requirers: requirers(module), ...error });
  return (module.error = error);
}

function requirers(module) {
  const chain = [];
  while ((module = module.requirer)) if (module.id) chain.push(module.id);
  return chain;
}

// The names that a module may ask for without there being such a module.
export const given = {
  __proto__: null,
  require: (loader, module) => localRequire(loader, module.id),
  exports: (loader, module) => commonJS(loader, module).exports,
  module: commonJS,
};

/** Whether the dependency is one that the loader gives to every module. */
export const isGiven = (dep) => dep in given;

function commonJS({ config }, module) {
  const { id } = module;
  return (module.cjs = module.cjs || { id, uri: addresses(config, id)[0], exports: {}, config: () => config.config[id] || {} });
}

/**
 * Runs the module, after everything it needs, and returns its value. Inside of a
 * cycle that is what its exports are so far.
 *
 * @param {Loader} loader
 * @param {Module} module linked
 */
export function execute(loader, module) {
  if (module.state === "defined") produce(loader, module);
  if (module.state === "failed") throw module.error;
  if (module.state === "waiting") throw module.wait;
  return valueOf(module);
}

/** The value of a module that has run, or as much of it as there is while it runs. */
export function valueOf({ state, exports, cjs }) {
  return state === "executing" ? cjs?.exports : exports;
}

/**
 * Lets a module that has something to await become ready when that is done.
 * Until then whoever executes it gets the promise thrown, and may try again.
 */
function suspend(module, wait) {
  module.state = "waiting";
  module.wait = wait.then(
    () => (module.state = "ready"),
    (thrown) => fail(module, thrown),
  );
}

function produce(loader, module) {
  const args = inputs(loader, module);
  const { factory, cjs } = module;
  try {
    const value = typeof factory === "function" ? factory.apply(cjs?.exports, args) : factory;
    module.exports = value === undefined && cjs ? cjs.exports : value;
    module.state = "ready";
    loader.ran?.(module);
    if (cjs?.wait) suspend(module, cjs.wait);
  } catch (thrown) {
    fail(module, thrown);
  }
}

/** The arguments of the factory. When one cannot be had the module may try again later. */
function inputs(loader, module) {
  module.state = "executing";
  try {
    // A cycle leads back here while the others run: the exports come first.
    const own = module.deps.map((dep) => isGiven(dep) && given[dep](loader, module));
    return own.map((value, i) => value || execute(loader, module.links[i]));
  } catch (err) {
    module.state = "defined";
    throw err;
  }
}
