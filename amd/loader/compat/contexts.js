import { configure } from "../config.js";
import { newDefine } from "../define.js";
import { owners } from "../fetch.js";
import { newLoader } from "../index.js";
import { runningScript } from "../script.js";
import { patient } from "./patient.js";
import { addPick } from "./pick.js";
import { addFromText } from "./text.js";
import { addShim } from "./shim.js";

/**
 * Several loaders in one page, each with its own modules and configuration:
 * require({context: "name", ...}, ...). The one that has no name is "_".
 *
 * @typedef {import("../module.js").Loader} Loader
 * @typedef {{name: string, loader: Loader, define: Function, require: Function}} Context
 *
 * @param {Loader} first
 */
export function newContexts(first) {
  /** @type {Map<string, Context>} */
  const contexts = new Map();
  const homes = new WeakMap(); // module → its context

  function add(name, loader) {
    const context = { name, loader, define: newDefine(loader), require: patient(loader, loader.require) };
    loader.require = require;
    addShim(loader);
    loader.config.rename = (dep) => (loader.config.nodeIdCompat ? dep.replace(/\.js$/, "") : dep).replace(/^!/, "");
    addFromText(loader);
    addPick(loader);
    const { before } = loader;
    loader.before = (module, script) => {
      homes.set(module, context);
      script?.setAttribute("data-requiremodule", module.id);
      return before(module);
    };
    loader.ran = (module) => require.onResourceLoad?.(context, { id: module.id, name: module.id }, module.deps.map((id) => ({ id })));
    contexts.set(name, context);
    return context;
  }

  function require(...args) {
    const config = typeof args[0] === "string" || Array.isArray(args[0]) ? {} : args.shift();
    const context = contexts.get(config.context || "_") || add(config.context, newLoader());
    configure(context.loader.config, config);
    if (config.deps || config.callback) context.require(config.deps || [], config.callback);
    return args.length ? context.require(...args) : context.require;
  }

  /** A script defines for the context that has asked for it. */
  function define(...args) {
    const context = homes.get(owners.get(runningScript())) || contexts.get("_");
    return context.define(...args);
  }

  Object.assign(require, add("_", first).require, { config: require });
  return { contexts, define, require };
}
