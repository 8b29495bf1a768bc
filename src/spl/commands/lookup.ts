// lookup <table> <key> [AS <field>] ... [OUTPUT|OUTPUTNEW <column> [AS <field>] ...]: values of a table's rows that match.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Lookup
import {
  and,
  call,
  column,
  text,
  when,
  type Column,
  type Expression,
  type NamedAggregate,
  type Relation,
} from '../../plan/index.ts';
import { nearest } from '../../text/index.ts';
import type { Lookup } from '../environment.ts';
import { extend, internal, value, type Field, type Flow, type NewField } from '../flow.ts';
import { withFields } from '../need.ts';
import { asText, shapeOf, type Typed } from '../shape.ts';
import type { CommandNode, Name, Rename } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { filled, FOUND, outSlot, unmatched, type Output } from './lookup-outputs.ts';
import { argument, wordOf } from './reading.ts';
import { scriptedLookup, type ScriptedLookup } from './scripted-lookups.ts';

export const lookup: Command = {
  name: 'lookup',
  summary: 'Adds values of the rows of a table that match.',
  syntax: {
    options: { local: 'bool', update: 'bool', event_time_field: 'field' },
    slots: [
      { role: 'table', kind: 'word', required: true },
      { role: 'keys', kind: 'renames', required: true },
      { role: 'output', kind: 'renames', lead: ['OUTPUT'] },
      { role: 'outputnew', kind: 'renames', lead: ['OUTPUTNEW'] },
    ],
  },
  needs: (command, after) =>
    withFields(after, [
      ...pairsOf(command, 'keys').map(fieldOf),
      ...pairsOf(command, 'outputnew').map(fieldOf),
    ]),
  lower: (command, input, context) => {
    const name = wordOf(command, 'table');
    const scripted =
      name && !context.environment.lookups.has(name.text) && scriptedLookup(name.text);
    if (scripted) return computed(command, input, scripted);
    const found = lookupNamed(name, context);
    return found && withOutputs(command, input, found, context);
  },
};

/** A lookup that is a script: its outputs are computed from its only key. */
function computed(command: CommandNode, input: Flow, scripted: ScriptedLookup): Flow {
  const [key] = pairsOf(command, 'keys');
  const typed = key?.from.text === scripted.key ? value(input, fieldOf(key)) : undefined;
  const named = [...pairsOf(command, 'output'), ...pairsOf(command, 'outputnew')];
  const all = [...scripted.outputs.keys()].map((name): Rename => ({
    from: { text: name, quoted: false, span: command.span },
  }));
  return extend(
    input,
    (named.length > 0 ? named : all).map((pair): NewField => {
      const compute = scripted.outputs.get(pair.from.text);
      return { name: fieldOf(pair), value: typed && compute?.(asText(typed)) };
    }),
  );
}

const pairsOf = (command: CommandNode, role: string): readonly Rename[] =>
  argument(command, role, 'renames')?.renames ?? [];

const fieldOf = ({ from, to }: Rename): string => (to ?? from).text;

/** The lookup of that name; an unknown one is reported. */
export function lookupNamed(name: Name | undefined, context: Context): Lookup | undefined {
  if (!name) return undefined;
  const { lookups } = context.environment;
  const found = lookups.get(name.text) ?? lookups.get(name.text.replace(/\.csv(?:\.gz)?$/, ''));
  if (found) return found;
  const known = context.environment.knowledge?.lookup?.(name.text);
  if (known) {
    const message = `\`${name.text}\` is filled by each installation; here it has no rows`;
    context.report('SPL1210', message, name.span, { severity: 'warning' });
    const columns = known.columns.map((each): Column => ({ name: each, type: 'string' }));
    return { ...known, table: undefined, columns };
  }
  const [near] = nearest(name.text, lookups.keys(), 1);
  const more = near === undefined ? {} : { remedy: `there is \`${near}\`` };
  context.report('SPL1210', `unknown lookup \`${name.text}\``, name.span, more);
  return undefined;
}

/** All rows of the table, a field for each column. */
export function flowOfLookup(table: Lookup): Flow {
  const fields = table.columns.map(({ name, type }): Field => ({
    name,
    type,
    shape: shapeOf(type),
  }));
  return { relation: rowsOfLookup(table), fields };
}

