// The inspector: a button in the corner of pages with plugins, which opens a list of
// them. It is red, and the list is open, when one has failed.
import { element, font, overPage } from "./element.js";

const colours = { ready: "#b5e8a0", failed: "#ff8f8f", skipped: "#ffd479", off: "#999" };

let host;
let open = false;
let bad = 0; // how many have failed or were skipped

function draw() {
  const plugins = window.strata.plugins();
  const before = bad;
  bad = plugins.filter(({ state }) => state === "failed" || state === "skipped").length;
  open ||= bad > before;
  const button = element("button", `position:fixed;right:8px;bottom:8px;z-index:2147483646;${font};font-size:12px;padding:.2em .7em;cursor:pointer;` +
    `border:1px solid #777;border-radius:4px;color:#eee;background:${bad ? "#8c2f2f" : "#2a2a33"};opacity:.9`, bad ? `${bad} of ${plugins.length} plugins failed` : `${plugins.length} plugins`);
  button.setAttribute("aria-expanded", String(open));
  button.onclick = () => {
    open = !open;
    draw();
  };
  const content = element("div", "");
  if (open) content.append(list(plugins));
  content.append(button);
  if (host) host.shadowRoot.replaceChildren(content);
  else host = overPage("strata-panel", content);
}

function list(plugins) {
  const panel = element("div", `position:fixed;right:8px;bottom:44px;z-index:2147483646;max-width:90vw;max-height:70vh;overflow:auto;box-sizing:border-box;padding:1em;${font};font-size:12px;` +
    "background:#1b1b22;color:#eee;border:1px solid #777;border-radius:4px;text-align:left");
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", "Plugins");
  const table = element("table", "border-collapse:collapse;font:inherit;color:inherit");
  table.append(row("th", ["Plugin", "State", "Time", "Layer"]));
  plugins.forEach((plugin) => table.append(...rows(plugin)));
  panel.append(table);
  return panel;
}

function row(tag, cells, colour = "inherit") {
  const tr = element("tr", "");
  for (const cell of cells) tr.append(element(tag, `padding:.15em 1em .15em 0;text-align:left;vertical-align:top;font-weight:normal;color:${colour}`, String(cell ?? "")));
  return tr;
}

function rows({ id, state, reason, error, ms, layer }) {
  const colour = colours[state] ?? "#eee";
  const line = row("td", [id, state, `${ms} ms`, layer ? layer.split("/").pop() : ""], colour);
  const why = reason ?? error?.message;
  return why ? [line, row("td", ["", why], colour)] : [line];
}

if (window.strata) {
  const ended = /^(ready|failed|skipped|off)$/;
  window.strata.ready.then(() => {
    draw();
    document.addEventListener("strata:plugin", ({ detail }) => ended.test(detail.state) && draw());
  });
}
