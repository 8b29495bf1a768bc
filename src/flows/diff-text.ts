// The difference between two releases as text for people: what is new, what changes and how, what local settings hide.
import { printable } from '../text/index.ts';
import type { AppDiff, ChangedSearch, ValueChange } from './diff.ts';
import type { Override } from './local-overrides.ts';
import type { NameChange, SearchChange } from './search-change.ts';

/** As JSON, without what was noticed on reading the packages. */
export function diffJson(found: AppDiff): string {
  return `${JSON.stringify({ ...found, diagnostics: undefined }, undefined, 2)}\n`;
}

/** Ends in a line feed. Text out of the packages is shown on one line, without control characters. */
export function diffText(found: AppDiff): string {
  const lines = [
    `${release(found.from)} -> ${release(found.to)}`,
    ...section('Added', found.added.map(shown)),
    ...section('Changed', found.changed.flatMap(changed)),
    ...section(
      'Retired',
      found.retired.map(({ name, tombstone }) =>
        tombstone
          ? shown(name)
          : `${shown(name)} (nothing is left of it: local settings are orphaned)`,
      ),
    ),
    ...section('Macros', found.macros.flatMap(value)),
    ...section(
      'Lists',
      found.lookups.map(
        ({ name, rowsAdded, rowsRemoved }) =>
          `${shown(name)}: ${String(rowsAdded)} rows added, ${String(rowsRemoved)} removed`,
      ),
    ),
    ...section('Local settings that meet this release', [
      ...found.overrides.map(override),
      ...found.pages.map(({ file, effect }) => `${shown(file)} ${EFFECTS[effect]}`),
    ]),
    '',
    summary(found),
  ];
  return `${lines.join('\n')}\n`;
}

function release({ id, version }: AppDiff['from']): string {
  return shown(version === undefined ? id : `${id} ${version}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function changed({ name, formerName, search, settings }: ChangedSearch): string[] {
  const was = formerName === undefined ? '' : ` (was ${shown(formerName)})`;
  return [
    shown(name) + was,
    ...(search ? searchLines(search) : []).map((line) => `  ${line}`),
    ...settings.flatMap(value).map((line) => `  ${line}`),
  ];
}

function searchLines(change: SearchChange): string[] {
  switch (change.kind) {
    case 'wording':
      return ['search: written otherwise, the same meaning'];
    case 'unreadable':
      return [`search: the text changed; its meaning cannot be told (${shown(change.reason)})`];
    case 'meaning':
      return [
        'search:',
        ...steps(change.steps).map((line) => `  ${line}`),
        ...Object.entries(change.facts).map(
          ([kind, names]) => `  ${kind}: ${signed(names).join(', ')}`,
        ),
      ];
  }
}

function signed({ removed, added }: NameChange): string[] {
  return [...removed.map((each) => `- ${shown(each)}`), ...added.map((each) => `+ ${shown(each)}`)];
}

/** Steps that go and come; of long ones that take each other's place, the part around their first difference. */
function steps({ removed, added }: NameChange): string[] {
  if (removed.length !== added.length) return signed({ removed, added });
  const pairs = removed.map((old, index): readonly [string, string] => {
    const fresh = added[index] ?? '';
    const command = commandOf(old);
    const long = Math.min(old.length, fresh.length) > LONGEST;
    if (!long || command !== commandOf(fresh)) return [shown(old), shown(fresh)];
    const [before, after] = differing(old, fresh);
    return [`${command} ${before}`, `${command} ${after}`];
  });
  return [...pairs.map(([old]) => `- ${old}`), ...pairs.map(([, fresh]) => `+ ${fresh}`)];
}

const commandOf = (step = ''): string => /^\w*/u.exec(step)?.[0] ?? '';

function value({ key, from, to }: ValueChange): string[] {
  if (from === undefined) return [`${shown(key)}: new, ${shown(to ?? '')}`];
  if (to === undefined) return [`${shown(key)}: gone, was ${shown(from)}`];
  const [old, fresh] = differing(from, to);
  return [`${shown(key)}: ${old} -> ${fresh}`];
}

/** Characters shown of a long value before and after the place where it differs. */
const BEFORE = 24;
const AFTER = 60;

/** Two values; of long ones the part around the first difference. */
function differing(from: string, to: string): [string, string] {
  if (Math.max(from.length, to.length) <= BEFORE + AFTER) return [shown(from), shown(to)];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same += 1;
  const start = Math.max(0, same - BEFORE);
  const part = (text: string): string => {
    const end = same + AFTER;
    const cut = text.slice(start, end).toWellFormed();
    return `${start > 0 ? '…' : ''}${shown(cut)}${end < text.length ? '…' : ''}`;
  };
  return [part(from), part(to)];
}

const EFFECTS: Readonly<Record<Override['effect'], string>> = {
  shadows: 'hides the change',
  redundant: 'is what the release ships; it can go',
  orphaned: 'belongs to nothing any more; remove it',
  revives: 'keeps a retired search alive; remove it',
};

function override({ file, line, stanza, key, local, from, to, effect }: Override): string {
  const change = effect === 'shadows' ? ` (${hidden(from, to)})` : '';
  return `${file}:${String(line)} [${shown(stanza)}] ${shown(key)} = ${shown(local)} ${EFFECTS[effect]}${change}`;
}

function hidden(from: string | undefined, to: string | undefined): string {
  if (from === to) return 'of the rows in the file that it stands for';
  return differing(from ?? 'not set', to ?? 'not set').join(' -> ');
}

function summary(found: AppDiff): string {
  const counts = [
    `${String(found.added.length)} added`,
    `${String(found.changed.length)} changed`,
    `${String(found.retired.length)} retired`,
    `${String(found.unchanged)} unchanged`,
  ];
  return counts.join(', ');
}

const LONGEST = 200;

function shown(text: string): string {
  const line = printable(text.replace(/\s+/gu, ' ').trim());
  return line.length > LONGEST ? `${line.slice(0, LONGEST).toWellFormed()}…` : line;
}
