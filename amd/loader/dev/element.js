/** Makes an element for what is shown over a page, which has no style of the site. */
export function element(tag, css, text) {
  const e = document.createElement(tag);
  e.style.cssText = css;
  if (text) e.textContent = text;
  return e;
}

/** Puts content over the page, in a shadow tree that the site"s styles do not reach. */
export function overPage(id, content) {
  const host = element("div", "all:initial");
  host.id = id;
  host.attachShadow({ mode: "open" }).append(content);
  document.documentElement.append(host);
  return host;
}

export const font = "font:14px/1.5 ui-monospace,Menlo,Consolas,monospace";
