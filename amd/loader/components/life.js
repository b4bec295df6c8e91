import { within } from "../errors.js";
import { load, patience } from "./load.js";
import { whenSeen } from "./seen.js";

/**
 * A component is an element with data-strata-module, the id of a module, and
 * data-strata-properties, which are JSON. The value of the module, or its export
 * "default", is
 *
 *   create(element, properties)                        a function, or
 *   {create(element, properties), destroy(element)}    an object
 *
 * create fills the element or brings alive what is in it, and touches nothing outside
 * of it. It may be called any number of times, for one element after destroy. It may
 * return what takes that element's component away again, a function or an object with
 * destroy, or a promise of that. Without any destroy, the element is replaced by one
 * that is as it was rendered.
 *
 * @typedef {Object} Life
 * @property {string} markup what the build has rendered into the element
 * @property {any} definition the value of the module
 * @property {any} instance what create has returned
 */

/**
 * The components of a page.
 *
 * @typedef {Object} Components
 * @property {(root: ParentNode) => void} scan creates the components in the root when they are first seen
 * @property {(element: HTMLElement) => Promise<void>} create
 * @property {(element: HTMLElement) => HTMLElement} destroy returns the element that has its place
 * @property {() => HTMLElement[]} all those that are alive, in the order of the page
 */

const places = "[data-strata-module]";

/** @returns {Components} */
export function components() {
  /** @type {Map<HTMLElement, Life>} */
  const lives = new Map();
  const seen = whenSeen((element) => create(lives, element));
  const self = {
    scan: (root) => root.querySelectorAll(places).forEach(seen.watch),
    create: (element) => create(lives, element),
    destroy(element) {
      seen.forget(element);
      return destroy(lives, element);
    },
    all: () => [...document.querySelectorAll(places)].filter((element) => lives.has(element)),
  };
  document.addEventListener("strata:dispose", ({ detail }) => renew(self, detail.id));
  return self;
}

/** Tells the document what becomes of an element, at once. */
function tell(element, state, error) {
  element.dataset.strataState = state;
  document.dispatchEvent(new CustomEvent("strata:component", { detail: { element, state, error } }));
}

async function create(lives, element) {
  if (lives.has(element)) return;
  const life = { markup: element.innerHTML, definition: undefined, instance: undefined };
  lives.set(element, life);
  try {
    life.definition = definitionOf(await load(element.dataset.strataModule));
    if (lives.get(element) !== life) return; // it was destroyed meanwhile
    tell(element, "creating");
    life.instance = call(life.definition, element);
    tell(element, "created"); // as far as it goes at once
    life.instance = await within(patience, Promise.resolve(life.instance), "create");
    if (lives.get(element) === life) tell(element, "ready");
    else await ending(life, element)?.(); // it was destroyed meanwhile
  } catch (err) {
    fail(element, err);
  }
}

function definitionOf([value]) {
  const found = [value, value?.default].find((v) => typeof v === "function" || typeof v?.create === "function");
  if (!found) throw new Error("it exports no function, and nothing with create");
  return found;
}

function call(definition, element) {
  const properties = JSON.parse(element.dataset.strataProperties || "{}");
  const start = () => (definition.create ? definition.create(element, properties) : definition(element, properties));
  const owner = ownerOf(element);
  return owner && window.strata.as ? window.strata.as(owner.id, start) : start();
}

function fail(element, err) {
  const { strataComponent: name = "", strataModule: module } = element.dataset;
  console.error(`strata: the component "${name}" was not enhanced by ${module}:`, err);
  tell(element, "failed", err);
}

function destroy(lives, element) {
  const life = lives.get(element);
  if (!life) return element;
  lives.delete(element);
  if (!life.definition) return element;
  tell(element, "destroying");
  const end = ending(life, element);
  try {
    end?.()?.then?.(undefined, (err) => fail(element, err));
  } catch (err) {
    fail(element, err);
  }
  const rest = end ? element : bare(element);
  if (rest.innerHTML !== life.markup) rest.innerHTML = life.markup;
  tell(rest, "destroyed");
  return rest;
}

/** What takes the component away: its instance's, or the module's. */
function ending({ instance, definition }, element) {
  if (typeof instance === "function") return instance;
  if (typeof instance?.destroy === "function") return () => instance.destroy();
  if (typeof definition.destroy === "function") return () => definition.destroy(element);
  return undefined;
}

/** The element without what listens to it. */
function bare(element) {
  const copy = element.cloneNode(false);
  element.replaceWith(copy);
  return copy;
}

/** The plugin in whose package the element's module is. */
function ownerOf(element) {
  const id = element.dataset.strataModule;
  const inside = ({ info }) => info.package && (id === info.package || id.startsWith(`${info.package}/`));
  return window.strata.plugins().find(inside);
}

/** Takes away what is a plugin's, and creates it again when the plugin is back. */
function renew(self, plugin) {
  const places = self.all().filter((element) => ownerOf(element)?.id === plugin).map(self.destroy);
  if (!places.length) return;
  const back = ({ detail }) => {
    if (detail.id !== plugin || detail.state !== "ready") return;
    document.removeEventListener("strata:plugin", back);
    places.forEach(self.create);
  };
  document.addEventListener("strata:plugin", back);
}
