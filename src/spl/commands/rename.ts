// rename <field> AS <name>, ...: a wildcard stands for the same text on both sides. A renamed field takes the place of
// one that has its new name; a field that is not there takes that one away.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rename
import { fieldNamed, matching, project, valueOf, type Flow, type NewField } from '../flow.ts';
import { fieldMatcher, withFields, without, type Need } from '../need.ts';
import type { CommandNode, Rename } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument } from './reading.ts';

export const rename: Command = {
  name: 'rename',
  summary: 'Gives fields other names.',
  syntax: { slots: [{ role: 'renames', kind: 'renames', required: true }] },
  needs: (command, after) => {
    let need = after;
    for (const each of [...renamesOf(command)].reverse()) need = before(each, need);
    return need;
  },
  lower: (command, input, context) => {
    let flow: Flow | undefined = input;
    for (const each of renamesOf(command)) {
      const next: Flow | undefined = renamed(each, flow, context);
      if (!next) return undefined;
      flow = next;
    }
    return flow;
  },
};

const renamesOf = (command: CommandNode): readonly Rename[] =>
  argument(command, 'renames', 'renames')?.renames ?? [];

const stars = (name: string): number => name.split('*').length - 1;

/** Fill the stars of a pattern, one after another. */
function filled(pattern: string, parts: readonly string[]): string {
  return pattern
    .split('*')
    .map((piece, index) => piece + (parts[index] ?? ''))
    .join('');
}

function before({ from, to }: Rename, after: Need): Need {
  if (!to) return after;
  if (stars(from.text) === 0) return withFields(without(after, [to.text]), [from.text]);
  const fits = fieldMatcher(to.text);
  const sources = [...after.names].flatMap((name) => {
    const parts = fits(name);
    return parts ? [filled(from.text, parts)] : [];
  });
  // A pattern that is needed afterwards may have been made from any of the renamed fields.
  const patterns = after.patterns.length > 0 ? [from.text] : [];
  return withFields(after, [...sources, ...patterns]);
}

function renamed({ from, to }: Rename, flow: Flow, context: Context): Flow | undefined {
  if (!to) {
    context.report('SPL1001', 'expected `AS` and the new name', from.span);
    return undefined;
  }
  if (stars(from.text) !== stars(to.text)) {
    const message = `\`${from.text}\` and \`${to.text}\` do not have the same number of wildcards`;
    context.report('SPL1201', message, to.span);
    return undefined;
  }
  const pairs = pairsOf(from.text, to.text, flow);
  return pairs.size === 0 && stars(from.text) > 0 ? flow : moved(flow, pairs);
}

function pairsOf(from: string, to: string, flow: Flow): Map<string, string> {
  if (stars(from) === 0) return new Map([[from, to]]);
  const fits = fieldMatcher(from);
  return new Map(matching(flow, from).map((name) => [name, filled(to, fits(name) ?? [])] as const));
}

function moved(flow: Flow, pairs: ReadonlyMap<string, string>): Flow {
  const taken = new Set([...pairs].filter(([from, to]) => from !== to).map(([, to]) => to));
  const fields = flow.fields.flatMap((field): NewField[] => {
    const to = pairs.get(field.name);
    if (to !== undefined) return [{ name: to, value: valueOf(field) }];
    return taken.has(field.name) ? [] : [{ name: field.name, value: valueOf(field) }];
  });
  const changes = [...pairs].some(
    ([from, to]) => from !== to && (fieldNamed(flow, from) ?? fieldNamed(flow, to)),
  );
  return changes ? project(flow, fields) : flow;
}
