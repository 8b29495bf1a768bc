// What a search's schedule says about it: windows that leave gaps, and windows without bounds.
import { moveTime } from '../../plan/index.ts';
import type { CommandNode, SearchNode } from '../tree.ts';
import { nodesOf } from '../reads.ts';
import type { Check, Schedule, Subject } from './check.ts';
import { searchesOf } from './walk.ts';

export const schedules: Check = {
  codes: ['SPL2017', 'SPL2018'],
  explanation:
    'A search that runs every hour over the last half hour never sees half of the events. A real-time window occupies a processor for good, and a window without a beginning reads everything that was ever stored, at every run.',
  wrong: ['index=a earliest=rt-5m latest=rt | stats count', 'index=a earliest=0 | stats count'],
  right: ['index=a earliest=-70m@m latest=-10m@m | stats count', 'index=a | stats count'],
  run: (subject) => {
    const { tree, schedule, report } = subject;
    const [first] = tree.commands;
    const search = first && searchesOf(first)[0];
    const [earliest, latest] = boundsOf(search, schedule);
    const at = search?.span ?? first?.nameSpan ?? tree.span;
    const unbounded = (earliest !== undefined || schedule !== undefined) && isAllTime(earliest);
    if (/^rt/i.test(earliest ?? '') || /^rt/i.test(latest ?? '')) {
      report('SPL2018', 'the window is real-time', at, {
        severity: 'warning',
        remedy: 'schedule the search over a window that has passed',
      });
    } else if (unbounded && reads(first)) {
      report('SPL2018', 'the window has no beginning: every stored event is read', at, {
        severity: 'warning',
        remedy: 'set `earliest`',
      });
    } else checkGap(subject, earliest, latest, at);
  },
};

const reads = (first: CommandNode | undefined): boolean =>
  first?.name === 'search' || first?.name === 'tstats';

const isAllTime = (earliest: string | undefined): boolean =>
  earliest === undefined || /^[01]?$/.test(earliest.trim());

/** The search's own modifiers, else the schedule's. */
function boundsOf(
  search: SearchNode | undefined,
  schedule: Schedule | undefined,
): [earliest: string | undefined, latest: string | undefined] {
  const named = (name: string): string | undefined => {
    const found =
      search && nodesOf(search).find((node) => node.kind === 'compare' && node.field.text === name);
    return found?.kind === 'compare' ? found.value.text : undefined;
  };
  return [named('earliest') ?? schedule?.earliest, named('latest') ?? schedule?.latest];
}

function checkGap(
  { schedule, environment, report }: Subject,
  earliest: string | undefined,
  latest: string | undefined,
  at: { readonly start: number; readonly end: number },
): void {
  const every = schedule?.everySeconds;
  if (every === undefined || earliest === undefined) return;
  const { now, timezone } = environment;
  const from = moveTime(now, earliest, timezone);
  const to = moveTime(now, latest ?? 'now', timezone);
  if (from === null || to === null || !/^[-+@n]/.test(earliest) || to - from >= every) return;
  const message = `the search runs every ${String(every)} seconds over a window of ${String(to - from)}: events between are never seen`;
  report('SPL2017', message, at, { severity: 'warning', remedy: 'begin the window earlier' });
}
