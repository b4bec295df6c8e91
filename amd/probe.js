// The page that a layer is proved in: a loader that takes note of what it is told
// and runs nothing, and what a browser has, none of which does anything. The value
// of the script is a function that tells, as JSON, what the layer did.
(() => {
  const page = globalThis;
  const { stringify } = JSON;
  const { ownKeys, apply, getOwnPropertyDescriptor } = Reflect;
  const { isArray } = Array;
  const text = String;
  const Err = Error;
  const seen = { defines: [], calls: [], writes: [], cache: [], threw: [] };
  let entry = ''; // id of the entry of a Dojo layer that runs

  // The names that the language's own objects have.
  const objects = [];
  const remember = (name, object) => {
    if (object && (typeof object === 'object' || typeof object === 'function')) objects.push({ name, object, keys: ownKeys(object) });
  };
  for (const name of ownKeys(page)) {
    if (page[name] === page) continue;
    remember(text(name), page[name]);
    if (typeof page[name] === 'function') remember(`${text(name)}.prototype`, page[name].prototype);
  }

  const note = (list, item) => { list[list.length] = item; };

  const names = (deps) => {
    const out = [];
    for (let i = 0; i < deps.length; i++) out[i] = text(deps[i]);
    return out;
  };

  // A stand-in answers whatever it is asked, and notes what is called or written.
  // One that is quiet notes nothing.
  class StandIn {
    constructor(name, quiet) {
      this.name = name;
      this.quiet = quiet;
      this.kept = { __proto__: null };
    }
    get(_, key) {
      if (key === Symbol.toPrimitive) return (hint) => (hint === 'number' ? NaN : '');
      if (typeof key === 'symbol' || key === 'then') return undefined;
      const { kept } = this;
      if (!(key in kept)) kept[key] = key === 'length' ? 0 : standIn(`${this.name}.${key}`, this.quiet);
      return kept[key];
    }
    set(_, key, value) {
      if (!this.quiet) note(seen.writes, `${this.name}.${text(key)}`);
      this.kept[key] = value;
      return true;
    }
    has() { return true; }
    deleteProperty() { return true; }
    defineProperty() { return true; }
    apply() {
      if (!this.quiet) note(seen.calls, { name: this.name, stack: new Err().stack });
      return standIn(`${this.name}()`, this.quiet);
    }
    construct() {
      if (!this.quiet) note(seen.calls, { name: `new ${this.name}`, stack: new Err().stack });
      return standIn(`new ${this.name}()`, this.quiet);
    }
  }
  const nothing = function () {};
  const standIn = (name, quiet) => new Proxy(nothing, new StandIn(name, quiet));

  const define = function define(id, deps) {
    const named = typeof id === 'string';
    const list = named ? deps : id;
    note(seen.defines, { id: named ? id : '', named, entry, deps: isArray(list) ? names(list) : null, stack: new Err().stack });
  };
  define.amd = { jQuery: true };

  const quiet = standIn('require', true);
  const require = new Proxy(quiet, {
    apply(_, __, [what]) {
      const cache = what && typeof what === 'object' && getOwnPropertyDescriptor(what, 'cache')?.value;
      if (!cache) return quiet();
      for (const key of ownKeys(cache)) note(seen.cache, { key: text(key), value: cache[key] });
    },
  });

  const own = (name, value) => Object.defineProperty(page, name, { value, writable: true, enumerable: false, configurable: true });
  own('define', define);
  own('require', require);
  own('requirejs', require);
  for (const name of ['window', 'self', 'top', 'parent', 'frames']) own(name, page);
  for (const name of ('document navigator location history screen console localStorage sessionStorage performance crypto indexedDB Intl ' +
    'customElements visualViewport setTimeout clearTimeout setInterval clearInterval requestAnimationFrame cancelAnimationFrame ' +
    'requestIdleCallback queueMicrotask alert confirm prompt fetch open close focus scrollTo postMessage atob btoa addEventListener ' +
    'removeEventListener dispatchEvent getComputedStyle matchMedia getSelection structuredClone XMLHttpRequest Image Audio Option Event ' +
    'CustomEvent MouseEvent KeyboardEvent EventTarget Node NodeList Text Element HTMLElement SVGElement Document DocumentFragment Window ' +
    'DOMParser XMLSerializer Range MutationObserver IntersectionObserver ResizeObserver Worker SharedWorker WebSocket EventSource ' +
    'BroadcastChannel MessageChannel URL URLSearchParams Blob File FileReader FormData Headers Request Response AbortController ' +
    'TextEncoder TextDecoder CSS CSSStyleSheet').split(' ')) own(name, standIn(name, false));

  const before = new Map();
  for (const key of ownKeys(page)) before.set(key, page[key]);

  const written = () => {
    for (const key of ownKeys(page)) {
      const now = getOwnPropertyDescriptor(page, key);
      if (!before.has(key) || now.value !== before.get(key) && !(now.value !== now.value)) note(seen.writes, text(key));
      before.delete(key);
    }
    for (const key of before.keys()) note(seen.writes, text(key));
    for (const { name, object, keys } of objects) {
      const now = ownKeys(object);
      if (now.length === keys.length) continue;
      const old = new Set(keys);
      for (const key of now) if (!old.has(key)) note(seen.writes, `${name}.${text(key)}`);
    }
  };

  const enter = () => {
    for (let i = 0; i < seen.cache.length; i++) {
      const { key, value } = seen.cache[i];
      seen.cache[i] = { key, kind: typeof value, text: typeof value === 'string' ? value : '' };
      if (typeof value !== 'function') continue;
      entry = key;
      try {
        apply(value, undefined, []);
      } catch (error) {
        note(seen.threw, { entry, text: text(error), stack: text(error?.stack) });
      }
    }
  };

  return () => {
    enter();
    written();
    for (const { prototype } of [Object, Array, String]) delete prototype.toJSON;
    return stringify(seen);
  };
})();
