import { protect, runLayer } from "../script.js";
import { text } from "../plugins/text.js";
import { blamed } from "./blame.js";
import { boot } from "./lifecycle.js";
import { withoutLoader } from "./report.js";
import { baseURL } from "./places.js";
import { checkOnce, watchDefines } from "./twice.js";

/* global STRATA_CONFIG */

const { requirejs } = window;
const config = JSON.parse(STRATA_CONFIG);

// Layers by the address at which RequireJS gets them again, for modules that are
// asked for later.
const bundled = new Map();

/** The page's own configuration, as far as RequireJS shows it. */
function pageConfig() {
  const contexts = requirejs.s && requirejs.s.contexts;
  return (contexts && contexts._ && contexts._.config) || {};
}

function configure({ packages, layers, map = {}, shim = {}, waitSeconds, ...known }) {
  const paths = { ...known.paths };
  const bundles = { ...known.bundles };
  for (const layer of layers) {
    const name = `strata/layers/${bundled.size}`;
    bundled.set(layer.url, layer);
    paths[name] = layer.url.replace(/\.js$/, "");
    bundles[name] = layer.ids;
  }
  requirejs.config({ packages, paths, bundles, map, shim });
  if (waitSeconds && pageConfig().waitSeconds === 7) requirejs.config({ waitSeconds });
}

/** RequireJS makes its own script elements; this gives those of layers their integrity. */
function protectLayers() {
  const before = pageConfig().onNodeCreated;
  requirejs.config({
    onNodeCreated(node, ...rest) {
      const layer = bundled.get(rest[2]);
      if (layer) protect(node, layer.integrity);
      if (before) before.call(this, node, ...rest);
    },
  });
}

function provideText() {
  const { paths = {}, bundles = {}, pkgs = {} } = pageConfig();
  const bundlesText = Object.keys(bundles).some((name) => bundles[name].includes("text"));
  if (!requirejs.specified("text") && !paths.text && !pkgs.text && !bundlesText) window.define("text", [], () => text);
}

/**
 * Lets RequireJS take in what the script has defined. A define without a name
 * makes it throw, and the rest wait: one throw for each of those at most.
 */
function takeDefines() {
  let failure;
  for (let tries = 0; tries < 1000; tries++) {
    try {
      requirejs([]);
      break;
    } catch (err) {
      failure = failure || err;
    }
  }
  if (failure) throw failure;
}

/** Runs the module. What is thrown and is no object reaches no errback, as RequireJS has nowhere to note whose it is. */
function execute(id) {
  const { onError } = requirejs;
  return new Promise((resolve, reject) => {
    requirejs.onError = (err) => (Object(err) === err ? onError(err) : reject(err));
    requirejs([id], (value) => resolve([value]), reject);
  }).finally(() => {
    requirejs.onError = onError;
  });
}

const adapter = {
  configure,
  fetch: (layer) => runLayer(layer).finally(takeDefines),
  has: (id) => requirejs.specified(id),
  execute: (id, record) => blamed(execute(id), record).then(checkOnce(id)),
  forget: (id) => requirejs.undef(id),
};

if (typeof requirejs === "function") {
  if (pageConfig().baseUrl === "./") requirejs.config({ baseUrl: baseURL(config) });
  protectLayers();
  provideText();
  watchDefines();
  boot(adapter, config);
} else {
  withoutLoader("require.js");
}
