// The safe fixes of findings, put into the documents.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { applyFixes, type Fix, type Source } from '../text/index.ts';
import { assemble } from './build.ts';
import type { CheckOptions } from './check.ts';

export interface FixedDocument {
  readonly name: string;
  /** What was done, in the document's order. */
  readonly titles: readonly string[];
}

/** A fix may bare another finding; what still has fixes after so many rounds is left. */
const ROUNDS = 5;

/** Rewrites the documents whose findings have fixes, and tells which. Those that are not plain UTF-8 are left alone. */
export async function fixPack(options: CheckOptions): Promise<readonly FixedDocument[]> {
  const titles = new Map<string, string[]>();
  for (let round = 0; round < ROUNDS; round++) {
    const { loaded, diagnostics } = await assemble(options);
    const bySource = new Map<Source, Fix[]>();
    for (const { source, fix } of diagnostics) {
      if (fix) bySource.set(source, [...(bySource.get(source) ?? []), fix]);
    }
    const done = [...bySource].flatMap(([source, fixes]) => {
      const applied = rewrite(loaded.files.get(source), source, fixes);
      return applied.length > 0 ? [{ name: source.name, applied }] : [];
    });
    for (const { name, applied } of done) {
      titles.set(name, [...(titles.get(name) ?? []), ...applied.map((each) => each.title)]);
    }
    if (done.length === 0) break;
  }
  return [...titles].map(([name, each]) => ({ name, titles: each }));
}

const MARK = '\uFEFF';

function rewrite(file: string | undefined, source: Source, fixes: readonly Fix[]): readonly Fix[] {
  if (file === undefined) return [];
  const stored = readFileSync(file, 'utf8');
  const lead = stored.startsWith(MARK) ? MARK : '';
  if (stored !== lead + source.text) return [];
  const { text, applied } = applyFixes(source.text, inOrder(fixes));
  if (text === source.text) return [];
  const fresh = `${file}.new-${String(process.pid)}`;
  writeFileSync(fresh, lead + text);
  renameSync(fresh, file);
  return applied;
}

const inOrder = (fixes: readonly Fix[]): readonly Fix[] =>
  [...fixes].sort((a, b) => (a.edits[0]?.span.start ?? 0) - (b.edits[0]?.span.start ?? 0));
