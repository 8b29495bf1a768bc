// Verdicts and problems as a terminal shows them.
import pc from 'picocolors';
import { excerpt, inReadingOrder, printable, type Diagnostic } from '../text/index.ts';
import type { Disparity, Verdict } from '../verdict/index.ts';
import { aligned } from './aligned.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** A line per strategy and platform instead of one per recording; what failed is told in full either way. */
  readonly summary?: boolean;
  /** Differences between platforms that documents accept, shown after those that they do not. */
  readonly accepted?: readonly Disparity[];
}

const WIDEST_REASON = 240;

/** All findings in reading order, each with its excerpt, then a line that counts them. Empty for none. */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  options: TerminalOptions,
): string {
  if (diagnostics.length === 0) return '';
  const colours = pc.createColors(options.colour);
  const paint = { error: colours.red, warning: colours.yellow, note: colours.cyan };
  const blocks = inReadingOrder(diagnostics).map((each) => {
    const [head = '', ...rest] = excerpt(each).split('\n');
    return [paint[each.severity](head), ...rest].join('\n');
  });
  return `${blocks.join('\n')}\n${countLine(diagnostics)}\n`;
}

/** `2 errors, 1 warning, 3 notes`. */
export function countLine(diagnostics: readonly Diagnostic[]): string {
  const kinds = (['error', 'warning', 'note'] as const).map((severity) => {
    const count = diagnostics.filter((each) => each.severity === severity).length;
    return `${count} ${severity}${count === 1 ? '' : 's'}`;
  });
  return kinds.join(', ');
}

/** A table of verdicts, reasons of the failed ones under it, disparities, and a count. */
export function verdictTable(
  verdicts: readonly Verdict[],
  parity: readonly Disparity[],
  options: TerminalOptions,
): string {
  const colours = pc.createColors(options.colour);
  const short = options.summary === true && verdicts.every(({ expected }) => expected !== 'either');
  const shown = short ? summary(verdicts, colours) : table(verdicts, colours);
  const lines = [...shown, ...reasons(verdicts).map(colours.red)];
  lines.push(...parity.map((each) => colours.red(printable(disparityText(each)))));
  lines.push(...(options.accepted ?? []).map((each) => printable(disparityText(each))));
  if (verdicts.some(({ analogue }) => analogue)) {
    lines.push('* on tables made from event logs: an analogue of what the product itself records');
  }
  const passed = verdicts.filter((each) => each.passed).length;
  lines.push(`${passed} passed, ${verdicts.length - passed} failed`);
  return `${lines.join('\n')}\n`;
}

type Colours = ReturnType<typeof pc.createColors>;

/** What was promised and kept, by strategy and platform: `fired 5/5`, `silent 3/3`. */
function summary(verdicts: readonly Verdict[], colours: Colours): string[] {
  const groups = new Map<string, Verdict[]>();
  for (const each of verdicts) {
    const key = JSON.stringify([each.strategy, each.platform]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const body = [...groups.values()].map((group) => {
    const [first] = group;
    const analogue = group.some((each) => each.analogue) ? ' *' : '';
    return [
      first?.strategy ?? '',
      `${first?.platform ?? ''}${analogue}`,
      kept(group, 'fired'),
      kept(group, 'silent'),
      group.every((each) => each.passed) ? 'pass' : 'FAIL',
    ];
  });
  return coloured(['strategy', 'platform', 'fired', 'silent', ''], body, colours);
}

/** `5/5`: promises of that kind that were kept, of how many; empty for none. */
function kept(group: readonly Verdict[], expected: Verdict['expected']): string {
  const promised = group.filter((each) => each.expected === expected);
  return promised.length === 0
    ? ''
    : `${promised.filter((each) => each.passed).length}/${promised.length}`;
}

function table(verdicts: readonly Verdict[], colours: Colours): string[] {
  const head = ['strategy', 'platform', 'recording', 'expected', 'observed', 'rows', ''];
  const body = verdicts.map((each) => [
    each.strategy,
    each.platform + (each.analogue ? ' *' : ''),
    printable(each.expectation),
    each.expected,
    each.observed,
    String(each.rows),
    each.passed ? 'pass' : 'FAIL',
  ]);
  return coloured(head, body, colours);
}

function coloured(
  head: readonly string[],
  body: readonly (readonly string[])[],
  colours: Colours,
): string[] {
  const [title = '', ...lines] = aligned([head, ...body]);
  return [colours.bold(title), ...lines.map((line) => mark(line, colours))];
}

function reasons(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ strategy, platform, expectation, reason }) => {
    if (reason === undefined) return [];
    const shown = reason.length > WIDEST_REASON ? `${reason.slice(0, WIDEST_REASON)}...` : reason;
    return [printable(`${strategy} on ${platform}, ${expectation}: ${shown}`)];
  });
}

/** `RPL1008 st-1, attack: platforms name other entities: Host (dest): splunk alone has ws-014`. */
export function disparityText(disparity: Disparity): string {
  const { code, strategy, expectation, reason } = disparity;
  const told = `${code} ${strategy}, ${expectation}: ${differenceText(disparity)}`;
  return reason === undefined ? told : `${told}; accepted: ${reason}`;
}

function differenceText({ observed, entity, columns = [], alone = {} }: Disparity): string {
  if (entity === undefined) {
    const sides = Object.entries(observed).map(([platform, what]) => `${platform} ${what}`);
    return `platforms disagree (${sides.join(', ')})`;
  }
  const fired = Object.keys(observed).filter((platform) => observed[platform] === 'fired');
  const sides = fired.map((platform) => `${platform} has ${listed(alone[platform] ?? [])}`);
  return `platforms name other entities, ${entity} (${columns.join(', ')}): ${sides.join('; ')}`;
}

const MOST_NAMED = 5;
const WIDEST_ENTITY = 120;

function listed(entities: readonly string[]): string {
  if (entities.length === 0) return 'none of these';
  const more = entities.length - MOST_NAMED;
  const named = entities.slice(0, MOST_NAMED).map(shortened).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Command lines can be as long as a script. */
const shortened = (entity: string): string =>
  entity.length > WIDEST_ENTITY ? `${entity.slice(0, WIDEST_ENTITY)}...` : entity;

/** The line with its last word coloured. */
function mark(line: string, colours: Colours): string {
  return line.replace(/pass$/, colours.green('pass')).replace(/FAIL$/, colours.red('FAIL'));
}
