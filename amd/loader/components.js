/**
 * What the build has rendered comes alive: components, when they are first seen, and
 * counters. It works with every loader, after the boot script.
 */
import { components } from "./components/life.js";
import { count } from "./components/counter.js";

async function start() {
  await window.strata.ready;
  document.querySelectorAll('[data-counter*="#"]').forEach(count);
  window.strata.components = components();
  window.strata.components.scan(document);
}

if (window.strata && window.require) start();
