/**
 * The module that a script element names with data-main, which a page starts
 * with. Its folder is the base, unless the page says otherwise.
 *
 * @param {Object} config what the page left
 * @returns {Object} the same with the module among the deps
 */
export function withMain(config) {
  const script = [...document.querySelectorAll("script[data-main]")].pop();
  const main = script?.getAttribute("data-main");
  if (!main || config.skipDataMain) return config;
  const { deps = [], baseUrl } = config;
  if (baseUrl || main.includes("!")) return { ...config, deps: [...deps, idOf(main, main)] };
  const slash = main.lastIndexOf("/") + 1;
  return { ...config, baseUrl: main.slice(0, slash) || "./", deps: [...deps, idOf(main.slice(slash), main)] };
}

/** The id in a file's name; a complete address is its own id. */
function idOf(name, main) {
  const id = name.replace(/\.js$/, "");
  return /^\/|:|\?|\.js$/.test(id) ? main : id;
}
