// From what the admin changed to the writes that splunkd gets, in order: sources, lists, searches, and last "is configured".
import { cronProblem } from './cron.ts';
import type { ListFacts, PackFacts, SearchFacts } from './facts.ts';
import { cleanRows, ownFile, rowsProblem, sameRows, writingSearch, type Rows } from './lists.ts';
import { filterProblem } from './source-filter.ts';
import type { Context, StoredLookup, StoredMacro, StoredSearch, Write } from './splunkd.ts';

/** What the admin wants of a search, as far as it was touched. */
export interface SearchEdit {
  readonly on?: boolean;
  readonly severity?: string;
  readonly cron?: string;
  readonly period?: string;
  readonly fields?: string;
}

/** Everything touched: filters by macro, searches by saved search, lists by lookup. */
export interface Edits {
  readonly filters: ReadonlyMap<string, string>;
  readonly searches: ReadonlyMap<string, SearchEdit>;
  readonly lists: ReadonlyMap<string, Rows>;
}

export const NO_EDITS: Edits = { filters: new Map(), searches: new Map(), lists: new Map() };

/** What Splunk holds. */
export interface InForce {
  readonly context: Context;
  readonly macros: readonly StoredMacro[];
  readonly searches: readonly StoredSearch[];
  readonly lookups: readonly StoredLookup[];
  /** The rows of the lists that were opened. */
  readonly rows: ReadonlyMap<string, Rows>;
}

/** A write together with the words that announce it. */
export interface PlannedWrite extends Write {
  readonly label: string;
}

/** Everything that will be written, in the order in which it will be; nothing when nothing differs. */
export function planWrites(facts: PackFacts, inForce: InForce, edits: Edits): PlannedWrite[] {
  return [
    ...inForce.macros.flatMap((macro) => filterWrite(macro, edits)),
    ...facts.lists.flatMap((list) => listWrites(list, inForce, edits)),
    ...facts.searches.flatMap((search) => searchWrite(search, inForce, edits)),
    ...(inForce.context.configured || !inForce.context.mayConfigure ? [] : [configured(facts.app)]),
  ];
}

function filterWrite({ name, definition }: StoredMacro, edits: Edits): PlannedWrite[] {
  const wanted = edits.filters.get(name)?.trim();
  if (wanted === undefined || wanted === definition) return [];
  const endpoint = `configs/conf-macros/${encodeURIComponent(name)}`;
  const label = `Point ${name} at its data`;
  return [{ endpoint, namespace: 'app', fields: { definition: wanted }, label }];
}

function listWrites(
  { name, columns }: ListFacts,
  { lookups, rows }: InForce,
  edits: Edits,
): PlannedWrite[] {
  const given = edits.lists.get(name);
  const wanted = given && cleanRows(given);
  if (!wanted || sameRows(wanted, rows.get(name) ?? [])) return [];
  const saved: PlannedWrite = {
    endpoint: 'search/v2/jobs',
    namespace: 'user',
    fields: { search: writingSearch(name, columns, wanted), exec_mode: 'oneshot' },
    label: `Save the list ${name}`,
  };
  const file = lookups.find((each) => each.name === name)?.file;
  if (file === ownFile(name)) return [saved];
  const pointed: PlannedWrite = {
    endpoint: `configs/conf-transforms/${encodeURIComponent(name)}`,
    namespace: 'app',
    fields: { filename: ownFile(name) },
    label: `Use your own copy of the list ${name}`,
  };
  return [saved, pointed];
}

/** Severities as Enterprise Security names them, by Splunk's numbers. */
export const SEVERITIES: readonly (readonly [number: string, name: string])[] = [
  ['2', 'informational'],
  ['3', 'low'],
  ['4', 'medium'],
  ['5', 'high'],
  ['6', 'critical'],
];

function searchWrite(search: SearchFacts, { searches }: InForce, edits: Edits): PlannedWrite[] {
  const stored = searches.find(({ name }) => name === search.name);
  const edit = edits.searches.get(search.name);
  if (!stored || !edit) return [];
  const { on = stored.on, cron = stored.cron, severity = stored.severity } = edit;
  const fields: Record<string, string> = {
    ...(on !== stored.on && { disabled: on ? '0' : '1' }),
    ...(cron.trim() !== stored.cron && { cron_schedule: cron.trim() }),
    ...(severity !== stored.severity && severityFields(stored, severity)),
    ...throttleFields(stored, edit),
  };
  const names = Object.keys(fields);
  if (names.length === 0) return [];
  const endpoint = `saved/searches/${encodeURIComponent(search.name)}`;
  const label = `${labelOf(fields)}: ${search.title}`;
  return [{ endpoint, namespace: 'app', fields, label }];
}

function severityFields({ finding }: StoredSearch, severity: string): Record<string, string> {
  const name = new Map(SEVERITIES).get(severity);
  return {
    'alert.severity': severity,
    ...(finding && name !== undefined && { 'action.notable.param.severity': name }),
  };
}

function throttleFields({ throttle }: StoredSearch, edit: SearchEdit): Record<string, string> {
  const period = (edit.period ?? throttle.period).trim();
  const names = (edit.fields ?? throttle.fields).trim();
  const fields = period === '' ? '' : names.split(/[\s,]+/u).join(',');
  if (period === throttle.period && fields === throttle.fields) return {};
  if (period === '') return { 'alert.suppress': '0' };
  return {
    ...(throttle.period === '' && { 'alert.suppress': '1' }),
    ...(period !== throttle.period && { 'alert.suppress.period': period }),
    ...(fields !== throttle.fields && {
      'alert.suppress.fields': fields,
      // Splunk holds back by field only where each result is an alert of its own.
      'alert.digest_mode': fields === '' ? '1' : '0',
    }),
  };
}

function labelOf({ disabled, ...others }: Readonly<Record<string, string>>): string {
  if (disabled === undefined) return 'Change';
  const switched = disabled === '0' ? 'Switch on' : 'Switch off';
  return Object.keys(others).length > 0 ? `${switched} and change` : switched;
}

function configured(app: string): PlannedWrite {
  return {
    endpoint: `apps/local/${encodeURIComponent(app)}`,
    namespace: 'system',
    fields: { configured: 'true' },
    label: 'Mark the app as set up',
  };
}

/** Why a throttle's period is none, or undefined; `` holds nothing back. */
export function periodProblem(period: string): string | undefined {
  return /^(?:[1-9]\d{0,6}[smhd])?$/u.test(period.trim())
    ? undefined
    : 'Write a number and s, m, h or d, such as 24h, or leave it empty.';
}

/** Why throttling by these fields cannot work, or undefined. */
export function fieldsProblem(fields: string): string | undefined {
  return /^(?:[\w.]+(?:[\s,]+[\w.]+)*)?$/u.test(fields.trim())
    ? undefined
    : 'Write names of result fields with commas between them.';
}

/** Whether anything typed cannot be written as it stands. */
export function hasProblems({ filters, searches, lists }: Edits): boolean {
  const problems = [
    ...[...filters.values()].map(filterProblem),
    ...[...lists.values()].map(rowsProblem),
    ...[...searches.values()].flatMap(({ cron, period = '', fields = '' }) => [
      cron === undefined ? undefined : cronProblem(cron),
      periodProblem(period),
      fieldsProblem(fields),
    ]),
  ];
  return problems.some((each) => each !== undefined);
}
