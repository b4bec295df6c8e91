// What the dev server puts into each page: it listens for new builds, swaps style
// sheets, replaces plugins, and loads the page again where neither will do.
import { hide, show } from "./overlay.js";
import { replace } from "./hot.js";
import { swap } from "./styles.js";
import "./contract.js";
import "./panel.js";

/** The generation that this page was served from, undefined when the browser does not tell. */
const entry = performance.getEntriesByType("navigation")[0];
const timing = (entry?.serverTiming ?? []).find((t) => t.name === "strata");
let generation = timing && Number(timing.description);

/** Where the reason of a reload waits for the page to be there again. */
const said = "strata:reload";

function reload(why) {
  if (why) sessionStorage.setItem(said, why);
  location.reload();
}

const why = sessionStorage.getItem(said);
if (why) console.info(`strata: the page was loaded again: ${why}`);
sessionStorage.removeItem(said);

/** What is under way, so that the next build waits for it. */
let work = Promise.resolve();

/** The plugins that wait to be replaced, and of each that ever was the last version: of several builds in a row, only that is there. */
const waiting = new Set();
const newest = new Map();

function replaceSoon(entries) {
  for (const entry of entries) {
    waiting.add(entry.id);
    newest.set(entry.id, entry);
  }
  work = work.then(replaceWaiting).catch((err) => reload(err.message));
}

async function replaceWaiting() {
  const ids = [...waiting];
  waiting.clear();
  if (ids.length) await replace(ids, (id) => newest.get(id));
}

function hear(m) {
  if (m.type === "error") {
    show(m.diagnostics);
    return;
  }
  hide();
  generation ??= m.generation;
  const part = m.type === "styles" || m.type === "plugins";
  const missed = m.type === "same" && m.generation !== generation || part && m.generation > generation + 1;
  generation = m.generation;
  const changed = m.pages?.includes(location.pathname) && "this page has changed too";
  if (m.type === "reload" || missed || changed) {
    reload(m.why || changed);
    return;
  }
  swap(m.styles ?? []);
  if (m.type === "plugins") replaceSoon(m.plugins);
}

let stream;

/** Listens while the page can be seen: a browser has six connections for all pages of a site. */
function listen() {
  stream?.close();
  stream = undefined;
  if (document.visibilityState === "hidden") return;
  stream = new EventSource("/__strata/live");
  stream.onmessage = (event) => hear(JSON.parse(event.data));
}

document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (event) => event.persisted && location.reload());
listen();
