// What a replay has to say beyond its verdicts: promises that nothing could test, recordings that were not read in full.
import { isoOfTicks, placeOf, worstOf } from '../events/index.ts';
import type { Expectation, Strategy } from '../strategy/index.ts';
import type { Diagnostic } from '../text/index.ts';
import type { Replayed, StaleException, Verdict } from '../verdict/index.ts';
import type { LoadedRecording } from './recordings.ts';
import { borderOf, MOST_RUNS, type Runs } from './runs.ts';

/** An expectation, and the strategy that it is about. */
export interface Promised {
  readonly strategy: Strategy;
  readonly expectation: Expectation;
}

/** A recording that is not there, or that is none. */
export function unreadable(promised: Promised, message: string): Diagnostic {
  return finding(promised, 'RPL1001', 'error', message, 'name a file relative to the document');
}

/** Platforms that a document promises something for although no search of it runs there. */
export function brokenPromise(promised: Promised, verdicts: readonly Verdict[]): Diagnostic[] {
  const { expectation } = promised;
  if (expectation.fires === 'either') return [];
  const seen = new Set(verdicts.map(({ platform }) => platform));
  const missing = (expectation.platforms ?? []).filter((each) => !seen.has(each));
  if (missing.length === 0 && seen.size > 0) return [];
  const where = missing.length === 0 ? 'any platform' : missing.join(', ');
  const message = `nothing replays \`${expectation.name}\`: no search of the strategy was built for ${where}`;
  return [finding(promised, 'RPL1005', 'error', message, 'add a search, or remove the platform')];
}

/** A recording longer than all the runs that were replayed. */
export function notReplayed(promised: Promised, { at, complete }: Runs): Diagnostic[] {
  if (complete) return [];
  const { name } = promised.expectation;
  const message = `\`${name}\` is longer than ${MOST_RUNS} runs of the schedule; events before the last ${at.length} runs were not replayed`;
  const remedy = 'cut the recording, or give the expectation a `now`';
  return [finding(promised, 'RPL1003', 'warning', message, remedy)];
}

/** An edge at which no window cuts the recording: it would be replayed as a whole, or not at all. */
export function edgeOutside(
  promised: Promised,
  { first, last }: Pick<LoadedRecording, 'first' | 'last'>,
): Diagnostic[] {
  const { edge, name } = promised.expectation;
  const border = borderOf(edge, { first, last });
  if (border === undefined || first === undefined || last === undefined) return [];
  if (edge === 'end' || (border >= first && border <= last)) return [];
  const span = [first, last].map((each) => isoOfTicks(each)).join(' to ');
  const message = `\`${name}\`: the edge \`${edge ?? ''}\` cuts nothing; the recording goes from ${span}`;
  return [
    finding(promised, 'RPL1010', 'warning', message, 'name a time within, `middle` or `end`'),
  ];
}

/** Silence that proves nothing, as no run saw an event. Where events come in late that is what is promised. */
export function nothingSeen(promised: Promised, replayed: Replayed): Diagnostic[] {
  const { fires, name, now, edge } = promised.expectation;
  const { platform, received, inWindow, unsupported } = replayed;
  if (fires !== false || !received || inWindow || unsupported !== undefined) return [];
  if (now === undefined && edge === undefined) return [];
  const message = `\`${name}\` on ${platform}: no event lies in the window of any run, so that silence proves nothing`;
  return [
    finding(
      promised,
      'RPL1011',
      'warning',
      message,
      'give a time at which a window covers the events',
    ),
  ];
}

/** Default limits of a platform that cut what a search found: in production it would say nothing. */
export function cutShort(promised: Promised, { platform, cut = [] }: Replayed): Diagnostic[] {
  return cut.map((each) => {
    const message = `on ${platform}, on \`${promised.expectation.name}\`: ${each}`;
    return finding(
      promised,
      'RPL1006',
      'warning',
      message,
      'write the search so that it stays below the limit',
    );
  });
}

/** What a search reads and a recording cannot have: that it is silent proves nothing then. */
export function withoutText(
  promised: Promised,
  { platform, missing = [] }: Replayed,
): Diagnostic[] {
  return missing.map((each) => {
    const message = `on ${platform}, on \`${promised.expectation.name}\`: ${each}`;
    return finding(
      promised,
      'RPL1012',
      'warning',
      message,
      'record the events as Splunk exports them',
    );
  });
}

/** An accepted difference between platforms that no replay shows. */
export function unneeded({ strategy, exception }: StaleException): Diagnostic {
  const { platforms, entity, recording, span } = exception;
  const what = entity === undefined ? 'verdict' : `${entity} entities`;
  const where = recording === undefined ? '' : ` on \`${recording}\``;
  return {
    code: 'RPL1009',
    severity: 'warning',
    message: `nothing differs${where} in the ${what} of ${platforms.join(', ')}: the exception is not needed`,
    source: strategy.source,
    span,
    remedy: 'remove it from `parity`',
  };
}

/** What was lost or doubtful in reading a recording, as one finding. */
export function damage({ path, problems }: LoadedRecording): Diagnostic[] {
  const worst = worstOf(problems);
  if (!worst) return [];
  const place = placeOf(worst);
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  return [
    {
      code: 'RPL1004',
      severity: worst.severity === 'error' ? 'warning' : 'note',
      message: `${worst.code}${place === path ? '' : ` at ${place}`}: ${worst.message}${more}`,
      source: { name: path, text: '' },
    },
  ];
}

function finding(
  { strategy, expectation }: Promised,
  code: string,
  severity: Diagnostic['severity'],
  message: string,
  remedy: string,
): Diagnostic {
  // A recording from the command line has no place in the document.
  const span = expectation.fires === 'either' ? undefined : expectation.span;
  return { code, severity, message, source: strategy.source, span, remedy };
}
