import { runLayer } from "../script.js";
import { strip, text } from "../plugins/text.js";
import { boot } from "./lifecycle.js";
import { report, withoutLoader } from "./report.js";

/* global STRATA_CONFIG */

const dojo = window.require;

/**
 * Dojo knows packages by the first segment of an id alone. Deeper ones are a
 * path, and an alias for the bare name. It knows no second place to try, and no
 * bundles: each module of a lazy layer has a path of its own.
 */
function configure({ packages, layers, map = {}, paths }) {
  const deep = packages.filter(({ name }) => name.includes("/"));
  const late = layers.filter(({ lazy }) => lazy).flatMap(({ url, ids }) => ids.map((id) => [id, url.replace(/\.js$/, "")]));
  const elsewhere = Object.entries(paths || {}).map(([id, list]) => [id, list[0]]);
  dojo({
    packages: packages.filter((p) => !deep.includes(p)),
    paths: Object.fromEntries([...deep.map(({ name, location }) => [name, location]), ...elsewhere, ...late]),
    aliases: deep.map(({ name, main }) => [name, `${name}/${main}`]),
  });
  if (paths) addMap(map);
  else dojo({ aliases: Object.entries(map["*"]).map(prefixAlias) });
}

/** The host's map. What is said of "*" would take the place of what the page has said of it. */
function addMap(map) {
  const before = dojo.rawConfig?.map || {};
  dojo({ map: { ...map, ...(map["*"] && { "*": { ...before["*"], ...map["*"] } }) } });
}

/** The plugins' places that others have taken, which add up. */
function prefixAlias([from, to]) {
  const literal = from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return [new RegExp(`^${literal}(/.*)?$`), (_, rest) => to + (rest || "")];
}

/**
 * A define without a name in a layer would be taken for the next module that
 * Dojo itself loads.
 */
function dropNameless() {
  const queue = dojo.defQ || [];
  const nameless = queue.filter(([id]) => !id);
  if (!nameless.length) return;
  queue.splice(0, queue.length, ...queue.filter(([id]) => id));
  throw new Error("its layer has a define without a name");
}

/** Whether the module is in the cache, or defined; a Dojo that keeps its modules to itself is believed. */
function has(id) {
  const mid = dojo.toAbsMid(id);
  return mid in dojo.cache || !dojo.modules || !!(dojo.modules[mid] && dojo.modules[mid].def);
}

/** What Dojo signals when a module will never come, as opposed to what it merely remarks. */
const fatal = /^(scriptError|factoryThrew|evalModuleThrew|xhrInjectFailed|noDefine|irrationalPath)/;

/** Layers of the host that cannot be had are named; their modules may still be found one by one. */
function early(layers, fetch) {
  return Promise.all(layers.map((layer) => fetch(layer).catch((err) => report("a layer is missing", err))));
}

/** Dojo has no errbacks: it throws, or signals, or leaves it to the window. */
function execute(id) {
  let listener;
  return new Promise((resolve, reject) => {
    listener = dojo.on("error", (err) => fatal.test(err.message) && reject(reason(err)));
    dojo([id], (value) => (value === "not-a-module" ? reject(new Error(`the script of ${JSON.stringify(id)} defines nothing`)) : resolve([value])));
  }).finally(() => listener.remove());
}

/** Texts of layers are in Dojo's cache, under the address of their file. */
const cachedText = {
  normalize: text.normalize,

  load(name, require, onload) {
    const [file, option] = name.split("!");
    const body = dojo.cache[`url:${require.toUrl(file)}`];
    if (typeof body !== "string") return text.load(name, require, Object.assign((value) => onload(value), { error: (err) => dojo.signal("error", err) }));
    onload(option === "strip" ? strip(body) : body);
  },
};

function reason({ message, info }) {
  const cause = Array.isArray(info) ? info[1] : undefined;
  return cause instanceof Error ? cause : new Error(message.replace(/^scriptError: (.*)/, "$1 could not be loaded"));
}

if (typeof dojo === "function" && dojo.toAbsMid) {
  window.define("text", [], () => cachedText);
  boot({ configure, fetch: (layer) => runLayer(layer).finally(dropNameless), has, execute, early }, JSON.parse(STRATA_CONFIG));
} else {
  withoutLoader("dojo.js");
}
