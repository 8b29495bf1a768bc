// What a document says under `platforms.splunk`: settings of savedsearches.conf that stand in for the derived ones, and
// names of our own: `late_events`, for how long after it happened an event may still come in, and what Enterprise Security
// is told (annotations.ts).
import { parseDuration, placeIn, type Strategy } from '../../../strategy/index.ts';
import type { Diagnostic } from '../../../text/index.ts';
import type { ConfSetting } from '../conf/conf.ts';
import { keyProblem, valueProblem } from '../conf/representable.ts';
import { diagnose } from '../messages.ts';

// Settings that a document may give. `search`, `disabled` and `enableSched` are not among them: what runs is the
// document's search, and every search ships switched off.
const NAMES = new Set([
  'alert_condition',
  'allow_skew',
  'counttype',
  'cron_schedule',
  'description',
  'dispatchAs',
  'is_visible',
  'max_concurrent',
  'quantity',
  'realtime_schedule',
  'relation',
  'schedule_priority',
  'schedule_window',
  'workload_pool',
]);
const FAMILIES = /^(?:action|alert|dispatch|display|durable|request)\.[\w.]+$/u;
// Scripts and lookup population are actions that Splunk Cloud refuses.
const REFUSED = /^action\.(?:script|populate_lookup)\b/u;
const LATE_EVENTS = 'late_events';
const OWN = new Set([LATE_EVENTS, 'type', 'annotations']);
const DOMAIN = 'action.notable.param.security_domain';
const DOMAINS = ['access', 'endpoint', 'network', 'threat', 'identity', 'audit'];
const TIMES = ['dispatch.earliest_time', 'dispatch.latest_time'];

/** The settings given, by key; what cannot be one is reported where it stands and left out. */
export function settingsOf(strategy: Strategy, found: Diagnostic[]): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const [key, value] of givenTo(strategy)) {
    if (OWN.has(key)) continue;
    const { source, span } = placeIn(strategy, `platforms.splunk.${key}`);
    if (!isAllowed(key)) {
      found.push(diagnose('TSP1010', source, span, { key }));
      continue;
    }
    const text = asText(value);
    const expected = text === undefined ? 'a text, a number, `true` or `false`' : misfit(key, text);
    if (text === undefined || expected !== undefined) {
      found.push(diagnose('TSP1011', source, span, { key, expected: expected ?? '' }));
    } else {
      settings.set(key, text);
    }
  }
  return settings;
}

/**
 * Seconds by which events may come in late; undefined where the document does not ask for it. The search then goes by
 * the time of indexing and finds late events in the first run after they come in.
 */
export function lateEvents(strategy: Strategy, found: Diagnostic[]): number | undefined {
  const given = ownSettings(strategy).get(LATE_EVENTS);
  if (given === undefined) return undefined;
  const seconds = typeof given === 'string' ? parseDuration(given) : undefined;
  if (seconds !== undefined && seconds > 0) return seconds;
  const { source, span } = placeIn(strategy, `platforms.splunk.${LATE_EVENTS}`);
  found.push(
    diagnose('TSP1011', source, span, {
      key: LATE_EVENTS,
      expected: 'a span of time such as `24h`',
    }),
  );
  return undefined;
}

/** What the document gives under names that are no settings of savedsearches.conf, as it stands there. */
export function ownSettings(strategy: Strategy): ReadonlyMap<string, unknown> {
  return new Map(givenTo(strategy).filter(([key]) => OWN.has(key)));
}

function givenTo(strategy: Strategy): [string, unknown][] {
  return Object.entries(new Map(Object.entries(strategy.platforms)).get('splunk') ?? {});
}

/** The derived settings with those of the document in their place; settings of the document's own follow by name. */
export function withOverrides(
  derived: readonly ConfSetting[],
  overrides: ReadonlyMap<string, string>,
): ConfSetting[] {
  const replaced = derived.map(({ key, value }) => ({ key, value: overrides.get(key) ?? value }));
  const known = new Set(derived.map(({ key }) => key));
  const added = [...overrides]
    .filter(([key]) => !known.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, value }));
  return [...replaced, ...added];
}

function isAllowed(key: string): boolean {
  if (keyProblem(key) !== undefined || REFUSED.test(key)) return false;
  return NAMES.has(key) || FAMILIES.test(key);
}

/** Booleans as Splunk's own pages write them: any other spelling would become a local change when saved there. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === 'string' ? value.trim() : undefined;
}

/** What a value should be, when it is not that. */
function misfit(key: string, value: string): string | undefined {
  if (key === 'cron_schedule' && !isCron(value)) return 'five cron fields, such as `7 * * * *`';
  if (TIMES.includes(key) && (value === '' || /^rt/iu.test(value))) {
    return 'a relative time such as `-70m@m`; real-time windows are not vetted for Splunk Cloud';
  }
  if (key === DOMAIN && !DOMAINS.includes(value)) return `one of ${DOMAINS.join(', ')}`;
  const problem = valueProblem(value);
  return problem && `writable to a .conf file; it ${problem.reason}`;
}

/** Five fields of numbers, `*`, ranges, steps and lists, each within its bounds. */
export function isCron(value: string): boolean {
  const fields = value.trim().split(/\s+/u);
  const bounds = [59, 23, 31, 12, 7];
  return fields.length === 5 && fields.every((field, index) => isField(field, bounds[index] ?? 0));
}

function isField(field: string, most: number): boolean {
  return field.split(',').every((item) => {
    const [range = '', step, ...more] = item.split('/');
    if (more.length > 0 || (step !== undefined && !(/^\d{1,2}$/u.test(step) && Number(step) > 0))) {
      return false;
    }
    if (range === '*') return true;
    const ends = range.split('-');
    const numbers = ends.map(Number);
    const [from = 0, to = from] = numbers;
    return (
      ends.length <= 2 &&
      ends.every((end) => /^\d{1,2}$/u.test(end)) &&
      numbers.every((number) => number <= most) &&
      from <= to
    );
  });
}
