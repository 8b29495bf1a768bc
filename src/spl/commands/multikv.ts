// multikv [forceheader=<n>] [noheader=<bool>] [copyattrs=<bool>] [rmorig=<bool>] [fields <names>] [filter <words>]: an
// event for each line of a table in the event's text. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Multikv
import { call, column, isNull, not, text, type Relation } from '../../plan/index.ts';
import {
  extend,
  filter,
  internal,
  project,
  value,
  valueOf,
  type Flow,
  type NewField,
} from '../flow.ts';
import { everything } from '../need.ts';
import { any, asText, several } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command } from './command.ts';
import { extractKeys } from './keys.ts';
import { boolOption, countOption, namesOf, option } from './reading.ts';

const ROW = internal('row');

export const multikv: Command = {
  name: 'multikv',
  summary: "Makes an event of each line of a table in the event's text.",
  syntax: {
    options: {
      conf: 'text',
      copyattrs: 'bool',
      forceheader: 'count',
      multitable: 'bool',
      noheader: 'bool',
      rmorig: 'bool',
    },
    slots: [
      { role: 'fields', kind: 'fields', lead: ['FIELDS'] },
      { role: 'filter', kind: 'fields', lead: ['FILTER'] },
    ],
  },
  needs: () => everything,
  lower: (command, input, context, after): Flow | undefined => {
    const refused = option(command, 'conf') ?? option(command, 'multitable');
    if (refused && (refused.name === 'conf' || boolOption(command, 'multitable', false))) {
      const message = `unsupported option \`${refused.name}\` of \`multikv\``;
      context.report('SPL1202', message, refused.nameSpan);
      return undefined;
    }
    const raw = value(input, '_raw');
    if (!raw) return input;
    const lines = call('table.rows', 'strings', asText(raw), text(settingsOf(command)));
    const wanted = namesOf(command, 'fields');
    const flow = linesOf(command, input, lines);
    const json = column(ROW, 'string');
    const names = extractKeys(flow, after, context, {
      all: () => call('extract.paths', 'strings', json),
      possible: (name) => wanted.length === 0 || wanted.includes(name) || name === '_raw',
    });
    return names && withCells(command, flow, [...new Set([...names, '_raw'])]);
  },
};

function settingsOf(command: CommandNode): string {
  const header = boolOption(command, 'noheader', false)
    ? -1
    : (countOption(command, 'forceheader') ?? 0);
  return JSON.stringify({ header, filter: namesOf(command, 'filter') });
}

/** A row per line; an event without a table stays as it is, and with `rmorig=f` every event does besides. */
function linesOf(command: CommandNode, input: Flow, lines: ReturnType<typeof call>): Flow {
  const listed = extend(input, [{ name: internal('lines'), value: several(lines) }]);
  const keep = !boolOption(command, 'rmorig', true);
  const all = column(internal('lines'), 'strings');
  const relation: Relation = {
    kind: 'unnest',
    input: listed.relation,
    lists: [{ name: ROW, expression: all }],
    keepEmpty: true,
  };
  const made: Flow = {
    relation,
    fields: [...input.fields, { name: ROW, shape: 'any', type: 'string' }],
  };
  return keep ? withOriginals(input, made) : made;
}

function withOriginals(input: Flow, made: Flow): Flow {
  const original = extend(input, [{ name: ROW, value: any(text('')) }]);
  const lines = filter(made, not(isNull(column(ROW, 'string'))));
  return {
    relation: {
      kind: 'union',
      inputs: [original.relation, project(lines, asFields(made)).relation],
    },
    fields: made.fields,
  };
}

const asFields = (flow: Flow): NewField[] =>
  flow.fields.map((each) => ({ name: each.name, value: valueOf(each) }));

/** The cells of each line as fields, besides the event's own or in their place. */
function withCells(command: CommandNode, flow: Flow, names: readonly string[]): Flow {
  const copied = boolOption(command, 'copyattrs', true);
  const json = column(ROW, 'string');
  const cell = (name: string): NewField => {
    const found = call('json_path.extract_exact', 'string', json, text(name));
    const known = value(flow, name);
    const kept = known && (copied || name === '_raw') ? asText(known) : undefined;
    return { name, value: any(kept ? call('coalesce', 'string', found, kept) : found) };
  };
  const own = flow.fields.filter((each) => each.name !== ROW && !names.includes(each.name));
  return project(flow, [
    ...(copied ? own.map((each): NewField => ({ name: each.name, value: valueOf(each) })) : []),
    ...names.map(cell),
  ]);
}
