// gentimes start=<day> [end=<day>] [increment=<length>]: a row for each interval of time.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Gentimes
import { moveTime, readTime, type Column } from '../../plan/index.ts';
import type { Flow } from '../flow.ts';
import { nothingNeeded } from '../need.ts';
import type { Command, Context } from './command.ts';
import { rowsOf } from './makeresults.ts';
import { textOption } from './reading.ts';

const MOST_ROWS = 50_000;

export const gentimes: Command = {
  name: 'gentimes',
  summary: 'Makes a row for each interval of time.',
  generates: true,
  syntax: {
    options: { start: 'text', end: 'text', increment: 'text' },
    slots: [],
  },
  needs: () => nothingNeeded,
  lower: (command, _, context): Flow | undefined => {
    const { now, timezone } = context.environment;
    const start = dayOf(textOption(command, 'start') ?? '', context);
    const end = dayOf(textOption(command, 'end') ?? '', context) ?? moveTime(now, '@d', timezone);
    const step = /^(\d{1,6})([smhd])$/.exec(textOption(command, 'increment') ?? '1d');
    if (start === undefined || end === null || !step || step[1] === '0') {
      context.report(
        'SPL1003',
        '`gentimes` needs `start`, a day or a number of days',
        command.span,
      );
      return undefined;
    }
    const rows: number[][] = [];
    for (let at = start; at < end;) {
      const next = moveTime(at, `+${step[1] ?? '1'}${step[2] ?? 'd'}`, timezone) ?? end;
      rows.push([at, next - 1]);
      if (rows.length > MOST_ROWS || next <= at) {
        const message = '`gentimes` would make more than 50,000 rows';
        context.report('SPL1201', message, command.span);
        return undefined;
      }
      at = next;
    }
    const columns: Column[] = [
      { name: 'starttime', type: 'real' },
      { name: 'endtime', type: 'real' },
    ];
    return rowsOf(columns, rows);
  },
};

/** `10/28/2025`, with a time after a colon, or `-3`: so many days ago. */
function dayOf(written: string, context: Context): number | undefined {
  const { now, timezone } = context.environment;
  if (/^-?\d{1,4}$/.test(written))
    return (
      moveTime(now, `${written.startsWith('-') ? '' : '+'}${written}d@d`, timezone) ?? undefined
    );
  return (
    readTime(written, '%m/%d/%Y:%H:%M:%S', timezone, now) ??
    readTime(written, '%m/%d/%Y', timezone, now) ??
    undefined
  );
}
