// What ships in the artifacts as it is: splunk_app/ with the bundled setup page, and sentinel/.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedAs } from '../targets/splunk/index.ts';
import type { FileTree } from '../text/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files for every Splunk app, by path inside the app. */
export function splunkAssets(): FileTree {
  const files = new Map<string, Uint8Array>();
  for (const folder of ['splunk_app', join('dist', 'splunk_app')]) {
    for (const [path, content] of filesBelow(join(root, folder))) {
      const shipped = shippedAs(path);
      if (shipped !== undefined) files.set(shipped, content);
    }
  }
  return files;
}

/** Files for every Sentinel bundle, by path below sentinel/. */
export function sentinelAssets(): FileTree {
  return new Map(filesBelow(join(root, 'sentinel')));
}

function filesBelow(folder: string): [string, Uint8Array][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .sort()
    .map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file)]);
}
