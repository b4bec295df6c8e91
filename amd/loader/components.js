/**
 * Runs the modules of the components in a page, in the order of their elements.
 * Each module exports a function, which gets the element and the properties; as
 * an ES module it may be the default export. One that fails is named and passed
 * over.
 */
async function enhance() {
  await window.strata.ready;
  for (const element of document.querySelectorAll("[data-strata-module]")) {
    const id = element.dataset.strataModule;
    try {
      await run(await load(id), element);
      element.dataset.strataState = "ready";
    } catch (err) {
      element.dataset.strataState = "failed";
      console.error(`strata: the component ${JSON.stringify(element.dataset.strataComponent)} was not enhanced: module ${id}:`, err);
    }
  }
}

/** What it takes, until a loader without errbacks counts as not answering. */
const patience = 10000;

function load(id) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`it did not load within ${patience / 1000} s`)), patience);
    window.require([id], (value) => resolve([value]), reject);
  });
}

function run([value], element) {
  const start = typeof value === "function" ? value : value && value.default;
  if (typeof start !== "function") throw new Error("it exports no function");
  return start(element, JSON.parse(element.dataset.strataProperties));
}

if (window.strata && window.require) enhance();
