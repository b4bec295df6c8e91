// The words of this plugin, in the language that was chosen last, or else the
// browser's. They lie beside the layer and are fetched when they are needed.
define(["require"], function (require) {
  const languages = { en: "English", de: "Deutsch" };
  const loaded = {};

  function preferred() {
    const stored = localStorage.getItem("halden/files:language");
    return stored || (languages[navigator.language.slice(0, 2)] ? navigator.language.slice(0, 2) : "en");
  }

  // A missing file shows the keys: odd to read, but nothing stops.
  function load(language) {
    const url = require.toUrl(`./localization/texts_${language}.json`);
    loaded[language] = loaded[language] || fetch(url).then((r) => r.json()).then((data) => data.texts, () => ({}));
    return loaded[language];
  }

  return {
    languages,
    choose: (language) => localStorage.setItem("halden/files:language", language),
    get() {
      const language = preferred();
      return load(language).then((texts) => {
        const t = (key, ...values) => (texts[key] || key).replace(/\{(\d)\}/g, (_, i) => values[i]);
        t.language = language;
        return t;
      });
    },
  };
});
