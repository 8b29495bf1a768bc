// What an eval expression sees at a point of the pipeline.
import type { Context } from './commands/command.ts';
import { value, type Flow } from './flow.ts';
import { lowerSearch } from './search-lowering.ts';
import type { Scope } from './shape.ts';

export function scopeOf(flow: Flow, context: Context): Scope {
  const { now, timezone } = context.environment;
  return {
    field: (name) => value(flow, name),
    now,
    timezone,
    searchmatch: (search, span) => {
      const parsed = context.parseSearch(search, span);
      return parsed && lowerSearch(parsed, { flow, context, retrieval: false });
    },
  };
}
