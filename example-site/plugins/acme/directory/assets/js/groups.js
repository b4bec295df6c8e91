// Sample data, and the questions that other plugins ask of it. A group lists
// its members, or takes all of a team.
define(["core/data/people"], function (people) {
  const list = [
    { id: "night-crew", name: "Night crew", kind: "access", about: "May open the domes and move the telescopes after dark.", members: ["tobias", "amara", "jun", "sofie", "mateo", "leila"] },
    { id: "mirror-hall", name: "Mirror hall", kind: "access", about: "May enter the hall while a mirror is out of its cell.", members: ["henrik", "yara", "pavel", "grace", "marek", "emil"] },
    { id: "clean-room", name: "Clean room", kind: "access", about: "Has the training, the gloves and the key.", members: ["ravi", "elin", "anouk", "grace"] },
    { id: "plate-vault", name: "Plate vault", kind: "access", about: "Glass negatives since 1931. Two people at a time, no coffee.", members: ["oskar", "colm", "mei", "ines"] },
    { id: "observing", name: "Observing", kind: "team", about: "Everybody who looks up for a living.", team: "Observing" },
    { id: "optics", name: "Optics", kind: "team", about: "Mirrors, lenses and the patience to polish them.", team: "Optics" },
    { id: "instruments", name: "Instruments", kind: "team", about: "What hangs at the end of the telescope.", team: "Instruments" },
    { id: "archive", name: "Archive", kind: "team", about: "Plates, catalogues and forty terabytes of sky.", team: "Archive" },
    { id: "comet-watch", name: "Comet watch", kind: "list", about: "A message when something bright and unexpected turns up.", members: ["amara", "jun", "leila", "colm", "mei", "tove", "tobias", "ines", "nadia"] },
    { id: "midnight-meal", name: "Midnight meal", kind: "list", about: "Soup is at half past twelve. Tell Rosa before nine.", members: ["rosa", "sofie", "amara", "mateo", "emil", "hana", "bruno", "tobias"] },
  ];

  function members(group) {
    return group.team ? people.all().filter((p) => p.team === group.team) : group.members.map(people.get);
  }

  return {
    all: () => list.slice(),
    get: (id) => list.find((g) => g.id === id),
    members,
    of: (person) => list.filter((g) => members(g).includes(person)),
    kinds: { access: "Access", team: "Team", list: "Mailing list" },
  };
});
