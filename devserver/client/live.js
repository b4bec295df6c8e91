// The live reload client: listens for new builds, swaps style sheets, reloads,
// and shows the diagnostics of a build that failed.
(() => {
  'use strict';

  /** The generation that this page was served from, undefined when the browser does not tell. */
  const entry = performance.getEntriesByType('navigation')[0];
  const timing = (entry?.serverTiming ?? []).find((t) => t.name === 'strata');
  let generation = timing && Number(timing.description);

  /** Loads each style sheet again, and drops the old one when the new one is in. */
  function swap(styles) {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const url = new URL(link.href);
      if (!styles.includes(url.pathname)) continue;
      url.searchParams.set('live', String(Date.now()));
      const next = link.cloneNode();
      next.href = url.href;
      next.onload = next.onerror = () => link.remove();
      link.after(next);
    }
  }

  let overlay;

  function element(tag, css, text) {
    const e = document.createElement(tag);
    e.style.cssText = css;
    if (text) e.textContent = text;
    return e;
  }

  /** One diagnostic: where, what, the line itself with a mark, and what to do. */
  function paragraph(d) {
    const p = element('section', 'margin:0 0 1.5em');
    const place = [d.file, d.line, d.column].filter(Boolean).join(':');
    if (place) p.append(element('div', 'color:#9cdcfe', place));
    p.append(element('div', `color:${d.severity === 'error' ? '#ff8f8f' : '#ffd479'};font-weight:bold`, `${d.severity}: ${d.text}`));
    if (d.excerpt) {
      const before = [...d.excerpt].slice(0, d.column - 1);
      const mark = d.column && before.length === d.column - 1 ? `\n${before.map((c) => (c === '\t' ? c : ' ')).join('')}^` : '';
      p.append(element('pre', 'margin:.5em 0;padding:.5em 1em;background:#0006;overflow:auto;font:inherit', d.excerpt + mark));
    }
    for (const note of d.notes ?? []) p.append(element('div', 'color:#bbb', `note: ${note}`));
    if (d.hint) p.append(element('div', 'color:#b5e8a0', `hint: ${d.hint}`));
    return p;
  }

  /** Shows the diagnostics over the page, in a shadow tree that the site's styles do not reach. */
  function show(diagnostics) {
    hide();
    overlay = element('div', 'all:initial');
    overlay.id = 'strata-overlay';
    const panel = element('div', 'position:fixed;inset:0;z-index:2147483647;overflow:auto;padding:2em;box-sizing:border-box;' +
      'background:#1b1b22;color:#eee;font:14px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;text-align:left');
    panel.setAttribute('role', 'alertdialog');
    panel.setAttribute('aria-label', 'Build errors');
    const close = element('button', 'float:right;font:inherit;padding:.2em .8em;cursor:pointer;color:#eee;background:#3a3a46;border:1px solid #777;border-radius:4px', 'Close');
    close.onclick = hide;
    panel.append(close, element('h1', 'margin:0 0 1em;font-size:1.3em', 'The build failed; this is the last good site'));
    for (const d of diagnostics.filter((d) => d.severity !== 'notice')) panel.append(paragraph(d));
    overlay.attachShadow({ mode: 'open' }).append(panel);
    document.documentElement.append(overlay);
  }

  function hide() {
    overlay?.remove();
    overlay = undefined;
  }

  function hear(m) {
    if (m.type === 'error') {
      show(m.diagnostics);
      return;
    }
    hide();
    generation ??= m.generation;
    const missed = m.type === 'same' && m.generation !== generation || m.type === 'styles' && m.generation > generation + 1;
    if (m.type === 'reload' || missed) {
      location.reload();
      return;
    }
    if (m.type === 'styles') swap(m.styles);
    generation = m.generation;
  }

  let stream;

  /** Listens while the page can be seen: a browser has six connections for all pages of a site. */
  function listen() {
    stream?.close();
    stream = undefined;
    if (document.visibilityState === 'hidden') return;
    stream = new EventSource('/__strata/live');
    stream.onmessage = (event) => hear(JSON.parse(event.data));
  }

  document.addEventListener('visibilitychange', listen);
  addEventListener('pagehide', () => stream?.close());
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  listen();
})();
