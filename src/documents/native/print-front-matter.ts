// The model's machine-readable part as the YAML at the top of a native document.
import { Document, isCollection, visit } from 'yaml';
import { printDuration, type Strategy } from '../../strategy/index.ts';

/** Fields that the prose gives as well, to be written only where it does not give the same. */
export type Derived = 'description' | 'falsePositives' | 'references';

/** Keys whose small mappings stand on one line. */
const ON_ONE_LINE = new Set(['attack', 'data_sources', 'schedule', 'entities', 'history']);

/** YAML without the lines `---` around it. `derived` names what must be written although prose could give it. */
export function printFrontMatter(strategy: Strategy, derived: ReadonlySet<Derived>): string {
  const document = new Document(plain(entriesOf(strategy, derived)), {
    version: '1.2',
    // The same object may stand in two places; an alias for it would be refused by the reader.
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Pair(_, { key, value }, path) {
      const name = String(key);
      if (path.length === 2 && ON_ONE_LINE.has(name) && isCollection(value)) {
        for (const item of name === 'schedule' ? [value] : value.items) {
          if (isCollection(item)) item.flow = true;
        }
      }
    },
  });
  return document.toString({ lineWidth: 0, blockQuote: 'literal', minContentWidth: 0 });
}

function entriesOf(strategy: Strategy, derived: ReadonlySet<Derived>): Record<string, unknown> {
  const { schedule, risk, throttle } = strategy;
  const seconds = printDuration;
  return {
    id: strategy.id,
    title: strategy.title,
    description: derived.has('description') ? strategy.description : undefined,
    version: strategy.version,
    status: strategy.status,
    severity: strategy.severity,
    attack: strategy.attack.map(({ tactic, technique }) => ({ tactic, technique })),
    data_sources: some(strategy.dataSources.map(dataSource)),
    schedule: {
      every: seconds(schedule.every),
      lookback: seconds(schedule.lookback),
      delay: seconds(schedule.delay),
      near_real_time: schedule.nearRealTime ? true : undefined,
    },
    entities: some(strategy.entities.map(({ type, columns }) => ({ type, columns }))),
    details: someEntries(strategy.details),
    risk,
    throttle: throttle && { fields: throttle.fields, period: seconds(throttle.period) },
    tunables: some(strategy.tunables),
    facts: someEntries(strategy.facts ?? {}),
    platforms: someEntries(strategy.platforms),
    expectations: some(strategy.expectations.flatMap(expectation)),
    parity: some((strategy.parity ?? []).map(parityException)),
    false_positives: derived.has('falsePositives') ? some(strategy.falsePositives) : undefined,
    references: derived.has('references') ? some(strategy.references) : undefined,
    history: some(strategy.history),
  };
}

function dataSource(each: Strategy['dataSources'][number]): Record<string, unknown> {
  return {
    provider: each.provider,
    table: each.table,
    event_id: each.eventId,
    event_name: each.eventName,
    attack_data_source: each.attackDataSource,
    attack_data_component: each.attackDataComponent,
  };
}

/** What promises nothing is no expectation of a document. */
function expectation(each: Strategy['expectations'][number]): Record<string, unknown>[] {
  if (each.fires === 'either') return [];
  const { recording, name, fires, rows, fields, platforms, now, edge, repeat } = each;
  const [delay, repeat_after] = [each.delay, each.repeatAfter].map((seconds) =>
    seconds === undefined ? undefined : printDuration(seconds),
  );
  const arrival = { delay, repeat, repeat_after };
  return [{ recording, name, fires, rows, fields, platforms, now, edge, ...arrival }];
}

function parityException(each: NonNullable<Strategy['parity']>[number]): Record<string, unknown> {
  const { recording, entity, platforms, reason } = each;
  return { recording, entity, platforms, reason };
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function someEntries(object: object): object | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}

/** Without what is undefined, and as plain mappings, in the order given. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return new Map(entries.map(([key, each]) => [key, plain(each)]));
}
