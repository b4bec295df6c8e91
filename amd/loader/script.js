import { loadError } from "./errors.js";

// An element named "currentScript" hides document.currentScript; the getter on
// the prototype cannot be hidden.
const currentScript = Object.getOwnPropertyDescriptor(Document.prototype, "currentScript").get;

/**
 * The script that is running now.
 *
 * @returns {HTMLScriptElement | null} null in a callback, a module or an SVG
 */
export function runningScript() {
  const script = currentScript.call(document);
  return script instanceof HTMLScriptElement ? script : null;
}

/** The script this code came in: its address is the anchor, its nonce is passed on. */
export const ownScript = runningScript();

/**
 * Makes a script element that a strict content security policy accepts.
 *
 * @returns {HTMLScriptElement}
 */
export function newScript() {
  const script = document.createElement("script");
  script.charset = "utf-8"; // whatever the page is in: layers are
  if (ownScript?.nonce) script.nonce = ownScript.nonce;
  return script;
}

/**
 * Asks for integrity and for errors with their details. A page opened from disk
 * cannot have either: the browser refuses such requests for files.
 *
 * @param {HTMLScriptElement} script
 * @param {string} [integrity]
 */
export function protect(script, integrity) {
  if (location.protocol === "file:") return;
  script.crossOrigin = "anonymous";
  if (integrity) script.integrity = integrity;
}

/**
 * Runs the script. The promise settles in the task in which the script ran,
 * before any other script can; it is rejected when the script cannot be had, is
 * not JavaScript, or throws.
 *
 * @param {HTMLScriptElement} script without src
 * @param {string} url
 * @returns {Promise<void>}
 */
export function run(script, url) {
  return new Promise((resolve, reject) => {
    let thrown;
    const onThrow = (event) => {
      if (event.filename === script.src) thrown = thrown || event;
    };
    const settle = (event) => {
      window.removeEventListener("error", onThrow);
      if (event.type === "error") reject(unavailable(script));
      else if (thrown) reject(loadError("scripterror", `${url} threw while loading: ${thrown.message}`, [], thrown.error));
      else resolve();
    };
    window.addEventListener("error", onThrow);
    script.onload = script.onerror = settle;
    script.src = url;
    (document.head || document.documentElement).append(script);
  });
}

// The browser tells pages no more than that.
function unavailable({ src, integrity }) {
  const why = integrity ? "missing, refused, or not what its integrity says" : "missing or refused";
  return loadError("scripterror", `${src} could not be loaded: it is ${why}`, []);
}

/**
 * Runs a layer's script.
 *
 * @param {{url: string, integrity?: string}} layer
 * @returns {Promise<void>}
 */
export function runLayer(layer) {
  const script = newScript();
  protect(script, layer.integrity);
  return run(script, layer.url);
}
