// Pictures of the sample files, drawn in the colours of the page.
define(function () {
  const frame = (inner) => `<svg viewBox="0 0 320 200">${inner}</svg>`;

  function speckles(count, seed, ink) {
    const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    return Array.from({ length: count }, () => `<circle cx="${(next() * 320).toFixed(1)}" cy="${(next() * 200).toFixed(1)}" r="${(0.4 + next() ** 5 * 2.4).toFixed(2)}" fill="${ink}"/>`).join("");
  }

  return {
    comet: frame(`<rect width="320" height="200" fill="#0d1330"/>${speckles(110, 7, "#dfe6ff")}
      <path d="M96 132Q190 76 300 30Q206 92 100 138z" fill="#9fd8ff" opacity=".35"/><path d="M98 133Q180 98 284 66Q190 112 100 137z" fill="#fff3cf" opacity=".4"/>
      <circle cx="97" cy="134" r="4.5" fill="#fff"/><circle cx="97" cy="134" r="16" fill="none" stroke="#f2b45a"/><path d="M97 110v8M97 150v8M73 134h8M113 134h8" stroke="#f2b45a"/>`),
    curve: frame(`<g fill="none" stroke="currentColor"><path d="M40 16v150h264" opacity=".6"/><path d="M40 126h264M40 86h264M40 46h264" opacity=".18"/></g>
      <path d="M48 138C84 92 108 54 158 40S252 44 296 56" fill="none" stroke="var(--accent)" stroke-width="3"/><circle cx="172" cy="38" r="4.5" fill="var(--amber)"/>
      <g fill="currentColor" font-size="11"><text x="180" y="30">97.8 % at 550 nm</text><text x="40" y="184">400 nm</text><text x="270" y="184">650 nm</text><text x="10" y="50">98</text><text x="10" y="130">94</text></g>`),
    plate: frame(`<rect width="320" height="200" fill="#e9e4d6"/><rect x="6" y="6" width="308" height="188" fill="#d9d3c2"/>${speckles(170, 99, "#1c1a16")}
      <ellipse cx="196" cy="88" rx="15" ry="5" transform="rotate(-32 196 88)" fill="#2b2822" opacity=".55"/><path d="M182 76l-10-10h-24" stroke="#7a2d1d" fill="none"/>
      <g fill="#7a2d1d" font-size="11" font-style="italic"><text x="104" y="62">NGC 4567?</text><text x="14" y="186">Halden 4410, 2 March 1957, 45 min</text></g>`),
  };
});
