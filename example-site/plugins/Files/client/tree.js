// Folders and files, and the ways to find them.
define(["core/router", "./content"], function (router, content) {
  const root = { name: "", path: [], children: content };

  (function place(folder) {
    for (const child of folder.children) {
      child.path = folder.path.concat(child.name);
      if (child.children) place(child);
    }
  })(root);

  const files = (folder) => folder.children.reduce((all, c) => all.concat(c.children ? files(c) : c), []);
  const newest = (a, b) => (a.changed < b.changed ? 1 : -1);

  return {
    root,
    files,
    find: (path) => path.reduce((at, name) => at && at.children && at.children.find((c) => c.name === name), root),
    recent: (most, fits) => files(root).filter(fits || (() => true)).sort(newest).slice(0, most),
    address: (entry) => router.address("files", ...entry.path),
    size: (entry) => (entry.children ? files(entry).reduce((n, f) => n + f.size, 0) : entry.size),
  };
});
