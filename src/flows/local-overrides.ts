// A customer's own settings (`local/`) against a new release: Splunk takes them before the app's, setting by setting, so
// that what the release changes may never come into force.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readConf, type SplunkApp } from '../targets/splunk/index.ts';
import { positionAt, type Diagnostic, type Source } from '../text/index.ts';
import { UsageError } from './pack-folder.ts';

export interface Override {
  readonly file: string;
  readonly line: number;
  readonly stanza: string;
  readonly key: string;
  readonly local: string;
  /** The app's own values, where it has any. */
  readonly from?: string;
  readonly to?: string;
  /**
   * `shadows`: the release changes the value, or the rows of the list whose file the setting names, and the local one
   * stays in force. `redundant`: the local value is the
   * app's. `orphaned`: the release has no such stanza any more. `revives`: it switches a retired search on again.
   */
  readonly effect: 'shadows' | 'redundant' | 'orphaned' | 'revives';
}

/** A page or the navigation of the customer's own, in place of the whole of the app's. */
export interface LocalPage {
  /** Under `local/`: `data/ui/views/overview.xml`. */
  readonly file: string;
  readonly effect: 'shadows' | 'redundant' | 'orphaned';
}

/** Stanza to its settings. */
type Stanzas = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface Releases {
  readonly from: SplunkApp;
  readonly to: SplunkApp;
  /** Saved searches that the new release has retired. */
  readonly retired: ReadonlySet<string>;
  /** Lists whose rows the new release changes. */
  readonly lists: ReadonlySet<string>;
}

interface LocalFindings {
  readonly overrides: readonly Override[];
  readonly pages: readonly LocalPage[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `folder` is the app's `local/`, or the app's folder above it. Settings of stanzas that the old release never had are
 * the customer's own and are passed over.
 * @throws UsageError for a folder that is none.
 */
export function localOverrides(folder: string, releases: Releases): LocalFindings {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${folder}: no such folder`);
  }
  const inner = join(folder, 'local');
  const root = existsSync(inner) ? inner : folder;
  const overrides: Override[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [file, stanzasOf] of FILES) {
    const path = join(root, file);
    if (!existsSync(path)) continue;
    const source = { name: path, text: readFileSync(path, 'utf8') };
    const read = overridesIn(source, stanzasOf(releases.from), stanzasOf(releases.to), {
      retired: file === 'savedsearches.conf' ? releases.retired : new Set(),
      lists: file === 'transforms.conf' ? releases.lists : new Set(),
    });
    overrides.push(...read.overrides.map((each) => ({ ...each, file })));
    diagnostics.push(...read.diagnostics);
  }
  return { overrides, pages: localPages(root, releases), diagnostics };
}

/** Pages that the release leaves as they are, and those that are the customer's own, are passed over. */
function localPages(root: string, { from, to }: Releases): LocalPage[] {
  const pages: LocalPage[] = [];
  for (const [path, before] of [...from.interface].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file = `data/ui/${path}`;
    const own = join(root, file);
    if (!existsSync(own)) continue;
    const after = to.interface.get(path);
    if (after === undefined) pages.push({ file, effect: 'orphaned' });
    else if (readFileSync(own, 'utf8') === after) pages.push({ file, effect: 'redundant' });
    else if (before !== after) pages.push({ file, effect: 'shadows' });
  }
  return pages;
}

const FILES: readonly (readonly [string, (app: SplunkApp) => Stanzas])[] = [
  [
    'savedsearches.conf',
    (app) => new Map(app.savedSearches.map(({ name, settings }) => [name, settings])),
  ],
  [
    'macros.conf',
    (app) =>
      new Map(
        [...app.macros].map(([name, { definition, args, iseval }]) => [
          name,
          new Map([
            ['definition', definition],
            ['args', args.join(', ')],
            ['iseval', iseval ? '1' : '0'],
          ]),
        ]),
      ),
  ],
  ['transforms.conf', (app) => app.transforms],
  ['props.conf', (app) => app.props],
  [
    'eventtypes.conf',
    (app) =>
      new Map([...app.eventtypes].map(([name, search]) => [name, new Map([['search', search]])])),
  ],
];

function overridesIn(
  source: Source,
  before: Stanzas,
  after: Stanzas,
  { retired, lists }: Pick<Releases, 'retired' | 'lists'>,
): { overrides: Omit<Override, 'file'>[]; diagnostics: readonly Diagnostic[] } {
  const { value, diagnostics } = readConf(source);
  const overrides = value.flatMap(({ name: stanza, settings }) => {
    const [old, fresh] = [before.get(stanza), after.get(stanza)];
    if (!old) return [];
    return settings.flatMap(({ key, value: local, span }) => {
      const [from, to] = [old.get(key), fresh?.get(key)];
      const effect = effectOf({
        key,
        local,
        to,
        gone: !fresh,
        retired: retired.has(stanza),
        changed: from !== to || (key === 'filename' && lists.has(stanza)),
      });
      if (effect === undefined) return [];
      const line = positionAt(source, span?.start ?? 0).line;
      const values = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      return [{ line, stanza, key, local, ...values, effect }];
    });
  });
  return { overrides, diagnostics };
}

interface Setting {
  readonly key: string;
  readonly local: string;
  readonly to: string | undefined;
  readonly gone: boolean;
  /** The release changes the value, or what it stands for. */
  readonly changed: boolean;
  readonly retired: boolean;
}

function effectOf({
  key,
  local,
  to,
  gone,
  retired,
  changed,
}: Setting): Override['effect'] | undefined {
  if (gone) return 'orphaned';
  if (retired) {
    const on = (key === 'disabled' && isOff(local)) || (key === 'enableSched' && !isOff(local));
    return key === 'search' || on ? 'revives' : undefined;
  }
  if (local === to) return 'redundant';
  return changed ? 'shadows' : undefined;
}

const isOff = (value: string): boolean => /^(?:0|f|false|n|no)$/iu.test(value.trim());
