// Data files (schemas, tables of facts) lie beside the code that reads them: src/**/data/*.
// The TypeScript compiler copies none of them, so they are carried over here, and the commands made executable.
import { chmodSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
  if (entry.isDirectory() && entry.name === 'data') {
    const from = join(entry.parentPath, entry.name);
    cpSync(from, from.replace(join(root, 'src'), join(root, 'dist')), { recursive: true });
  }
}
for (const command of ['cli/main.js', 'arm-ttk-wrapper/main.js']) {
  chmodSync(join(root, 'dist', command), 0o755);
}
