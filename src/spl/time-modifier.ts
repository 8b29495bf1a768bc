// `earliest=`, `latest=` and their like inside a search expression: bounds on the event's time, not fields.
// (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/SearchTimeModifiers)
import { bool, call, moveTime, readTime, real, type Expression } from '../plan/index.ts';
import type { Context } from './commands/command.ts';
import { value, type Flow } from './flow.ts';
import { asNumber } from './shape.ts';
import type { SearchCompare } from './tree.ts';

const LOWER: ReadonlySet<string> = new Set(['earliest', '_index_earliest', 'starttimeu']);
const UPPER: ReadonlySet<string> = new Set(['latest', '_index_latest', 'endtimeu']);

export const isTimeModifier = (field: string): boolean => LOWER.has(field) || UPPER.has(field);

/** `earliest` includes its instant, `latest` does not. */
export function timeTest(
  node: SearchCompare,
  place: { readonly flow: Flow; readonly context: Context },
): Expression | undefined {
  const { context, flow } = place;
  if (node.operator !== '=') {
    context.report('SPL1201', `\`${node.field.text}\` takes \`=\` only`, node.span);
    return undefined;
  }
  const bound = instantOf(node.value.text, context);
  if (bound === undefined) {
    const message = `\`${node.value.text}\` is not a time that can be replayed`;
    context.report('SPL1003', message, node.value.span, {
      remedy: 'write a relative time such as `-24h@h`, or epoch seconds',
    });
    return undefined;
  }
  const time = value(flow, '_time');
  if (!time) return bool(true);
  // Recorded events have no time of indexing apart from their own.
  return call(LOWER.has(node.field.text) ? 'ge' : 'lt', 'bool', asNumber(time), real(bound));
}

/** Epoch seconds of a time as written: relative, epoch, or `%m/%d/%Y:%H:%M:%S`. */
export function instantOf(written: string, context: Context): number | undefined {
  const { now, timezone } = context.environment;
  const text = written.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (text === 'now' || text === 'now()') return now;
  if (text.startsWith('rt')) return undefined;
  const moved = /^[-+@]|^now/.test(text) ? moveTime(now, text, timezone) : null;
  return moved ?? readTime(text, '%m/%d/%Y:%H:%M:%S', timezone, now) ?? undefined;
}
