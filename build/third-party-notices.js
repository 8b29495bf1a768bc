// Writes the licences of every package whose code is in the bundle to one file, beside the bundle.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import webpack from 'webpack';

const MODULES = /[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/gu;

export class ThirdPartyNotices {
  /** `file` is relative to the bundle's folder. */
  constructor({ file }) {
    this.file = file;
  }

  apply(compiler) {
    compiler.hooks.thisCompilation.tap('ThirdPartyNotices', (compilation) => {
      const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_REPORT;
      compilation.hooks.processAssets.tap({ name: 'ThirdPartyNotices', stage }, () => {
        const text = this.text(packageFolders(compilation.modules));
        compilation.emitAsset(this.file, new webpack.sources.RawSource(text));
      });
    });
  }

  text(folders) {
    const packages = [...folders].map((path) => described(path));
    packages.sort((a, b) => (a.name < b.name ? -1 : 1));
    const parts = packages.map(
      ({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`,
    );
    const head = 'The setup page contains code of these packages, each under its own licence.\n';
    return [head, ...parts].join(`\n${'-'.repeat(78)}\n\n`);
  }
}

/** Folders of the packages that gave the compilation a module, those inside concatenated modules included. */
function packageFolders(modules) {
  const folders = new Set();
  for (const module of modules) {
    for (const each of module.modules ?? [module]) {
      const resource = each.resource ?? '';
      const found = [...resource.matchAll(MODULES)].at(-1);
      if (found) folders.add(resource.slice(0, found.index + found[0].length));
    }
  }
  return folders;
}

function described(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder)
    .sort()
    .find((each) => /^licen[cs]e(\.|$)/iu.test(each));
  const path = file === undefined ? undefined : join(folder, file);
  const text =
    path !== undefined && existsSync(path)
      ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim()
      : 'The package names its licence but carries no text of it.';
  return { name, version, license: license ?? 'licence not named', text };
}
