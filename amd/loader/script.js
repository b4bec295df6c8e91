import { loadError } from "./errors.js";

// An element named "currentScript" hides document.currentScript; the getter on
// the prototype cannot be hidden.
const currentScript = Object.getOwnPropertyDescriptor(Document.prototype, "currentScript").get;

/**
 * The script that is running now.
 *
 * @returns {HTMLScriptElement | SVGScriptElement | null} null in a callback or a module
 */
export function runningScript() {
  return currentScript.call(document);
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
    script.onload = script.onerror = ({ type }) => {
      removeEventListener("error", onThrow);
      if (type === "error") reject(unavailable(script));
      else if (thrown) reject(loadError("scripterror", `${url} threw while loading: ${thrown.message}`, undefined, thrown.error));
      else resolve();
    };
    addEventListener("error", onThrow);
    script.src = url;
    document.head.append(script);
  });
}

// The browser tells pages no more than that.
function unavailable({ src, integrity }) {
  return loadError("scripterror", `${src} is missing or refused${integrity && ", or fails its integrity"}`);
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
