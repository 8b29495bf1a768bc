// Rows and a promise to a verdict. Nothing here knows how the rows came about.
import type { Expectation, Strategy } from '../strategy/index.ts';
import { conditionsOf } from './conditions.ts';
import { entitiesOf } from './entities.ts';
import type { Verdict } from './verdict.ts';

/** What a replay brings: the outcome of one search on one recording. */
export interface Replayed {
  readonly platform: string;
  /** Result columns and rows as text, null where there is no value. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Set when the search could not be run: what stood in the way. */
  readonly unsupported?: string;
  /** Default limits of the platform that cut the result, each once. */
  readonly cut?: readonly string[];
  /** What the search reads and no event of the recording can have, each once. */
  readonly missing?: readonly string[];
  /** Whether the recording holds any event that this platform would receive into a table that the search reads. */
  readonly received: boolean;
  /** Whether any of these had come in and lay in the window of a run. */
  readonly inWindow: boolean;
  /** Whether the tables are analogues of what the product itself would record. */
  readonly analogue: boolean;
  readonly milliseconds: number;
}

export function judge(strategy: Strategy, expectation: Expectation, replayed: Replayed): Verdict {
  const expected = expectedOf(expectation);
  const observed = observe(replayed);
  const reason = whyNot(expectation, replayed, observed);
  const conditions = conditionsOf(expectation);
  return {
    strategy: strategy.id,
    title: strategy.title,
    platform: replayed.platform,
    recording: expectation.recording,
    expectation: expectation.name,
    ...(conditions !== undefined && { conditions }),
    expected,
    observed,
    passed: expected === 'either' || reason === undefined,
    rows: replayed.rows.length,
    ...(observed === 'fired' && { entities: entitiesOf(strategy.entities, replayed) }),
    ...(reason !== undefined && { reason }),
    analogue: replayed.analogue,
    milliseconds: replayed.milliseconds,
    source: strategy.source,
    span: expectation.span,
  };
}

const expectedOf = ({ fires }: Expectation): Verdict['expected'] =>
  fires === 'either' ? 'either' : fires ? 'fired' : 'silent';

function observe({ rows, unsupported, received }: Replayed): Verdict['observed'] {
  if (unsupported !== undefined) return 'unsupported';
  if (rows.length > 0) return 'fired';
  return received ? 'silent' : 'unseen';
}

/** What keeps the promise from being kept; undefined when nothing does. */
function whyNot(
  expectation: Expectation,
  replayed: Replayed,
  observed: Verdict['observed'],
): string | undefined {
  const { fires, rows, fields } = expectation;
  if (observed === 'unsupported') return replayed.unsupported;
  if (fires === 'either') return undefined;
  if (observed === 'unseen') {
    return 'the recording holds no event that this platform would receive: nothing is proven';
  }
  if (fires && observed === 'silent') {
    return replayed.inWindow
      ? 'expected to fire, found no row'
      : 'expected to fire, found no row: in no run had an event come in that lay in its window';
  }
  if (!fires && observed === 'fired') {
    return `expected to stay silent, found ${replayed.rows.length} row(s): ${describe(replayed)}`;
  }
  if (rows !== undefined && rows !== replayed.rows.length) {
    return `expected ${rows} row(s), found ${replayed.rows.length}`;
  }
  return fields && fires ? missingField(fields, replayed) : undefined;
}

/** Some row must hold all the expected values together. */
function missingField(
  fields: Readonly<Record<string, string>>,
  { columns, rows }: Replayed,
): string | undefined {
  const wanted = Object.entries(fields);
  const unknown = wanted.filter(([name]) => !columns.includes(name)).map(([name]) => name);
  if (unknown.length > 0) {
    return `no column ${unknown.join(', ')} in the result; it has ${columns.join(', ')}`;
  }
  const holds = (row: readonly (string | null)[]): boolean =>
    wanted.every(([name, value]) =>
      (row[columns.indexOf(name)] ?? '').toLowerCase().includes(value.toLowerCase()),
    );
  if (rows.some(holds)) return undefined;
  const text = wanted.map(([name, value]) => `${name} with ${JSON.stringify(value)}`).join(' and ');
  return `no row has ${text}; the first row: ${describe({ columns, rows })}`;
}

const WIDEST_VALUE = 60;

/** The first row's first few values, for a message. */
function describe({ columns, rows }: Pick<Replayed, 'columns' | 'rows'>): string {
  const [row = []] = rows;
  const cells = columns.flatMap((name, at) => {
    const value = row[at];
    return value === null || value === undefined || value === ''
      ? []
      : [`${name}=${value.length > WIDEST_VALUE ? `${value.slice(0, WIDEST_VALUE)}...` : value}`];
  });
  return cells.slice(0, 6).join(', ').replaceAll(/\s+/g, ' ');
}
