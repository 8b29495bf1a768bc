// Conf values to text, in one canonical form: LF, UTF-8, `key = value`, a blank line between stanzas.
import type { Conf, ConfStanza } from './conf.ts';
import { commentProblem, keyProblem, stanzaProblem, valueProblem } from './representable.ts';

/** What could not be written: the stanza and key concerned and the reason, in words that complete "it ...". */
export interface ConfRefusal {
  readonly stanza: string;
  readonly key?: string;
  readonly reason: string;
  readonly remedy?: string;
}

/** The text of a file, or everything that keeps it from being written so that it reads back the same. */
export type Written =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly refusals: readonly ConfRefusal[] };

/** Writes a whole file. Nothing is repaired: a value that no reader would give back is refused. */
export function writeConf(conf: Conf): Written {
  const refusals = conf.flatMap((stanza, index) => refusalsIn(stanza, index));
  const seen = new Set<string>();
  for (const { name } of conf) {
    if (seen.has(name)) refusals.push({ stanza: name, reason: 'the stanza stands there twice' });
    seen.add(name);
  }
  if (refusals.length > 0) return { ok: false, refusals };
  return { ok: true, text: conf.map(stanzaText).join('\n') };
}

function stanzaText({ name, comments = [], settings }: ConfStanza): string {
  const lines = comments.map((comment) => (comment === '' ? '#' : `# ${comment}`));
  if (name !== '') lines.push(`[${name}]`);
  for (const { key, value } of settings) {
    lines.push(value === '' ? `${key} =` : `${key} = ${value.replaceAll('\n', '\\\n')}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function refusalsIn(stanza: ConfStanza, index: number): ConfRefusal[] {
  const { name } = stanza;
  const found: ConfRefusal[] = [];
  const nameless = name === '' && (index > 0 || stanza.settings.length === 0);
  const reason = nameless ? 'settings without a header stand only first' : stanzaProblem(name);
  if (reason !== undefined) found.push({ stanza: name, reason });
  for (const comment of stanza.comments ?? []) {
    const why = commentProblem(comment);
    if (why !== undefined) found.push({ stanza: name, reason: `its comment ${why}` });
  }
  const keys = new Set<string>();
  for (const { key, value } of stanza.settings) {
    const keyReason = keyProblem(key) ?? (keys.has(key) ? 'stands there twice' : undefined);
    keys.add(key);
    if (keyReason !== undefined) found.push({ stanza: name, key, reason: `the key ${keyReason}` });
    const problem = valueProblem(value);
    if (problem) {
      const { reason: why, remedy } = problem;
      found.push({ stanza: name, key, reason: `the value ${why}`, remedy });
    }
  }
  return found;
}
