import { loadError } from "./errors.js";
import { owners } from "./fetch.js";
import { moduleOf, settle } from "./module.js";
import { report } from "./require.js";
import { mainOf } from "./resolve.js";
import { runningScript } from "./script.js";

// Comments, so that they are passed over, and the calls of require with one
// literal. "//" after a colon or a quote is the middle of a string.
const calls = /\/\*[^]*?\*\/|(?<![:"'=\\])\/\/.*|(?<![.\w$])require\s*\(\s*(["'])([^"'\s]+)\1\s*\)/g;

/**
 * The global define of the loader.
 *
 * @param {import("./module.js").Loader} loader
 */
export function newDefine(loader) {
  function define(...args) {
    // A lone text is the factory.
    const named = args.length > 1 && typeof args[0] === "string";
    const module = named ? moduleOf(loader, mainOf(loader.config, args.shift())) : anonymous(loader);
    const deps = Array.isArray(args[0]) && args.shift();
    const factory = args.pop();
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
  const error = loadError("mismatch", `${module ? "a second" : "an unexpected"} define without a name in a script`);
  if (module) module.error = error;
  else report(loader, Promise.reject(error));
  return undefined;
}

/** What a factory without an array asks for: the three given names as far as it has parameters, and its require calls. */
function impliedDeps(factory) {
  if (typeof factory !== "function" || !factory.length) return [];
  const found = [...String(factory).matchAll(calls)].map((call) => call[2]);
  return ["require", "exports", "module"].slice(0, factory.length).concat(found.filter(Boolean));
}
