/**
 * What applications written for RequireJS may need of it beyond the AMD
 * specification: contexts, data-main, a configuration in window.require, the
 * configuration's deps and callback, shims, urlArgs, enforceDefine, onload.fromText
 * and a few names that code looks for. It is a part of the boot script when the
 * configuration asks for it.
 */
import { left } from "./left.js";
import { given } from "../module.js";
import { newContexts } from "./contexts.js";
import { withMain } from "./main.js";
import "./keys.js";

/** @param {import("../module.js").Loader} loader on the window already */
export function extend(loader) {
  const { define, require } = newContexts(loader);
  define.amd = { jQuery: true };
  const { require: local } = given;
  given.require = (...args) => Object.assign(local(...args), { isBrowser: true });
  Object.assign(require, { version: "2.3.8", isBrowser: true, nextTick: (run) => setTimeout(run, 4) });
  const isConfig = (value) => value && typeof value === "object" && !value.nodeType;
  const [before] = left;
  Object.assign(window, { define, require: typeof before === "function" ? before : require, requirejs: require });
  require(withMain(left.find(isConfig) || {}));
}
