import { element, font, overPage } from "./element.js";

let overlay;

/** One diagnostic: where, what, the line itself with a mark, and what to do. */
function paragraph(d) {
  const p = element("section", "margin:0 0 1.5em");
  const place = [d.file, d.line, d.column].filter(Boolean).join(":");
  if (place) p.append(element("div", "color:#9cdcfe", place));
  p.append(element("div", `color:${d.severity === "error" ? "#ff8f8f" : "#ffd479"};font-weight:bold`, `${d.severity}: ${d.text}`));
  if (d.excerpt) {
    const before = [...d.excerpt].slice(0, d.column - 1);
    const mark = d.column && before.length === d.column - 1 ? `\n${before.map((c) => (c === "\t" ? c : " ")).join("")}^` : "";
    p.append(element("pre", "margin:.5em 0;padding:.5em 1em;background:#0006;overflow:auto;font:inherit", d.excerpt + mark));
  }
  for (const note of d.notes ?? []) p.append(element("div", "color:#bbb", `note: ${note}`));
  if (d.hint) p.append(element("div", "color:#b5e8a0", `hint: ${d.hint}`));
  return p;
}

/** Shows the diagnostics of a build that failed over the page. */
export function show(diagnostics) {
  hide();
  const panel = element("div", "position:fixed;inset:0;z-index:2147483647;overflow:auto;padding:2em;box-sizing:border-box;" +
    `background:#1b1b22;color:#eee;${font};white-space:pre-wrap;text-align:left`);
  panel.setAttribute("role", "alertdialog");
  panel.setAttribute("aria-label", "Build errors");
  const close = element("button", "float:right;font:inherit;padding:.2em .8em;cursor:pointer;color:#eee;background:#3a3a46;border:1px solid #777;border-radius:4px", "Close");
  close.onclick = hide;
  panel.append(close, element("h1", "margin:0 0 1em;font-size:1.3em", "The build failed; this is the last good site"));
  for (const d of diagnostics.filter((d) => d.severity !== "notice")) panel.append(paragraph(d));
  overlay = overPage("strata-overlay", panel);
}

/** Takes the diagnostics away. */
export function hide() {
  overlay?.remove();
  overlay = undefined;
}
