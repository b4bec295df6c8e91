// The application. Plugins have registered themselves before start is called,
// with the list of all of them, those that failed included.
define(["./about", "./home", "./search", "./shell", "./registry"], function (about, home, search, shell, registry) {
  return {
    start(plugins) {
      home.register(registry);
      about.register(registry, plugins);
      shell.open(document.getElementById("app"), search.create(registry));
      document.documentElement.dataset.started = "true";
      document.dispatchEvent(new CustomEvent("console:started", { detail: plugins.map((p) => p.id) }));
    },
  };
});
