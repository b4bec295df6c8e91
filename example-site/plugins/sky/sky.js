// A plugin of one file: a drawing of tonight's sky.
define(["core/registry", "core/dom", "core/data/people"], function (registry, dom, people) {
  const hours = [["Sunset", "15:42"], ["Dark from", "18:06"], ["Dark until", "05:48"], ["Sunrise", "08:12"]];

  // The age of the moon in days, counted from a new moon.
  function moonAge(day) {
    const month = 29.530588853;
    const days = (Date.parse(`${day}T21:00Z`) - Date.parse("2000-01-06T18:14Z")) / 864e5;
    return ((days % month) + month) % month / month;
  }

  // The lit part of a disc: half a circle, and half an ellipse that grows and shrinks.
  function moon(phase, r) {
    const waxing = phase < 0.5;
    const bulge = Math.cos(2 * Math.PI * phase) * r;
    const inner = waxing === bulge > 0 ? 0 : 1;
    return `<path d="M0 ${-r}A${r} ${r} 0 0 ${waxing ? 1 : 0} 0 ${r}A${Math.abs(bulge).toFixed(2)} ${r} 0 0 ${inner} 0 ${-r}" fill="#f7ecd0"/>`;
  }

  function name(phase) {
    const names = ["New moon", "Waxing crescent", "First quarter", "Waxing moon", "Full moon", "Waning moon", "Last quarter", "Waning crescent"];
    return names[Math.round(phase * 8) % 8];
  }

  // The same stars every night: a sky that jumps about is no comfort.
  function stars() {
    let seed = 20;
    const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    return Array.from({ length: 90 }, () => `<circle cx="${(next() * 800).toFixed(0)}" cy="${(next() * 200).toFixed(0)}" r="${(0.4 + next() ** 4 * 1.6).toFixed(2)}" opacity="${(0.35 + next() * 0.65).toFixed(2)}"/>`).join("");
  }

  function picture(phase) {
    return `<svg viewBox="0 0 800 240" preserveAspectRatio="xMidYMax slice" role="presentation">
      <defs><linearGradient id="night" x2="0" y2="1"><stop stop-color="#0b1026"/><stop offset=".7" stop-color="#24345e"/><stop offset="1" stop-color="#7a5a62"/></linearGradient></defs>
      <rect width="800" height="260" fill="url(#night)"/><g fill="#fff">${stars()}</g>
      <g transform="translate(60 16)"><path d="M300 62l46-20 38 26 52-4 30 36" fill="none" stroke="#fff" stroke-opacity=".25"/>
      <g fill="#fff"><circle cx="300" cy="62" r="2.2"/><circle cx="346" cy="42" r="2.6"/><circle cx="384" cy="68" r="2"/><circle cx="436" cy="64" r="2.4"/><circle cx="466" cy="100" r="2"/></g></g>
      <g transform="translate(640 88) rotate(-18)"><circle r="34" fill="#fff" fill-opacity=".09"/>${moon(phase, 34)}</g>
      <path d="M0 260v-34q90-30 190-22t170 8 180-20 260 24v44z" fill="#0a0d16"/>
      <g fill="#0a0d16"><path d="M232 208v-30a30 30 0 0 1 60 0v34zM322 216v-18a17 17 0 0 1 34 0v20z"/></g>
      <path d="M262 149l9 46h-12z" fill="#f2b45a" opacity=".85"/>
    </svg>`;
  }

  registry.add("widget", {
    title: "Tonight’s sky",
    wide: true,
    order: 1,
    render(container) {
      const phase = moonAge(people.today);
      const lit = Math.round((1 - Math.cos(2 * Math.PI * phase)) * 50);
      const facts = hours.concat([[name(phase), `${lit} % lit`]]);
      container.classList.add("sky");
      container.append(dom.drawing(picture(phase), "sky-picture"),
        dom.h("dl", null, facts.map(([label, value]) => dom.h("div", null, dom.h("dt", null, label), dom.h("dd", null, value)))));
    },
  });
});