function rowsOfLookup({ table, columns }: Lookup): Relation {
  return table === undefined
    ? { kind: 'values', columns, rows: [] }
    : { kind: 'scan', table, columns };
}

interface Key {
  readonly column: string;
  readonly event: Typed;
  readonly match: 'exact' | 'WILDCARD' | 'CIDR';
}

function withOutputs(
  command: CommandNode,
  input: Flow,
  table: Lookup,
  context: Context,
): Flow | undefined {
  const outputs = outputsOf(command, table);
  warnOfColumns(command, table, context);
  const keys = keysOf(command, input, table);
  const known = keys?.every((each) => hasColumn(table, each.column)) === true;
  const lists = keys?.filter((each) => each.event.shape === 'multivalue') ?? [];
  if (lists.length > 1) {
    const message =
      'more than one key may have several values: every combination of them is looked up, which is not documented';
    context.report('SPL1201', message, command.nameSpan, { severity: 'note' });
  }
  if (!keys || !known) return unmatched(input, outputs, table);
  return matched(input, keys, outputs, table, context);
}

const hasColumn = (table: Lookup, name: string): boolean =>
  table.columns.some((each) => each.name === name);

function warnOfColumns(command: CommandNode, table: Lookup, context: Context): void {
  const all = ['keys', 'output', 'outputnew'].flatMap((role) => pairsOf(command, role));
  for (const { from } of all) {
    if (hasColumn(table, from.text)) continue;
    const [near] = nearest(
      from.text,
      table.columns.map((each) => each.name),
      1,
    );
    context.report('SPL1210', `the lookup has no column \`${from.text}\``, from.span, {
      severity: 'warning',
      ...(near !== undefined && { remedy: `there is \`${near}\`` }),
    });
  }
}

/** The event's fields that are matched; undefined when the rows have none of one of them. */
function keysOf(command: CommandNode, input: Flow, table: Lookup): Key[] | undefined {
  const kinds = matchKinds(table.match_type ?? '');
  const keys = pairsOf(command, 'keys').map((pair): Key | undefined => {
    const event = value(input, fieldOf(pair));
    return event && { column: pair.from.text, event, match: kinds.get(pair.from.text) ?? 'exact' };
  });
  const good = keys.filter((each) => each !== undefined);
  return good.length === keys.length ? good : undefined;
}

/** `WILDCARD(a), CIDR(b)`. */
function matchKinds(written: string): Map<string, 'WILDCARD' | 'CIDR'> {
  const found = new Map<string, 'WILDCARD' | 'CIDR'>();
  for (const [, kind = '', name = ''] of written.matchAll(
    /(WILDCARD|CIDR)\s*\(\s*([^()]{1,200}?)\s*\)/gi,
  )) {
    found.set(name, kind.toUpperCase() === 'CIDR' ? 'CIDR' : 'WILDCARD');
  }
  return found;
}

/** Without OUTPUT, every column that is no key. */
function outputsOf(command: CommandNode, table: Lookup): Output[] {
  const made = [
    ...pairsOf(command, 'output').map((pair) => ({ pair, onlyNew: false })),
    ...pairsOf(command, 'outputnew').map((pair) => ({ pair, onlyNew: true })),
  ];
  if (made.length > 0) {
    return made.map(({ pair, onlyNew }) => ({
      column: pair.from.text,
      field: fieldOf(pair),
      onlyNew,
    }));
  }
  const keys = new Set(pairsOf(command, 'keys').map((each) => each.from.text));
  return table.columns
    .filter((each) => !keys.has(each.name) && !each.name.startsWith('_'))
    .map((each) => ({ column: each.name, field: each.name, onlyNew: false }));
}

const keySlot = (index: number): string => internal(`key${String(index)}`);
const DEFAULT_MATCHES = 100;

/** Matches are looked up once for each combination of key values, and then given to the rows. */
function matched(
  input: Flow,
  keys: readonly Key[],
  outputs: readonly Output[],
  table: Lookup,
  context: Context,
): Flow {
  const shared: Flow = {
    ...input,
    relation: { kind: 'shared', id: context.fresh('lookup'), input: input.relation },
  };
  const texts = keys.map((key) => keyText(key, table));
  const distinct: Relation = {
    kind: 'aggregate',
    input: shared.relation,
    by: texts.map((expression, index) => ({ name: keySlot(index), expression })),
    aggregates: [],
  };
  const answers = matchesOf(distinct, keys, outputs, table);
  const relation: Relation = {
    kind: 'join',
    join: 'left',
    left: shared.relation,
    right: answers,
    keys: texts.map((left, index) => ({
      left,
      right: column(internal(`${keySlot(index)}'`), left.type),
    })),
  };
  return filled({ relation, fields: input.fields }, outputs, table);
}

