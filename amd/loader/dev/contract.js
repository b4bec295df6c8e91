// Reports components that do not keep to the contract: what they change outside of
// their element while they are created or destroyed, what listens outside of it
// afterwards, and what destroy leaves inside.

/** What is known of each component that is alive. */
const kept = new WeakMap();

/** What listens outside of the component that is being created: [target, type, listener, capture]. */
let listening;

const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
const capturing = (options) => Boolean(typeof options === "object" && options ? options.capture : options);

/** Every listener that is added by a component"s own code, at once, passes by here. */
function watchListeners() {
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (listening && !(options && options.once)) listening.push([this, type, listener, capturing(options)]);
    return add.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    forget(this ?? window, type, listener, capturing(options));
    return remove.call(this, type, listener, options);
  };
}

const lists = new Set();

function forget(...gone) {
  for (const list of lists) {
    const i = list.findIndex((known) => known.every((part, n) => part === gone[n]));
    if (i >= 0) list.splice(i, 1);
  }
}

const changes = new MutationObserver(() => {});
changes.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });

/** What was changed since the last call that is neither the element"s nor ours. */
function strayed(element) {
  const own = (node) => node === element || element.contains(node) || node.id === "strata-overlay" || node.id === "strata-panel";
  const detached = (node) => !document.contains(node);
  return changes.takeRecords().filter(({ target, addedNodes, removedNodes }) => {
    if (own(target) || detached(target)) return false;
    const moved = [...addedNodes, ...removedNodes];
    return !moved.length || moved.some((node) => !own(node));
  });
}

function describe(node) {
  if (node === window) return "the window";
  if (node === document) return "the document";
  const { nodeName = "an object", id, className } = node;
  return nodeName.toLowerCase() + (id ? `#${id}` : "") + (typeof className === "string" && className ? `.${className.trim().replace(/\s+/g, ".")}` : "");
}

function report(element, what) {
  const { strataComponent: name, strataModule: module } = element.dataset;
  console.warn(`strata: the component ${JSON.stringify(name ?? "")} of ${module} ${what}`, element);
  document.dispatchEvent(new CustomEvent("strata:contract", { detail: { element, component: name, module, what } }));
}

function reportStrayed(element, when) {
  const nodes = new Set(strayed(element).map(({ target }) => describe(target)));
  if (nodes.size) report(element, `changes ${[...nodes].join(", ")} outside of its element, ${when}`);
}

const steps = {
  creating(element) {
    changes.takeRecords();
    listening = [];
  },
  created(element) {
    const outside = listening.filter(([target]) => target !== element && !(target instanceof Node && element.contains(target)) && inPage(target));
    listening = undefined;
    lists.add(outside);
    kept.set(element, outside);
    reportStrayed(element, "when it is created");
  },
  failed() {
    listening = undefined;
  },
  destroying() {
    changes.takeRecords();
  },
  destroyed(element) {
    const left = kept.get(element) ?? [];
    lists.delete(left);
    kept.delete(element);
    reportStrayed(element, "when it is destroyed");
    for (const [target, type] of left) report(element, `leaves a listener for ${JSON.stringify(type)} at ${describe(target)} when it is destroyed`);
  },
};

/** Whether the target outlives a component: the window, the document, or an element in it. */
function inPage(target) {
  return target === window || target === document || (target instanceof Node && document.contains(target));
}

watchListeners();
document.addEventListener("strata:component", ({ detail: { element, state } }) => steps[state]?.(element));
