// webpack builds the workload with webpack and esbuild: node webpack.mjs SPEC
import webpack from 'webpack';
import esbuild from 'esbuild-loader';
import { spec } from './spec.mjs';
import { config, run } from './webpack-config.mjs';

run(webpack(config({
  module: { rules: [{ test: /\.ts$/, loader: 'esbuild-loader', options: { target: 'es2020' } }] },
  optimization: { minimize: spec.minify, minimizer: [new esbuild.EsbuildPlugin({ target: 'es2020' })] },
})));
