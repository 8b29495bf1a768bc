// The settings that a document gives one platform, read by name and type; whatever is not understood is reported.
import { parseDuration, type Strategy } from '../strategy/index.ts';
import { nearest } from '../text/index.ts';
import type { Findings } from './findings.ts';
import * as problems from './messages.ts';
import { isObject } from './json.ts';

/** One object of settings. A getter gives undefined where the setting is absent or, with an error, of another type. */
export interface Settings {
  /** Dotted path for messages: `platforms.sentinel`. */
  readonly path: string;
  readonly names: readonly string[];
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean | undefined;
  readonly count: (name: string) => number | undefined;
  readonly seconds: (name: string) => number | undefined;
  readonly choice: <T extends string>(name: string, allowed: readonly T[]) => T | undefined;
  readonly texts: (name: string) => readonly string[] | undefined;
  readonly object: (name: string, known?: readonly string[]) => Settings | undefined;
  readonly objects: (name: string, known: readonly string[]) => readonly Settings[] | undefined;
}

/** `platforms.<platform>` of a document; `known` names every setting that the target reads. */
export function settingsFor(
  strategy: Strategy,
  platform: string,
  known: readonly string[],
  findings: Findings,
): Settings {
  const platforms = new Map(Object.entries(strategy.platforms));
  return open(platforms.get(platform) ?? {}, `platforms.${platform}`, findings, known);
}

function open(
  values: Readonly<Record<string, unknown>>,
  path: string,
  findings: Findings,
  known?: readonly string[],
): Settings {
  const map = new Map(Object.entries(values).filter(([, value]) => value !== null));
  if (known) reportUnknown([...map.keys()], known, path, findings);
  const typed = <T>(name: string, expected: string, read: (value: unknown) => T | undefined) => {
    if (!map.has(name)) return undefined;
    const value = read(map.get(name));
    if (value === undefined) {
      findings.add(problems.wrongSetting, `${path}.${name}`, { path: `${path}.${name}`, expected });
    }
    return value;
  };
  const nested = (name: string, value: unknown, names?: readonly string[]) =>
    isObject(value) ? open(value, `${path}.${name}`, findings, names) : undefined;
  return {
    path,
    names: [...map.keys()],
    has: (name) => map.has(name),
    text: (name) => typed(name, 'a text', asText),
    flag: (name) =>
      typed(name, '`true` or `false`', (value) => (typeof value === 'boolean' ? value : undefined)),
    count: (name) => typed(name, 'a whole number', asCount),
    seconds: (name) =>
      typed(name, 'a duration such as `5m`, `PT1H` or a number of seconds', asSeconds),
    choice: (name, allowed) =>
      typed(name, `one of ${allowed.map((each) => `\`${each}\``).join(', ')}`, (value) =>
        allowed.find((each) => each === value),
      ),
    texts: (name) => typed(name, 'a list of texts', asTexts),
    object: (name, names) =>
      typed(name, 'a group of settings', (value) => nested(name, value, names)),
    objects: (name, names) =>
      typed(name, 'a list of groups of settings', (value) =>
        asObjects(value, (each, index) => nested(`${name}.${String(index)}`, each, names)),
      ),
  };
}

function reportUnknown(
  names: readonly string[],
  known: readonly string[],
  path: string,
  findings: Findings,
): void {
  for (const name of names.filter((each) => !known.includes(each))) {
    findings.add(problems.unknownSetting, `${path}.${name}`, {
      path,
      name,
      known,
      suggestions: nearest(name, known),
    });
  }
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function asSeconds(value: unknown): number | undefined {
  if (typeof value === 'string') return parseDuration(value);
  const seconds = asCount(value);
  return seconds !== undefined && seconds >= 0 ? seconds : undefined;
}

function asTexts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
  return list?.every((each) => typeof each === 'string') ? list : undefined;
}

function asObjects(
  value: unknown,
  read: (each: unknown, index: number) => Settings | undefined,
): readonly Settings[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const groups = value.map(read);
  return groups.every((each) => each !== undefined) ? groups : undefined;
}
