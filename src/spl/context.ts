// What commands ask for while they are lowered, put together.
import type { Context } from './commands/command.ts';
import type { SplEnvironment } from './environment.ts';
import { retrieveEvents } from './events.ts';
import { lowerExpression } from './expression.ts';
import type { Report } from './messages.ts';
import { parsePart } from './parts.ts';
import { needsOf, runPipeline } from './pipeline.ts';
import { scopeOf } from './scope.ts';
import { spliced } from './spliced.ts';

/** `ask` answers questions about the data, or makes lowering stop; `bounded` takes down the limits met. */
export function contextWith(
  environment: SplEnvironment,
  report: Report,
  { ask, bounded = () => undefined }: Pick<Context, 'ask'> & Partial<Pick<Context, 'bounded'>>,
): Context {
  let names = 0;
  const context: Context = {
    environment,
    report,
    events: (need) => retrieveEvents(need, context),
    run: (pipeline, input, after) => runPipeline(pipeline, input, after, context),
    needsOf: (pipeline, after) => needsOf(pipeline, after, context),
    ...parsePart(environment, report),
    ask,
    bounded,
    scope: (flow) => scopeOf(flow, context),
    evaluate: (node, flow) => {
      const plain = spliced(node, context);
      return plain && lowerExpression(plain, scopeOf(flow, context), report);
    },
    fresh: (prefix) => `${prefix}${String(names++)}`,
  };
  return context;
}
