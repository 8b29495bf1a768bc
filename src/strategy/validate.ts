// The invariants of a strategy and of a pack of them. Everything found is reported; nothing is corrected.
import { nearest, type Diagnostic } from '../text/index.ts';
import { validateAttack } from './validate-attack.ts';
import { validateEntities } from './validate-entities.ts';
import { validateParity } from './validate-parity.ts';
import { printDuration } from './duration.ts';
import { isInstant } from './instant.ts';
import * as problems from './messages.ts';
import { platformsOf } from './platforms.ts';
import { placeIn } from './place-in.ts';
import type { Expectation, Search, Strategy, Tunable } from './strategy.ts';

const LONGEST_TITLE = 256;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const SEVERITIES = ['informational', 'low', 'medium', 'high'];
const STATUSES = ['production', 'experimental', 'deprecated'];

/** Every fault of every strategy, and of them as a pack: equal ids, tunables defined in two ways. */
export function validate(strategies: readonly Strategy[]): Diagnostic[] {
  return [
    ...strategies.flatMap(validateOne),
    ...duplicateIds(strategies),
    ...duplicateTunables(strategies),
  ];
}

/** The faults of one strategy by itself. */
export function validateOne(strategy: Strategy): Diagnostic[] {
  return [
    ...validateIdentity(strategy),
    ...validateAttack(strategy),
    ...validateSearches(strategy),
    ...validateSchedule(strategy),
    ...validateEntities(strategy),
    ...validateAlerting(strategy),
    ...strategy.tunables.flatMap((each, index) => validateTunable(strategy, each, index)),
    ...validateExpectations(strategy),
    ...validateParity(strategy),
  ];
}

function validateIdentity(strategy: Strategy): Diagnostic[] {
  const { id, title, severity, status, version } = strategy;
  const found: Diagnostic[] = [];
  if (id === '') found.push(problems.missingId(placeIn(strategy, 'id'), { title }));
  else if (!ID.test(id)) found.push(problems.badId(placeIn(strategy, 'id'), { id }));
  const atTitle = placeIn(strategy, 'title');
  if (title.trim() === '') found.push(problems.missingTitle(atTitle, { id }));
  if (title.length > LONGEST_TITLE) {
    found.push(problems.longTitle(atTitle, { length: title.length, most: LONGEST_TITLE }));
  }
  if (!SEVERITIES.includes(severity)) {
    found.push(problems.badSeverity(placeIn(strategy, 'severity'), { severity }));
  }
  if (!STATUSES.includes(status)) {
    found.push(problems.badStatus(placeIn(strategy, 'status'), { status }));
  }
  if (!/^\d{1,6}(?:\.\d{1,6}){0,3}$/.test(version)) {
    found.push(problems.badVersion(placeIn(strategy, 'version'), { version }));
  }
  return found;
}

