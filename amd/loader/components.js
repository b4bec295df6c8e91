/**
 * Runs the modules of the components in a page, in the order of their elements.
 * Each module exports a function, which gets the element and the properties; as
 * an ES module it may be the default export. One that fails is named and passed
 * over. Counters are filled meanwhile.
 */
async function enhance() {
  await window.strata.ready;
  document.querySelectorAll('[data-counter*="#"]').forEach(count);
  const elements = [...document.querySelectorAll("[data-strata-module]")];
  const modules = elements.map((element) => load(element.dataset.strataModule));
  for (const [i, element] of elements.entries()) {
    try {
      run(await modules[i], element);
      element.dataset.strataState = "ready";
    } catch (err) {
      element.dataset.strataState = "failed";
      console.error(`strata: the component ${JSON.stringify(element.dataset.strataComponent)} was not enhanced by ${element.dataset.strataModule}:`, err);
    }
  }
}

/** Shows what a function of a module counts, such as "acme/blog/counters#drafts", which may promise it. 0 is not shown. */
async function count(element) {
  const [id, name] = element.dataset.counter.split("#");
  try {
    const [value] = await load(id);
    if (typeof value?.[name] !== "function") throw new Error(`it exports no function ${name}`);
    element.textContent = (await value[name]()) || "";
    element.dataset.strataState = "ready";
  } catch (err) {
    element.dataset.strataState = "failed";
    console.error(`strata: the counter ${element.dataset.counter} shows nothing:`, err);
  }
}

/** How long to wait for a loader that does not say what went wrong. */
const patience = 10000;

/** The value is in an array, as it may be a promise itself. What fails is for run to say. */
function load(id) {
  const loading = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`it did not load within ${patience / 1000} s`)), patience);
    window.require([id], (value) => resolve([value]), reject);
  });
  loading.catch(() => {});
  return loading;
}

function run([value], element) {
  const start = typeof value === "function" ? value : value && value.default;
  if (typeof start !== "function") throw new Error("it exports no function");
  start(element, JSON.parse(element.dataset.strataProperties));
}

if (window.strata && window.require) enhance();
