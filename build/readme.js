// Runs the commands that documents show and puts their output under them. A command stands in a comment before a fenced
// block: <!-- run: COMMAND -->. `node build/readme.js` rewrites the blocks; with `--check` it only compares.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const documents = ['README.md'];
const block = /<!-- run: (.+?) -->\n```\n[^]*?```/g;

/** What a terminal would show, findings and results as they come. */
function output(command) {
  const { stdout, stderr } = spawnSync('bash', ['-c', `${command} 2>&1`], {
    cwd: root,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`.trimEnd();
}

let stale = 0;
for (const name of documents) {
  const path = join(root, name);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(
    block,
    (_, command) => `<!-- run: ${command} -->\n\`\`\`\n${output(command)}\n\`\`\``,
  );
  if (after === before) continue;
  stale += 1;
  if (process.argv[2] === '--check') {
    const [shown, printed] = [before, after].map((text) => text.split('\n'));
    const at = shown.findIndex((line, number) => line !== printed[number]);
    console.error(`${name}:${at + 1}: shown   ${JSON.stringify(shown[at])}`);
    console.error(`${name}:${at + 1}: printed ${JSON.stringify(printed[at])}`);
    console.error('the outputs shown are not what the commands print; run node build/readme.js');
  } else writeFileSync(path, after);
}
process.exitCode = process.argv[2] === '--check' && stale > 0 ? 1 : 0;
