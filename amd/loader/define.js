import { loadError } from "./errors.js";
import { owners } from "./fetch.js";
import { moduleOf, settle } from "./module.js";
import { report } from "./require.js";
import { mainOf } from "./resolve.js";
import { runningScript } from "./script.js";

const commonJSDeps = ["require", "exports", "module"];

// Comments, so that they are passed over, and the calls of require with one
// literal. "//" after a colon or a quote is the middle of a string.
const calls = /\/\*[^]*?\*\/|(?<![:"'=\\])\/\/.*|(?<![.\w$])require\s*\(\s*(["'])([^"'\s]+)\1\s*\)/g;

/**
 * The global define of the loader.
 *
 * @param {import("./module.js").Loader} loader
 */
export function newDefine(loader) {
  function define(id, deps, factory) {
    // A lone argument is the factory, whatever it is.
    if (typeof id !== "string" || arguments.length < 2) [id, deps, factory] = [undefined, id, deps];
    if (!Array.isArray(deps)) [deps, factory] = [undefined, factory === undefined ? deps : factory];
    const module = id === undefined ? anonymous(loader) : moduleOf(loader, mainOf(loader.config, id));
    if (module) settle(module, deps || impliedDeps(factory), factory);
  }
  // No jQuery or other mark: whoever wants to know, asks for define.amd alone.
  define.amd = {};
  return define;
}

/** The module whose script is running; it may be defined without a name once. */
function anonymous(loader) {
  const module = owners.get(runningScript());
  if (module && !module.anonymous) {
    module.anonymous = true;
    return module;
  }
  const where = module ? `in the script of ${JSON.stringify(module.id)}, the second` : "in a script that the loader did not ask for";
  const error = loadError("mismatch", `a define without a name ${where}`, module ? [module.id] : []);
  if (module) module.error = error;
  else report(loader, Promise.reject(error));
  return undefined;
}

/** What a factory without an array asks for: the three given names as far as it has parameters, and its require calls. */
function impliedDeps(factory) {
  if (typeof factory !== "function" || !factory.length) return [];
  const found = [...String(factory).matchAll(calls)].map((call) => call[2]).filter(Boolean);
  return commonJSDeps.slice(0, factory.length).concat(found);
}
