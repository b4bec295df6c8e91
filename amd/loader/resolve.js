/** @typedef {import("./config.js").Config} Config */

/** Whether the path needs no base. */
const isComplete = (path) => /^\/|^[\w+.-]+:/.test(path);

/** Whether the id is really an address, which no configuration touches. */
const isAddress = (id) => isComplete(id) || /\?|\.js$/.test(id);

/** The id and each of its prefixes in whole segments, longest first. */
const prefixes = (id) => id.split("/").map((_, i, all) => all.slice(0, all.length - i).join("/"));

/**
 * Resolves "." and ".." in an id.
 *
 * @param {string} id
 * @param {string} [from] the id of the module that asks
 */
export function absolute(id, from) {
  const path = /^\.\.?(\/|$)/.test(id) ? (from || "").split("/").slice(0, -1) : [];
  for (const segment of id.split("/")) {
    if (segment === ".." && path.some((above) => above !== "..")) path.pop();
    else if (segment !== ".") path.push(segment);
  }
  return path.join("/");
}

/**
 * The id under which a module is known: absolute, mapped, and a package's name
 * replaced by its main module.
 *
 * @param {Config} config
 * @param {string} id without a loader plugin
 * @param {string | null} [from] the id of the module that asks; null for an id that is mapped already
 */
export function normalize(config, id, from) {
  const name = absolute(id, from);
  return isAddress(name) ? name : mainOf(config, from === null ? name : mapped(config, name, from || ""));
}

/** The main module of the package, or the id itself when it names no package. */
export function mainOf(config, id) {
  return config.mains[id] || id;
}

/** Applies the map: the longest prefix, then the nearest scope; "*" only when no scope has a say. */
function mapped({ map }, id, from) {
  for (const scopes of [prefixes(from), ["*"]]) {
    for (const head of prefixes(id)) {
      const scope = scopes.find((name) => map[name]?.[head]);
      if (scope) return map[scope][head] + id.slice(head.length);
    }
  }
  return id;
}

/**
 * The addresses at which a module may be, in the order to try them.
 *
 * @param {Config} config
 * @param {string} id normalized
 * @param {string} [extension]
 * @returns {string[]}
 */
export function addresses(config, id, extension = ".js") {
  if (isAddress(id)) return [bust(config, id, id)];
  const head = prefixes(id).find((prefix) => config.paths[prefix]) || "";
  return [].concat(config.paths[head] || "").map((place) => {
    const path = place + id.slice(head.length) + (/^(blob|data):|\?/.test(place) ? "" : extension);
    return bust(config, id, (isComplete(path) ? "" : config.baseUrl) + path);
  });
}

const bust = (config, id, url) => (config.bust ? config.bust(id, url) : url);

/**
 * The address of a resource: a module id with the extension of the file.
 *
 * @param {Config} config
 * @param {string} name
 * @param {string} [from] the id of the module that asks
 */
export function toUrl(config, name, from) {
  const [, id, extension] = (!isComplete(name) && /^(.*[^/.])(\.[^/.]*)$/.exec(name)) || ["", name, ""];
  return addresses(config, normalize(config, id, from), extension)[0];
}
