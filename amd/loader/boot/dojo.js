import { runLayer } from "../script.js";
import { strip, text } from "../plugins/text.js";
import { blamed } from "./blame.js";
import { deadline, timed } from "./arrive.js";
import { boot } from "./lifecycle.js";
import { report, withoutLoader } from "./report.js";
import { checkOnce, watchDefines } from "./twice.js";

/* global STRATA_CONFIG */

const dojo = window.require;
const config = JSON.parse(STRATA_CONFIG);

/** Dojo's table of modules, if it shows it. The name is quoted as a minifier may shorten others of ours. */
const modules = () => dojo["modules"];

// The layers of the host application, by address.
const hostLayers = new Map();

/**
 * Dojo knows packages by the first segment of an id alone. Deeper ones are a
 * path, and an alias for the bare name. It knows no second place to try, and no
 * bundles: each module of a lazy layer has a path of its own.
 */
function configure({ packages, layers, map = {}, paths }) {
  const deep = packages.filter(({ name }) => String(name).includes("/"));
  const late = layers.filter(({ lazy }) => lazy).flatMap(({ url, ids }) => ids.map((id) => [id, url.replace(/\.js$/, "")]));
  const elsewhere = Object.entries(paths || {}).map(([id, list]) => [id, list[0]]);
  dojo({
    packages: packages.filter((p) => !deep.includes(p)),
    paths: Object.fromEntries([...deep.map(({ name, location }) => [name, location]), ...elsewhere, ...late]),
    aliases: deep.map(({ name, main }) => [name, `${name}/${main}`]),
  });
  if (!paths) return dojo({ aliases: Object.entries(map["*"]).map(prefixAlias) });
  addMap(map);
  for (const layer of layers) if (!layer.lazy) hostLayers.set(layer.url, fetchHost(layer));
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
  return mid in dojo.cache || !modules() || !!modules()[mid]?.def;
}

/** Dojo's own undef is there only for pages that have configured it. */
function forget(id) {
  if (dojo.undef) dojo.undef(id);
  else if (modules()) delete modules()[dojo.toAbsMid(id)];
}

/** What Dojo signals when a module will never come, as opposed to what it merely remarks. */
const fatal = /^(scriptError|factoryThrew|evalModuleThrew|xhrInjectFailed|noDefine|multipleDefine|irrationalPath)/;

function fetch(layer) {
  return hostLayers.get(layer.url) || runLayer(layer).finally(dropNameless);
}

/**
 * Dojo cannot get a layer when a module of it is asked for: the host's come
 * first, while the index and the plugins load. One that cannot be had is named;
 * its modules may still be found one by one.
 */
function fetchHost(layer) {
  const life = { until: deadline(config) };
  return timed(life, fetch(layer)).catch((err) => report(`the layer ${layer.url} is missing`, err));
}

/** Dojo has no errbacks: it throws, or signals, or leaves it to the window. */
async function execute(id, record) {
  if (id !== config.index) await Promise.all(hostLayers.values());
  return blamed(demand(id), record).then(checkOnce(id));
}

function demand(id) {
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
  watchDefines();
  window.define("text", [], () => cachedText);
  boot({ configure, fetch, has, execute, forget }, config);
} else {
  withoutLoader("dojo.js");
}
