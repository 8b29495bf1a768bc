// Bundles the Splunk app's setup page. Two builds from two folders give the same bytes.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import MinimizerPlugin from 'minimizer-webpack-plugin';
import webpack from 'webpack';
import { ThirdPartyNotices } from './third-party-notices.js';

const root = join(import.meta.dirname, '..');

// styled-components marks its style elements with this attribute; one of our own keeps them apart from Splunk Web's.
const styleMark = `sc${createHash('sha256').update('stratagem-setup').digest('hex').slice(0, 12)}`;

/** @type {import('webpack').Configuration} */
export default {
  mode: 'production',
  target: ['web', 'es2022'],
  context: root,
  entry: { setup: './splunk_app/setup/index.tsx' },
  output: {
    path: join(root, 'dist/splunk_app/appserver/static/pages'),
    filename: '[name].js',
    clean: true,
  },
  resolve: { extensions: ['.ts', '.tsx', '.js'] },
  devtool: false,
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        loader: 'swc-loader',
        options: {
          jsc: {
            target: 'es2022',
            parser: { syntax: 'typescript', tsx: true },
            transform: { react: { runtime: 'automatic' } },
          },
        },
      },
      // RequireJS is on Splunk's dashboards: a library that finds `define.amd` would register itself there.
      { parser: { amd: false } },
    ],
  },
  plugins: [
    new webpack.DefinePlugin({
      'process.env.SC_ATTR': JSON.stringify(styleMark),
      define: 'undefined',
      'typeof define': JSON.stringify('undefined'),
    }),
    new ThirdPartyNotices({ file: '../../../THIRD_PARTY_NOTICES.txt' }),
  ],
  optimization: {
    moduleIds: 'deterministic',
    chunkIds: 'deterministic',
    splitChunks: false,
    minimizer: [new MinimizerPlugin({ minify: MinimizerPlugin.swcMinify, extractComments: false })],
  },
  performance: { maxAssetSize: 1_500_000, maxEntrypointSize: 1_500_000 },
  stats: 'errors-warnings',
};
