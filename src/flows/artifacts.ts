// The searches and all that they call, read back out of what was built.
import type { KqlColumn, WorkspaceFunction } from '../kql/index.ts';
import type { Lookup, Macro } from '../spl/index.ts';
import { readDetections } from '../targets/defender/index.ts';
import { readTemplate } from '../targets/sentinel/index.ts';
import {
  readApp,
  unpack,
  type AppLookup,
  type SavedSearch,
  type SplunkApp,
} from '../targets/splunk/index.ts';
import type { Pack } from '../strategy/index.ts';
import type { Diagnostic, FileTree } from '../text/index.ts';
import { kustoColumnsOf } from './pack-tables.ts';

/** Whoever hunts chooses the time; a month is what the portal offers. */
const HUNTING_PERIOD = 30 * 24 * 3_600;

export interface SplunkSearch {
  readonly strategyId: string;
  readonly name: string;
  readonly search: string;
  /** Relative times as in the stanza; absent for all time. */
  readonly earliest: string | undefined;
  readonly latest: string | undefined;
  /** Bounds on the time of indexing, as in the stanza. */
  readonly indexEarliest: string | undefined;
  readonly indexLatest: string | undefined;
}

export interface KustoSearch {
  readonly strategyId: string;
  readonly name: string;
  readonly query: string;
  /** How far back the platform lets the query look, in seconds. */
  readonly period: number;
  readonly nearRealTime: boolean;
}

export interface Artifacts {
  readonly splunk: readonly SplunkSearch[];
  readonly macros: ReadonlyMap<string, Macro>;
  readonly lookups: readonly NamedLookup[];
  readonly sentinel: readonly KustoSearch[];
  readonly functions: readonly WorkspaceFunction[];
  readonly watchlists: readonly Watchlist[];
  readonly defender: readonly KustoSearch[];
  /** Kusto tables that the pack declares beyond the products' own. */
  readonly tables: ReadonlyMap<string, readonly KqlColumn[]>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface NamedLookup {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly settings: Omit<Lookup, 'table' | 'columns'>;
}

export interface Watchlist {
  readonly alias: string;
  readonly columns: readonly string[];
  readonly searchKey: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** The longest that Defender looks back, by how often the detection runs (its documentation's table), in seconds. */
const DEFENDER_LOOKBACK: readonly (readonly [every: number, lookback: number])[] = [
  [86_400, 30 * 86_400],
  [43_200, 2 * 86_400],
  [10_800, 43_200],
  [3_600, 14_400],
  [0, 3_600],
];

/** Reads the tree that a build made: the packed app, the ARM templates, the detections. */
export function readArtifacts(tree: FileTree, pack: Pack): Artifacts {
  const app = readPackedApp(tree);
  const templates = readTemplate(below(tree, 'sentinel/'));
  const detections = readDetections(below(tree, 'defender/'));
  return {
    splunk: (app?.value.savedSearches ?? []).flatMap(splunkSearch),
    macros: app?.value.macros ?? new Map(),
    lookups: [...(app?.value.lookups ?? [])].map(([name, lookup]) => named(name, lookup)),
    sentinel: [
      ...templates.value.rules.map(({ strategyId, displayName, query, kind, schedule }) => ({
        strategyId,
        name: displayName,
        query,
        period: schedule?.period ?? 3_600,
        nearRealTime: kind === 'NRT',
      })),
      ...[...templates.value.hunting.values()].map(({ strategyId, displayName, query }) => ({
        strategyId,
        name: displayName,
        query,
        period: HUNTING_PERIOD,
        nearRealTime: false,
      })),
    ],
    functions: [...templates.value.functions.values()],
    watchlists: [...templates.value.watchlists.values()],
    tables: kustoColumnsOf(pack),
    defender: detections.value.map(({ strategyId, displayName, query, frequency }) => ({
      strategyId,
      name: displayName,
      query,
      period: DEFENDER_LOOKBACK.find(([every]) => frequency >= every)?.[1] ?? 3_600,
      nearRealTime: frequency === 0,
    })),
    diagnostics: [...(app?.diagnostics ?? []), ...templates.diagnostics, ...detections.diagnostics],
  };
}

function splunkSearch(saved: SavedSearch): SplunkSearch[] {
  const { strategyId, name, search, earliest, latest, settings } = saved;
  if (strategyId === undefined) return [];
  const indexEarliest = settings.get('dispatch.index_earliest');
  const indexLatest = settings.get('dispatch.index_latest');
  return [{ strategyId, name, search, earliest, latest, indexEarliest, indexLatest }];
}

function readPackedApp(
  tree: FileTree,
): { value: SplunkApp; diagnostics: readonly Diagnostic[] } | undefined {
  const path = [...tree.keys()].find((each) => each.endsWith('.spl'));
  const content = path === undefined ? undefined : tree.get(path);
  if (path === undefined || content === undefined || typeof content === 'string') return undefined;
  const unpacked = unpack(content, path);
  const read = readApp(unpacked.value);
  return { value: read.value, diagnostics: [...unpacked.diagnostics, ...read.diagnostics] };
}

function below(tree: FileTree, folder: string): FileTree {
  return new Map(
    [...tree]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, content]) => [path.slice(folder.length), content]),
  );
}

function named(name: string, { columns, rows, settings }: AppLookup): NamedLookup {
  const number = (key: string): number | undefined => {
    const value = settings.get(key);
    return value === undefined ? undefined : Number(value);
  };
  const [matchType, sensitive, fallback] = [
    'match_type',
    'case_sensitive_match',
    'default_match',
  ].map((key) => settings.get(key));
  const [most, least] = [number('max_matches'), number('min_matches')];
  return {
    name,
    columns,
    rows,
    settings: {
      ...(matchType !== undefined && { match_type: matchType }),
      ...(sensitive !== undefined && {
        case_sensitive_match: /^(?:1|t|true|y|yes)$/i.test(sensitive),
      }),
      ...(most !== undefined && { max_matches: most }),
      ...(least !== undefined && { min_matches: least }),
      ...(fallback !== undefined && { default_match: fallback }),
    },
  };
}
