// config is the configuration of webpack and of rspack: one entry for each
// package, in the AMD form, with core and the shared plugins outside.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spec, external } from './spec.mjs';

export const config = (extra) => ({
  context: spec.site,
  mode: spec.edit ? 'development' : 'production',
  entry: Object.fromEntries(spec.packages.map((p) => [p.name, join(spec.site, p.file)])),
  output: { path: spec.out, filename: '[name].js', library: { type: 'amd', name: '[name]' } },
  externals: [({ request }, done) => (external(request) ? done(null, `amd ${request}`) : done())],
  resolve: { extensions: ['.ts', '.js'] },
  resolveLoader: { alias: { text: fileURLToPath(new URL('text-loader.cjs', import.meta.url)) } },
  devtool: spec.maps && 'source-map',
  performance: false,
  ...extra,
});

// run builds once, or measures what edits of one file cost while it watches.
export const run = (compiler) => (spec.edit ? watch(compiler) : compiler.run((error, stats) => check(error, stats)));

const check = (error, stats) => {
  if (!error && !stats.hasErrors()) return;
  console.error(error ?? stats.toString({ all: false, errors: true }));
  process.exit(1);
};

// watch edits the file nine times and prints the median of what a rebuild takes,
// in seconds.
function watch(compiler) {
  const file = join(spec.site, spec.edit);
  const original = readFileSync(file, 'utf8');
  const costs = [];
  let before;
  const edit = () => setTimeout(() => { // past the watcher's own delay
    before = { cpu: process.cpuUsage(), wall: performance.now() };
    writeFileSync(file, original.replace(/^( *)0\n( *\])/m, `$1${costs.length + 1}\n$2`));
  }, 1000);
  const watching = compiler.watch({ aggregateTimeout: 5 }, (error, stats) => {
    check(error, stats);
    if (before) {
      const { user, system } = process.cpuUsage(before.cpu);
      costs.push({ wall: (performance.now() - before.wall) / 1000, cpu: (user + system) / 1e6 });
      before = undefined;
    }
    if (costs.length < 9) return edit();
    writeFileSync(file, original);
    costs.sort((a, b) => a.cpu - b.cpu);
    console.log(JSON.stringify(costs[4]));
    watching.close(() => process.exit());
  });
}
