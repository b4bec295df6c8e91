// Dates, sizes and texts for people. Dates are shown as they are written in the
// data, in the observatory's own time.
define(function () {
  const form = (options, language) => new Intl.DateTimeFormat(language === "de" ? "de" : "en-GB", Object.assign({ timeZone: "UTC" }, options));
  const at = (text) => new Date(text.length > 10 ? `${text}Z` : `${text}T00:00Z`);

  return {
    day: (text, language) => form({ day: "numeric", month: "long", year: "numeric" }, language).format(at(text)),
    weekday: (text) => form({ weekday: "long", day: "numeric", month: "long" }).format(at(text)),
    time: (text) => text.slice(11, 16),
    size(bytes) {
      if (bytes < 1000) return `${bytes} B`;
      if (bytes < 1e6) return `${(bytes / 1000).toFixed(bytes < 1e4 ? 1 : 0)} kB`;
      return `${(bytes / 1e6).toFixed(1)} MB`;
    },
    count: (n, noun, plural) => `${n} ${n === 1 ? noun : plural || `${noun}s`}`,
    // Whether each of the words begins a word of the text, whatever its accents.
    matches(text, words) {
      const split = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().split(/[\s,.:@/-]+/);
      const within = split(text);
      return split(words).every((word) => within.some((w) => w.startsWith(word)));
    },
  };
});
