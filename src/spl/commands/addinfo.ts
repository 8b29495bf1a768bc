// addinfo: fields about the search itself. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Addinfo
import { real, text } from '../../plan/index.ts';
import { extend } from '../flow.ts';
import { any, number } from '../shape.ts';
import type { Command } from './command.ts';

export const addinfo: Command = {
  name: 'addinfo',
  summary: 'Adds fields about the search: its time range and when it ran.',
  syntax: { slots: [] },
  lower: (_, input, context) =>
    extend(input, [
      // A replay reads all recorded events: the range has no beginning.
      { name: 'info_min_time', value: number(real(0)) },
      { name: 'info_max_time', value: any(text('+Infinity')) },
      { name: 'info_sid', value: any(text('replay')) },
      { name: 'info_search_time', value: number(real(context.environment.now)) },
    ]),
};
