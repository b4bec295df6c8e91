// Says how long the night is, beside its hours.
define(function () {
  const minutes = (time) => time.split(":").reduce((hours, part) => hours * 60 + Number(part), 0);

  return function (element, properties) {
    const length = (minutes(properties.until) - minutes(properties.from) + 1440) % 1440;
    const note = document.createElement("small");
    note.className = "length";
    note.textContent = ` (${Math.floor(length / 60)} h ${length % 60} min)`;
    element.append(note);
  };
});
