// rollup builds the workload with Rollup and esbuild, all packages in one build,
// so that what they share of npm becomes chunks: node rollup.mjs SPEC
import { join } from 'node:path';
import { rollup } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { spec, external } from './spec.mjs';

const bundle = await rollup({
  input: Object.fromEntries(spec.packages.map((p) => [p.name, join(spec.site, p.file)])),
  external,
  plugins: [nodeResolve({ extensions: ['.ts', '.js'] }), esbuild({ target: 'es2020', minify: spec.minify, sourceMap: spec.maps })],
});
await bundle.write({ dir: spec.out, format: 'amd', amd: { autoId: true }, exports: 'named', sourcemap: spec.maps });
await bundle.close();
