// transaction [<fields>] [options]: groups events that belong together into one.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Transaction
import { bool, type Expression } from '../../plan/index.ts';
import { filter, value, type Flow } from '../flow.ts';
import { everything, inOrder, withFields } from '../need.ts';
import { lowerSearch } from '../search-lowering.ts';
import { asNumber, asTruth } from '../shape.ts';
import { spanOf } from '../span.ts';
import { truthOf } from '../syntax.ts';
import type { CommandNode, OptionNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, countOption, namesOf, option, textOption } from './reading.ts';
import { groupTransactions, type Settings } from './transaction-rows.ts';

const DEFAULT_EVENTS = 1000;
/** limits.conf, [transactions] maxopentxn */
const DEFAULT_OPEN = 5000;

export const transaction: Command = {
  name: 'transaction',
  summary: 'Groups events that belong together into one.',
  syntax: {
    options: {
      maxspan: 'span',
      maxpause: 'span',
      maxevents: 'number',
      startswith: 'search',
      endswith: 'search',
      connected: 'bool',
      unifyends: 'bool',
      keeporphans: 'bool',
      keepevicted: 'bool',
      mvlist: 'text',
      delim: 'text',
      nullstr: 'text',
      mvraw: 'bool',
      maxopentxn: 'count',
      maxopenevents: 'count',
      name: 'text',
    },
    slots: [{ role: 'fields', kind: 'fields' }],
  },
  needs: (command, after) => {
    const conditions = option(command, 'startswith') ?? option(command, 'endswith');
    if (conditions) return everything;
    return inOrder(withFields(after, [...namesOf(command), '_time']));
  },
  lower: (command, input, context, after) => {
    const refused = ['unifyends', 'keeporphans', 'name']
      .map((name) => option(command, name))
      .find((each) => each && each.value !== 'f' && each.value !== 'false');
    if (refused) {
      context.report(
        'SPL1202',
        `unsupported option \`${refused.name}\` of \`transaction\``,
        refused.nameSpan,
      );
      return undefined;
    }
    const bound = option(command, 'maxopenevents');
    if (bound) {
      const message = `a replay holds any number of events open, whatever \`${bound.name}\` says`;
      context.report('SPL1301', message, bound.span, { severity: 'note' });
    }
    const time = value(input, '_time');
    const marks = marksOf(command, input, context);
    const settings = settingsOf(command, context);
    if (!marks || !settings) return undefined;
    const fields = [...new Set(namesOf(command))];
    const known = fields.some((name) => (value(input, name)?.shape ?? 'null') !== 'null');
    if (!time || (fields.length > 0 && !known)) return filter(input, bool(false));
    return groupTransactions(input, { fields, seconds: asNumber(time), ...marks }, settings, {
      after,
      lists: listsOf(command),
      filler: textOption(command, 'nullstr') ?? 'NULL',
      eachRaw: boolOption(command, 'mvraw', false),
      evicted: boolOption(command, 'keepevicted', false),
      id: context.fresh('transaction'),
    });
  },
};

interface Marks {
  readonly starts: Expression;
  readonly ends: Expression;
}

function marksOf(command: CommandNode, input: Flow, context: Context): Marks | undefined {
  const starts = markOf(option(command, 'startswith'), input, context);
  const ends = markOf(option(command, 'endswith'), input, context);
  return starts && ends && { starts, ends };
}

/** `"words"`, `(search)` or `eval(expression)`. */
function markOf(
  node: OptionNode | undefined,
  input: Flow,
  context: Context,
): Expression | undefined {
  if (!node) return bool(false);
  const written = node.value.trim();
  const inner = /^eval\s*\(([\s\S]*)\)$/i.exec(written)?.[1];
  if (inner !== undefined) {
    const parsed = context.parseExpression(inner, node.span);
    const typed = parsed && context.evaluate(parsed, input);
    return typed && asTruth(typed);
  }
  const parsed = context.parseSearch(written, node.span);
  return parsed && lowerSearch(parsed, { flow: input, context, retrieval: false });
}

function settingsOf(command: CommandNode, context: Context): Settings | undefined {
  const seconds = (name: string): number | null | undefined => {
    const given = option(command, name);
    if (!given || given.value === '-1') return null;
    const length = spanOf(given.value);
    if (length?.kind === 'seconds') return length.seconds;
    if (length?.kind === 'number') return length.size;
    if (length?.kind === 'calendar' && length.unit === 'd') return length.count * 86_400;
    context.report('SPL1003', `\`${given.value}\` is not a length of time`, given.span);
    return undefined;
  };
  const maxspan = seconds('maxspan');
  const maxpause = seconds('maxpause');
  if (maxspan === undefined || maxpause === undefined) return undefined;
  const most = countOption(command, 'maxevents') ?? DEFAULT_EVENTS;
  return {
    maxspan,
    maxpause,
    maxevents: most < 1 ? Number.MAX_SAFE_INTEGER : most,
    maxopentxn: Math.max(countOption(command, 'maxopentxn') ?? DEFAULT_OPEN, 1),
    connected: boolOption(command, 'connected', true),
    starts: option(command, 'startswith') !== undefined,
    ends: option(command, 'endswith') !== undefined,
  };
}

/** `mvlist`: a list with an entry for each event, of every field or of those named. */
function listsOf(command: CommandNode): (name: string) => boolean {
  const written = textOption(command, 'mvlist');
  if (written === undefined) return () => false;
  const all = truthOf(written);
  const named = new Set(written.split(/[\s,]+/));
  return (name) => all ?? named.has(name);
}
