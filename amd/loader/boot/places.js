import { ownScript } from "../script.js";

/**
 * The complete address of the AMD base, from the one in the configuration.
 *
 * @param {{base?: string}} config
 */
export function baseURL({ base }) {
  return new URL((base || ".").replace(/\/?$/, "/"), ownScript?.src || document.baseURI).href;
}

/**
 * The host's or a plugin's part of the configuration with complete addresses,
 * which mean the same to every loader.
 *
 * @param {string} base
 * @param {{packages?: Object[], layers?: Object[], map?: Object, paths?: Object, bundles?: Object, shim?: Object, css?: string[]}} known
 */
export function place(base, { packages, layers, css, paths, ...rest }) {
  const at = (url) => new URL(url, base).href;
  const found = {};
  for (const id in paths) found[id] = paths[id].map(at);
  return {
    ...rest,
    packages: (packages || []).map((p) => ({ ...p, main: `${p.main || "main"}`, location: at(p.location).replace(/\/$/, "") })),
    layers: (layers || []).map((l) => ({ ...l, url: at(l.url), ids: [...(l.ids || [])] })),
    paths: found,
    css: (css || []).map(at),
  };
}

/** The address of the index, another one each time, so that no cache can answer with an old index. */
export function indexURL(base, id) {
  return new URL(`${id}.js?_=${Math.random()}`, base).href;
}
