// rjs builds the workload with r.js, in one process: core, then the shared
// plugins on it, then the others on both. What a layer does without is "empty:",
// the cheapest way to say so: node rjs.cjs SPEC
const { mkdirSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const requirejs = require('requirejs');

const spec = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const layers = [
  [['core'], []],
  [spec.shared, ['core']],
  [spec.packages.map((p) => p.name).filter((name) => name !== 'core' && !spec.shared.includes(name)), ['core', ...spec.shared]],
];

const build = (p, outside) => new Promise((resolve, reject) => {
  const paths = { text: join(dirname(require.resolve('requirejs-text')), 'text'), [p.name]: p.dir };
  for (const name of outside) paths[name] = 'empty:';
  requirejs.optimize({
    baseUrl: spec.site, paths, name: p.main, out: join(spec.out, `${p.name}.js`), stubModules: ['text'], logLevel: 4,
    optimize: spec.minify ? 'uglify' : 'none', generateSourceMaps: spec.maps, preserveLicenseComments: false,
  }, resolve, reject);
});

(async () => {
  mkdirSync(spec.out, { recursive: true });
  for (const [names, outside] of layers) {
    for (const p of spec.packages.filter(({ name }) => names.includes(name))) await build(p, outside);
  }
})().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
