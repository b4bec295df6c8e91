// The log on the observing desk: its newest lines.
define(["core/data/people", "./log"], function (people, log) {
  return function (element, properties) {
    const list = element.querySelector("ol");
    list.replaceChildren(...log.slice(0, properties.most).map((entry) => {
      const line = document.createElement("li");
      line.textContent = `${people.get(entry.who).name} ${entry.what}`;
      return line;
    }));
  };
});
