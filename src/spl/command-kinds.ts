// What kind of work a command does, where a rule of the language depends on it.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Commandsbytype
import type { Pipeline } from './tree.ts';

/** They make a table of statistics; after them there are no events. */
export const TRANSFORMING: ReadonlySet<string> = new Set([
  'chart',
  'contingency',
  'mstats',
  'rare',
  'stats',
  'timechart',
  'top',
  'tstats',
]);

/** They look at all rows before they give the first. */
const WHOLE: ReadonlySet<string> = new Set([
  ...TRANSFORMING,
  'addcoltotals',
  'append',
  'appendcols',
  'appendpipe',
  'eventstats',
  'join',
  'reverse',
  'sort',
  'tail',
  'transaction',
  'transpose',
  'untable',
  'xyseries',
]);

/** The first command of a pipeline that is not done row by row. */
export function firstWhole(pipeline: Pipeline): Pipeline['commands'][number] | undefined {
  return pipeline.commands.find((each) => WHOLE.has(each.name));
}
