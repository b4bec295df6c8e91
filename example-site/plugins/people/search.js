define(["core/data/people", "core/format", "core/router"], function (people, format, router) {
  // The people who fit all the words and, if one is given, the team.
  function find(words, team) {
    return people.all().filter((p) => (!team || p.team === team) && format.matches(`${p.name} ${p.role} ${p.team} ${p.room} ${p.email}`, words));
  }

  return {
    find,
    hits: (words) => find(words).map((p) => ({ title: p.name, detail: p.role, href: router.address("people", p.id) })),
  };
});