/** A key as it is compared: its text, in lower case where case does not count; a field of several values as its list. */
function keyText(key: Key, table: Lookup): Expression {
  if (key.event.shape === 'multivalue') return key.event.expression;
  return folded(asText(key.event), table);
}

const sensitive = (table: Lookup): boolean => table.case_sensitive_match !== false;

const folded = (subject: Expression, table: Lookup): Expression =>
  sensitive(table) ? subject : call('lower', 'string', subject);

/** A row per combination of keys that has matches: the values of each output, in the table's order. */
function matchesOf(
  distinct: Relation,
  keys: readonly Key[],
  outputs: readonly Output[],
  table: Lookup,
): Relation {
  const single = keys.map((key, index) => eachKey(key, index, table));
  let left = distinct;
  for (const each of single) if (each.unnest) left = each.unnest(left);
  const right: Relation = {
    kind: 'project',
    input: rowsOfLookup(table),
    columns: table.columns.map(({ name, type }) => ({
      name: tableSlot(name),
      expression: column(name, type),
    })),
  };
  const exact = single.filter((each) => each.match === 'exact');
  const conditions = single
    .filter((each) => each.match !== 'exact')
    .map((each) => patternTest(each, table));
  const pairs: Relation = {
    kind: 'join',
    join: 'inner',
    left,
    right,
    keys: exact.map((each) => ({
      left: each.value,
      right: folded(tableText(each.column, table), table),
    })),
    ...(conditions.length > 0 && { where: and(conditions) }),
  };
  const most = table.max_matches ?? DEFAULT_MATCHES;
  return {
    kind: 'aggregate',
    input: pairs,
    by: keys.map((key, index) => ({
      name: internal(`${keySlot(index)}'`),
      expression: column(keySlot(index), key.event.shape === 'multivalue' ? 'strings' : 'string'),
    })),
    aggregates: [
      ...outputs.map((output, index): NamedAggregate => ({
        name: outSlot(index),
        function: 'list',
        args: [
          hasColumn(table, output.column) ? emptyAsNull(tableText(output.column, table)) : nullText,
        ],
        type: 'strings',
        limit: most,
      })),
      { name: FOUND, function: 'count', args: [], type: 'long' },
    ],
  };
}

const nullText: Expression = { kind: 'literal', value: null, type: 'string' };

/** An empty cell of a table is no value. */
const emptyAsNull = (cell: Expression): Expression =>
  when(call('ne', 'bool', cell, text('')), cell, nullText);

const tableSlot = (name: string): string => internal(`table ${name}`);

function tableText(name: string, table: Lookup): Expression {
  const found = table.columns.find((each) => each.name === name);
  const type = found?.type ?? 'string';
  const expression = column(tableSlot(name), type);
  const shape = type === 'strings' ? 'multivalue' : type === 'string' ? 'any' : 'number';
  return asText({ expression, shape });
}

interface SingleKey {
  readonly column: string;
  readonly match: Key['match'];
  readonly value: Expression;
  readonly unnest?: (input: Relation) => Relation;
}

function eachKey(key: Key, index: number, table: Lookup): SingleKey {
  const base = { column: key.column, match: key.match };
  if (key.event.shape !== 'multivalue') return { ...base, value: column(keySlot(index), 'string') };
  const each = internal(`each${String(index)}`);
  return {
    ...base,
    value: folded(column(each, 'string'), table),
    unnest: (input) => ({
      kind: 'unnest',
      input,
      lists: [{ name: each, expression: column(keySlot(index), 'strings') }],
      keepEmpty: false,
    }),
  };
}

/** The table's own value is the pattern. */
function patternTest(key: SingleKey, table: Lookup): Expression {
  const pattern = tableText(key.column, table);
  if (key.match === 'CIDR') return call('address.in_block', 'bool', pattern, key.value);
  return call('wildcard', 'bool', key.value, folded(pattern, table));
}
