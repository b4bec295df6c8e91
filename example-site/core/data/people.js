// Sample data: everybody who works at the observatory.
define(["./roster"], function (roster) {
  const all = roster.map(([id, name, role, team, room, manager, since, duty]) => ({
    id, name, role, team, room, manager, since, duty,
    email: `${id}@halden.example`,
    phone: `+47 555 01 ${String(100 + roster.findIndex((r) => r[0] === id)).slice(-3)}`,
  }));
  const byId = new Map(all.map((p) => [p.id, p]));
  const get = (id) => byId.get(id);

  return {
    today: "2026-11-20",
    all: () => all.slice(),
    get,
    teams: () => Array.from(new Set(all.map((p) => p.team))).sort(),
    reports: (id) => all.filter((p) => p.manager === id),
    // From the person up to whoever has nobody above.
    chain(id) {
      const up = [];
      for (let p = get(id); p && !up.includes(p); p = get(p.manager)) up.push(p);
      return up;
    },
  };
});
