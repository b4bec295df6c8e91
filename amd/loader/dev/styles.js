/**
 * Loads style sheets again, and drops the old ones when the new ones are in.
 *
 * @param {string[]} paths
 */
export function swap(paths) {
  for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
    const url = new URL(link.href, document.baseURI); // a link without an address has an empty one
    if (!paths.includes(url.pathname)) continue;
    url.searchParams.set("live", String(Date.now()));
    const next = link.cloneNode();
    next.href = url.href;
    next.onload = next.onerror = () => link.remove();
    link.after(next);
  }
}
