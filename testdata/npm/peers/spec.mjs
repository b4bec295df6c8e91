// spec reads what bench tells each peer: {site, out, kind, minify, maps,
// packages: [{name, dir, main, file}], shared: [name]}. Paths are absolute, and
// packages come in an order in which later ones may depend on earlier ones.
import { readFileSync } from 'node:fs';

export const spec = JSON.parse(readFileSync(process.argv[2], 'utf8'));

// external tells ids of core and of the shared plugins. Modules of these packages
// name their own by relative ids, so that a full id always leads outside.
const packages = new Set(['core', ...spec.shared]);
export const external = (id) => packages.has(id.split('/')[0]);
