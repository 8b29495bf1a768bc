// From the front matter to the parts of the model that it gives.
import type {
  AttackRef,
  DataSource,
  EntityMapping,
  Expectation,
  HistoryEntry,
  ParityException,
  Risk,
  Schedule,
  Throttle,
  Tunable,
} from '../../strategy/index.ts';
import { record } from '../blank.ts';
import type { Fields } from '../fields.ts';

const HOUR = 3600;
const DELAY = 300;

/** Without a schedule: every hour, an hour back, five minutes late. Without `lookback`: as far as `every`. */
export function scheduleIn(root: Fields): Schedule {
  const given = root.object('schedule');
  const every = given?.duration('every') ?? HOUR;
  return {
    every,
    lookback: given?.duration('lookback') ?? every,
    delay: given?.duration('delay') ?? DELAY,
    nearRealTime: given?.flag('near_real_time') ?? false,
  };
}

export function attackIn(root: Fields): AttackRef[] {
  return root.objects('attack').flatMap((each) => {
    const tactic = each.text('tactic');
    const technique = each.text('technique');
    if (tactic === undefined && technique === undefined) return [];
    return [{ ...present({ tactic, technique }), span: each.span() }];
  });
}

export function dataSourcesIn(root: Fields): DataSource[] {
  return root.objects('data_sources').map((each) => ({
    provider: each.text('provider') ?? '',
    ...present({
      table: each.text('table'),
      eventId: each.text('event_id'),
      eventName: each.text('event_name'),
      attackDataSource: each.text('attack_data_source'),
      attackDataComponent: each.text('attack_data_component'),
    }),
  }));
}

export function entitiesIn(root: Fields): EntityMapping[] {
  return root.objects('entities').flatMap((each) => {
    const type = each.text('type');
    return type === undefined ? [] : [{ type, columns: record(each.entries('columns')) }];
  });
}

export function riskIn(root: Fields): { risk?: Risk } {
  const given = root.object('risk');
  const score = given?.number('score');
  return score === undefined ? {} : { risk: { score, message: given?.text('message') ?? '' } };
}

export function throttleIn(root: Fields): { throttle?: Throttle } {
  const given = root.object('throttle');
  if (!given) return {};
  return { throttle: { fields: given.texts('fields'), period: given.duration('period') ?? HOUR } };
}

export function tunablesIn(root: Fields): Tunable[] {
  return root.objects('tunables').map((each) => {
    const value = each.number('value') ?? each.text('value');
    const isList = Array.isArray(each.raw('columns'));
    const rows = Array.isArray(each.raw('rows')) ? rowsIn(each) : undefined;
    return {
      name: each.text('name') ?? '',
      description: each.text('description') ?? '',
      ...present({ value, columns: isList ? each.texts('columns') : undefined, rows }),
    };
  });
}

function rowsIn(tunable: Fields): Readonly<Record<string, string>>[] {
  return tunable.objects('rows').map((row) => {
    const keys = Object.keys(
      (tunable.raw('rows') as object[])[Number(row.path.split('.').at(-1))] ?? {},
    );
    return record(keys.map((key): [string, string] => [key, row.text(key) ?? '']));
  });
}

export function expectationsIn(root: Fields): Expectation[] {
  return root.objects('expectations').flatMap((each) => {
    const recording = each.text('recording');
    const fires = each.flag('fires');
    if (recording === undefined || fires === undefined) return [];
    const platforms = each.texts('platforms');
    const fields = each.entries('fields');
    const optional = {
      platforms: platforms.length === 0 ? undefined : platforms,
      rows: each.number('rows'),
      fields: fields.length === 0 ? undefined : record(fields),
      now: each.text('now'),
      edge: each.text('edge'),
      delay: each.duration('delay'),
      repeat: each.number('repeat'),
      repeatAfter: each.duration('repeat_after'),
    };
    return [
      {
        recording,
        name: each.text('name') ?? recording,
        fires,
        ...present(optional),
        span: each.span(),
      },
    ];
  });
}

export function parityIn(root: Fields): { parity?: readonly ParityException[] } {
  const given = root.objects('parity').map((each) => ({
    ...present({ recording: each.text('recording'), entity: each.text('entity') }),
    platforms: each.texts('platforms'),
    reason: each.text('reason') ?? '',
    span: each.span(),
  }));
  return given.length === 0 ? {} : { parity: given };
}

export function historyIn(root: Fields): HistoryEntry[] {
  return root.objects('history').map((each) => ({
    version: each.text('version') ?? '',
    date: each.text('date') ?? '',
    ...present({ impact: each.text('impact') }),
    notes: each.text('notes') ?? '',
  }));
}

export function factsIn(root: Fields): { facts?: Readonly<Record<string, string>> } {
  const facts = root.entries('facts');
  return facts.length === 0 ? {} : { facts: record(facts) };
}

export function platformsIn(
  root: Fields,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const given = root.object('platforms');
  return record(
    ['splunk', 'sentinel', 'defender'].flatMap((name) => {
      const settings = given?.raw(name);
      const isObject =
        typeof settings === 'object' && settings !== null && !Array.isArray(settings);
      return isObject ? [[name, settings as Readonly<Record<string, unknown>>] as const] : [];
    }),
  );
}

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the properties that are undefined. */
function present<T extends object>(properties: T): Present<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}
