/** @typedef {import("./config.js").Config} Config */

/** Whether the path needs no base. */
const isComplete = (path) => /^\/|^[\w+.-]+:/.test(path);

/** Whether the id is really an address, which no configuration touches. */
const isAddress = (id) => isComplete(id) || /\?|\.js$/.test(id);

/** The id and each of its prefixes in whole segments, longest first. */
function* prefixes(id) {
  for (let end = id.length; end > 0; end = id.lastIndexOf("/", end - 1)) yield id.slice(0, end);
}

/**
 * Resolves "." and ".." at the beginning of an id.
 *
 * @param {string} id
 * @param {string} [from] the id of the module that asks
 */
export function absolute(id, from) {
  if (!/^\.\.?(\/|$)/.test(id)) return id;
  const path = from ? from.split("/").slice(0, -1) : [];
  for (const segment of id.split("/")) {
    if (segment === ".." && path.length && path[path.length - 1] !== "..") path.pop();
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
 * @param {string} [from] the id of the module that asks
 */
export function normalize(config, id, from) {
  if (isAddress(id)) return absolute(id, from);
  return mainOf(config, mapped(config, absolute(id, from), from || ""));
}

/** The main module of the package, or the id itself when it names no package. */
export function mainOf(config, id) {
  return config.mains.get(id) || id;
}

/** Applies the map: the longest prefix, then the nearest scope; "*" only when no scope has a say. */
function mapped(config, id, from) {
  for (const head of prefixes(id)) {
    for (const scope of prefixes(from)) {
      const to = config.map.get(scope)?.get(head);
      if (to) return to + id.slice(head.length);
    }
  }
  for (const head of prefixes(id)) {
    const to = config.map.get("*")?.get(head);
    if (to) return to + id.slice(head.length);
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
  return places(config, id).map((place) => {
    const path = place + (/^data:|^blob:|\?/.test(place) ? "" : extension);
    return bust(config, id, (isComplete(path) ? "" : config.baseUrl) + path);
  });
}

function places(config, id) {
  for (const head of prefixes(id)) {
    const to = config.paths.get(head);
    if (to) return to.map((place) => place + id.slice(head.length));
  }
  return [id];
}

function bust({ urlArgs }, id, url) {
  if (!urlArgs || /^blob:|^data:/.test(url)) return url;
  if (typeof urlArgs === "function") return url + urlArgs(id, url);
  return url + (url.includes("?") ? "&" : "?") + urlArgs;
}

/**
 * The address of a resource: a module id with the extension of the file.
 *
 * @param {Config} config
 * @param {string} name
 * @param {string} [from] the id of the module that asks
 */
export function toUrl(config, name, from) {
  if (isComplete(name)) return bust(config, name, name);
  const dot = name.lastIndexOf(".");
  const hasExtension = dot > name.lastIndexOf("/") + 1 && !/^\.\.?$/.test(name);
  const id = hasExtension ? name.slice(0, dot) : name;
  return addresses(config, normalize(config, id, from), hasExtension ? name.slice(dot) : "")[0];
}