function validateSearches(strategy: Strategy): Diagnostic[] {
  const { searches, source, id, status } = strategy;
  if (searches.length === 0) {
    return status === 'deprecated' ? [] : [problems.noSearch(placeIn(strategy, 'id'), { id })];
  }
  const empty = searches
    .filter((each) => each.text.trim() === '')
    .map((each) => problems.emptySearch({ source, span: each.span }, { language: each.language }));
  const groups = new Map<string, Search[]>();
  for (const search of searches) {
    const key = `${search.language} ${search.platform ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), search]);
  }
  const several = [...groups.values()].flatMap((group) => {
    const second = group[1];
    if (!second) return [];
    const platform = second.platform ?? 'every platform';
    const parameters = { language: second.language, platform, count: group.length };
    return [problems.severalSearches({ source, span: second.span }, parameters)];
  });
  const strange = searches
    .filter((each) => platformsOf(each).length === 0)
    .map(({ platform = '', language, span }) =>
      problems.unknownPlatform({ source, span }, { platform, language }),
    );
  return [...empty, ...several, ...strange];
}

function validateSchedule(strategy: Strategy): Diagnostic[] {
  const { every, lookback, delay, nearRealTime } = strategy.schedule;
  const found: Diagnostic[] = [];
  const least = { every: 1, lookback: 1, delay: 0 };
  for (const [name, seconds] of Object.entries({ every, lookback, delay })) {
    if (Number.isInteger(seconds) && seconds >= least[name as keyof typeof least]) continue;
    const at = placeIn(strategy, `schedule.${name}`);
    found.push(problems.badDuration(at, { name, found: `${String(seconds)} seconds` }));
  }
  if (found.length > 0 || nearRealTime || lookback >= every) return found;
  const written = strategy.places.has('schedule.lookback');
  const at = placeIn(strategy, written ? 'schedule.lookback' : 'schedule.every');
  const shown = { every: printDuration(every), lookback: printDuration(lookback) };
  return [problems.shortLookback(at, shown)];
}

function validateAlerting(strategy: Strategy): Diagnostic[] {
  const { throttle, risk } = strategy;
  const found: Diagnostic[] = [];
  if (throttle?.fields.length === 0) {
    found.push(problems.throttleWithoutFields(placeIn(strategy, 'throttle.fields'), {}));
  }
  if (throttle && !(Number.isInteger(throttle.period) && throttle.period > 0)) {
    const at = placeIn(strategy, 'throttle.period');
    found.push(
      problems.badDuration(at, { name: 'period', found: `${String(throttle.period)} seconds` }),
    );
  }
  if (risk && !(risk.score >= 0 && risk.score <= 100)) {
    found.push(problems.badRisk(placeIn(strategy, 'risk.score'), { score: risk.score }));
  }
  return found;
}

function validateTunable(strategy: Strategy, tunable: Tunable, index: number): Diagnostic[] {
  const { name, value, columns, rows } = tunable;
  const at = placeIn(strategy, `tunables.${String(index)}`);
  const wrong = (reason: string): Diagnostic[] => [problems.badTunable(at, { name, reason })];
  if (!/^[A-Za-z_]\w{0,63}$/.test(name))
    return wrong('has a name that cannot name a macro or function');
  if (value !== undefined && (columns ?? rows)) return wrong('has both a value and a list');
  if (value === undefined && columns === undefined) return wrong('has neither a value nor columns');
  if (columns?.length === 0) return wrong('is a list without columns');
  const strange = (rows ?? [])
    .flatMap((row) => Object.keys(row))
    .find((key) => !columns?.includes(key));
  if (strange === undefined) return [];
  const near = nearest(strange, columns ?? [])[0];
  return wrong(`has a row with the column \`${strange}\`${near ? ` (\`${near}\` is meant?)` : ''}`);
}

function validateExpectations(strategy: Strategy): Diagnostic[] {
  return strategy.expectations.flatMap((each) => {
    const at = { source: strategy.source, span: each.span };
    const found: Diagnostic[] = [];
    const say = (reason: string): number => found.push(problems.badExpectation(at, { reason }));
    if (each.recording.trim() === '') say('names no recording');
    if (!each.fires && (each.rows ?? 0) > 0) say('says that the search is silent and returns rows');
    if (each.fires && each.rows === 0) say('says that the search fires and returns no rows');
    if (!each.fires && each.fields) say('says that the search is silent and what its rows hold');
    if (each.now !== undefined && !isInstant(each.now)) {
      say(`has a clock (\`${each.now}\`) that is no time such as \`2026-03-01T12:00:00Z\``);
    }
    for (const reason of arrivalFaults(each)) say(reason);
    return found;
  });
}

const NAMED_EDGES: ReadonlySet<string> = new Set(['middle', 'end']);

/** What is wrong with when events arrive and where windows meet. */
function arrivalFaults({ now, edge, repeat = 1, repeatAfter }: Expectation): string[] {
  const faults: string[] = [];
  if (edge !== undefined && !NAMED_EDGES.has(edge) && !isInstant(edge))
    faults.push(
      `has an edge (\`${edge}\`) that is neither \`middle\` nor \`end\` nor a time such as \`2026-03-01T12:00:00Z\``,
    );
  if (edge !== undefined && now !== undefined)
    faults.push('has a clock and an edge: one run has no edge to the next');
  if (!Number.isInteger(repeat) || repeat < 1 || repeat > MOST_REPEATED)
    faults.push(`repeats events ${String(repeat)} times, not 1 to ${String(MOST_REPEATED)} times`);
  if (repeatAfter !== undefined && repeat === 1)
    faults.push('says when events arrive again and not that they do (`repeat`)');
  return faults;
}

/** More arrivals of one event are no accident of a forwarder. */
const MOST_REPEATED = 10;

function duplicateIds(strategies: readonly Strategy[]): Diagnostic[] {
  const first = new Map<string, Strategy>();
  return strategies.flatMap((strategy) => {
    const key = strategy.id.toLowerCase();
    const other = first.get(key);
    if (strategy.id === '') return [];
    if (!other) {
      first.set(key, strategy);
      return [];
    }
    const span = placeIn(other, 'id').span ?? { start: 0, end: 0 };
    const related = [{ message: 'first used here', source: other.source, span }];
    const at = { ...placeIn(strategy, 'id'), related };
    return [problems.duplicateId(at, { id: strategy.id, other: other.source.name })];
  });
}

function duplicateTunables(strategies: readonly Strategy[]): Diagnostic[] {
  const first = new Map<string, { strategy: Strategy; tunable: Tunable; index: number }>();
  const found: Diagnostic[] = [];
  for (const strategy of strategies) {
    for (const [index, tunable] of strategy.tunables.entries()) {
      const known = first.get(tunable.name);
      if (!known) first.set(tunable.name, { strategy, tunable, index });
      if (!known || contents(known.tunable) === contents(tunable)) continue;
      const { source, span } = placeIn(known.strategy, `tunables.${String(known.index)}`);
      const related = span && [{ message: 'first defined here', source, span }];
      const at = { ...placeIn(strategy, `tunables.${String(index)}`), related };
      found.push(problems.duplicateTunable(at, { name: tunable.name }));
    }
  }
  return found;
}

function contents({ value, columns, rows }: Tunable): string {
  return JSON.stringify([value, columns, rows]);
}
