import { load } from "./load.js";

/**
 * Shows what a function of a module counts, such as "acme/blog/counters#drafts", which
 * may promise it. 0 is not shown.
 *
 * @param {HTMLElement} element with the attribute data-counter
 */
export async function count(element) {
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
