// rspack builds the workload with rspack and swc: node rspack.mjs SPEC
import { rspack } from '@rspack/core';
import { spec } from './spec.mjs';
import { config, run } from './webpack-config.mjs';

const swc = { loader: 'builtin:swc-loader', options: { jsc: { parser: { syntax: 'typescript' }, target: 'es2020' } } };

run(rspack(config({
  amd: {}, // without it, rspack does not read define
  module: { rules: [{ test: /\.ts$/, use: swc }] },
  optimization: { minimize: spec.minify },
})));
