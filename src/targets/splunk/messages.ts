// Everything this target has to say, by code. 10xx: building from documents; 11xx: conf files; 12xx: archives;
// 13xx: reading an app; 14xx: checks on an app.
import type { Diagnostic, Related, Severity, Source, Span } from '../../text/index.ts';

interface Message<P> {
  readonly severity: Severity;
  readonly text: (parameters: P) => string;
  readonly remedy?: (parameters: P) => string;
}

const message = <P>(
  severity: Severity,
  text: (parameters: P) => string,
  remedy?: (parameters: P) => string,
): Message<P> => (remedy ? { severity, text, remedy } : { severity, text });

interface Named {
  readonly name: string;
}
interface Reasoned extends Named {
  readonly reason: string;
}

const messages = {
  TSP1001: message<{ what: string; reason: string; remedy: string }>(
    'error',
    ({ what, reason }) => `${what} cannot be written to a .conf file: it ${reason}`,
    ({ remedy }) => remedy,
  ),
  TSP1002: message<Named>(
    'error',
    ({ name }) => `two strategies would get the same saved search name, \`${name}\``,
    () => 'give one of them another title',
  ),
  TSP1003: message<{ found: string; name: string }>(
    'warning',
    ({ found, name }) =>
      `the title holds ${found}, which a saved search's name may not hold; the name becomes \`${name}\``,
    () => 'leave brackets, `/`, `\\`, `%`, `?` and `#` out of the title',
  ),
  TSP1004: message<{ name: string; most: number }>(
    'warning',
    ({ name, most }) =>
      `the saved search's name is longer than ${String(most)} characters; it is cut to \`${name}\``,
    () => 'shorten the title of the strategy or of the pack',
  ),
  TSP1006: message<{ asked: string; given: string }>(
    'note',
    ({ asked, given }) =>
      `a cron schedule cannot run every ${asked}; the search runs every ${given}`,
  ),
  TSP1007: message<{ name: string; nearest: readonly string[] }>(
    'warning',
    ({ name }) =>
      `the search calls the macro \`${name}\`, which this app does not define: it fails unless another app exports it`,
    ({ nearest }) =>
      nearest.length > 0
        ? `write ${nearest.map((each) => `\`${each}\``).join(' or ')}, or define it under \`sources\` in pack.yaml`
        : 'define it under `sources` in pack.yaml, or as a tunable of the strategy',
  ),
  TSP1008: message<Named>(
    'error',
    ({ name }) => `\`${name}\` is defined differently by another strategy of this pack`,
    () => 'give the tunables the same value, or different names',
  ),
  TSP1009: message<Reasoned>(
    'error',
    ({ name, reason }) => `\`${name}\` cannot be a macro's or lookup's name: it ${reason}`,
    () => 'use letters, digits and `_`',
  ),
  TSP1010: message<{ key: string }>(
    'warning',
    ({ key }) =>
      `\`${key}\` is no setting of a saved search that a document may give; it has no effect`,
    () =>
      'write a setting of savedsearches.conf, such as `cron_schedule` or `dispatch.earliest_time`',
  ),
  TSP1011: message<{ key: string; expected: string }>(
    'error',
    ({ key, expected }) => `the Splunk setting \`${key}\` should be ${expected}`,
  ),
  TSP1012: message<Reasoned>(
    'error',
    ({ name, reason }) => `\`${name}\` cannot be the id of a Splunk app: it ${reason}`,
    () => 'set `id` in pack.yaml: letters, digits and `_`, beginning with a letter',
  ),
  TSP1013: message<{ version: string }>(
    'error',
    ({ version }) => `\`${version}\` is not a version that Splunk accepts for an app`,
    () => 'write two or three numbers, such as `1.4.0`',
  ),
  TSP1014: message<Named>(
    'error',
    ({ name }) => `\`${name}\` is both a value and a list, or defined twice with another meaning`,
    () => 'rename one of them',
  ),
  TSP1015: message<{ path: string }>(
    'error',
    ({ path }) => `the shipped file \`${path}\` would overwrite a generated one`,
    () => 'remove it from the shipped files',
  ),
  TSP1016: message<object>(
    'warning',
    () => 'the setup page is not built, so that the app ships without it',
    () => 'run `npm run build` first',
  ),
  TSP1018: message<{ name: string }>(
    'warning',
    ({ name }) => `the app's label \`${name}\` must have 5 to 80 characters; it was adjusted`,
    () => 'choose a title of 5 to 80 characters in pack.yaml',
  ),
  TSP1101: message<object>('warning', () => 'the line is no setting: it has no `=`'),
  TSP1102: message<object>(
    'warning',
    () => 'white space follows the backslash, so that the line is not continued',
    () => 'remove the white space',
  ),
  TSP1103: message<{ stanza: string }>(
    'warning',
    ({ stanza }) => `the stanza \`[${stanza}]\` stands in the file twice; its settings are merged`,
  ),
  TSP1104: message<{ key: string; stanza: string }>(
    'warning',
    ({ key, stanza }) => `\`${key}\` is set twice in \`[${stanza}]\`; the last value counts`,
  ),
  TSP1105: message<object>('warning', () => 'the file ends in a continued line'),
  TSP1201: message<{ reason: string }>(
    'error',
    ({ reason }) => `the archive cannot be read: ${reason}`,
  ),
  TSP1202: message<{ path: string; reason: string }>(
    'error',
    ({ path, reason }) => `the archive's entry \`${path}\` is refused: ${reason}`,
  ),
  TSP1203: message<{ path: string; reason: string }>(
    'error',
    ({ path, reason }) => `\`${path}\` cannot be packed: ${reason}`,
  ),
  TSP1301: message<{ found: readonly string[] }>(
    'error',
    ({ found }) =>
      found.length === 0
        ? 'there is no Splunk app here: no folder with `default/app.conf`'
        : `there is more than one top folder: ${found.map((each) => `\`${each}\``).join(', ')}`,
    () => 'give one app folder, or one .spl file',
  ),
  TSP1302: message<Named>('error', ({ name }) => `the saved search \`${name}\` has no \`search\``),
  TSP1303: message<Reasoned>(
    'warning',
    ({ name, reason }) => `the macro \`${name}\` cannot be used: ${reason}`,
  ),
  TSP1304: message<{ name: string; file: string }>(
    'warning',
    ({ name, file }) =>
      `the lookup \`${name}\` names the file \`${file}\`, which is not in the app`,
  ),
  TSP1306: message<{ path: string }>('error', ({ path }) => `\`${path}\` is not UTF-8 text`),
  TSP1307: message<{ path: string; reason: string }>(
    'error',
    ({ path, reason }) => `\`${path}\` is not a CSV file that Splunk reads: ${reason}`,
  ),
} as const;

export type Code = keyof typeof messages;
type ParametersOf<C extends Code> = Parameters<(typeof messages)[C]['text']>[0];

/** Builds the diagnostic of a code; `place` is undefined where the whole file is meant. */
export function diagnose<C extends Code>(
  code: C,
  source: Source,
  place: Span | undefined,
  parameters: ParametersOf<C>,
  related?: readonly Related[],
): Diagnostic {
  // The table's entries differ in their parameters; ParametersOf ties the two together for every caller.
  const entry = messages[code] as unknown as Message<ParametersOf<C>>;
  return {
    code,
    severity: entry.severity,
    message: entry.text(parameters),
    source,
    span: place && { start: place.start, end: place.end },
    remedy: entry.remedy?.(parameters),
    ...(related && { related }),
  };
}
