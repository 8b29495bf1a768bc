// fieldsummary [maxvals=<n>] [<fields>]: a row of statistics for each field.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fieldsummary
import {
  call,
  column,
  isNull,
  long,
  not,
  nothing,
  real,
  text,
  type Expression,
  type NamedAggregate,
  type Relation,
} from '../../plan/index.ts';
import { named, project, value, type Flow } from '../flow.ts';
import { everything, only, type Need } from '../need.ts';
import { any, asList, number, type Typed } from '../shape.ts';
import type { Command } from './command.ts';
import { countOption, namesOf } from './reading.ts';

const DEFAULT_VALUES = 100;
/** Each field adds a branch to the plan. */
const MOST_FIELDS = 500;

export const fieldsummary: Command = {
  name: 'fieldsummary',
  summary: 'Makes a row of statistics for each field.',
  syntax: { options: { maxvals: 'count' }, slots: [{ role: 'fields', kind: 'fields' }] },
  needs: (command): Need => {
    const names = namesOf(command);
    return names.length > 0 ? only(names, false) : everything;
  },
  lower: (command, input, context): Flow | undefined => {
    const listed = namesOf(command);
    const names = named(input, listed.length > 0 ? listed : ['*']).filter((each) =>
      input.fields.some((field) => field.name === each),
    );
    if (names.length > MOST_FIELDS) {
      const message = `\`fieldsummary\` of more than ${String(MOST_FIELDS)} fields is not supported`;
      context.report('SPL1201', message, command.span);
      return undefined;
    }
    return summary(counted(input, names), countOption(command, 'maxvals') ?? DEFAULT_VALUES);
  },
};

const FIELD = 'field';
const VALUE = 'value';
const COUNT = 'count';

/** How often each field has each value, the most frequent first. */
function counted(input: Flow, names: readonly string[]): Relation {
  const inputs = names.map((name): Relation => ({
    kind: 'project',
    input: input.relation,
    columns: [
      { name: FIELD, expression: text(name) },
      { name: 'values', expression: asList(value(input, name) ?? any(text(''))) },
    ],
  }));
  const none: Relation = {
    kind: 'values',
    columns: [
      { name: FIELD, type: 'string' },
      { name: 'values', type: 'strings' },
    ],
    rows: [],
  };
  const each: Relation = {
    kind: 'unnest',
    input: { kind: 'union', inputs: [none, ...inputs] },
    lists: [{ name: VALUE, expression: column('values', 'strings') }],
    keepEmpty: false,
  };
  const grouped: Relation = {
    kind: 'aggregate',
    input: each,
    by: [FIELD, VALUE].map((name) => ({ name, expression: column(name, 'string') })),
    aggregates: [{ name: COUNT, function: 'count', args: [], type: 'long' }],
  };
  return {
    kind: 'sort',
    input: grouped,
    keys: [
      { by: column(FIELD, 'string'), descending: false, nulls: 'last' },
      { by: column(COUNT, 'long'), descending: true, nulls: 'last' },
      { by: column(VALUE, 'string'), descending: false, nulls: 'last' },
    ],
  };
}

const shown = column('shown', 'string');

function summary(values: Relation, most: number): Flow {
  const size = call('real_of_text', 'real', column(VALUE, 'string'));
  const times = call('real_of_long', 'real', column(COUNT, 'long'));
  const weighted = (factor: Expression): Expression => call('multiply', 'real', factor, times);
  const sum = (name: string, argument: Expression): NamedAggregate => ({
    name,
    function: 'sum',
    args: [argument],
    type: argument.type,
  });
  const prepared: Relation = {
    kind: 'project',
    input: values,
    columns: [
      ...[FIELD, VALUE].map((name) => ({ name, expression: column(name, 'string') })),
      { name: COUNT, expression: column(COUNT, 'long') },
      {
        name: 'shown',
        expression: call(
          'json_path.object',
          'string',
          text('value'),
          call('json_path.quoted', 'string', column(VALUE, 'string')),
          text('count'),
          call('text_of_long', 'string', column(COUNT, 'long')),
        ),
      },
    ],
  };
  const relation: Relation = {
    kind: 'aggregate',
    input: prepared,
    by: [{ name: FIELD, expression: column(FIELD, 'string') }],
    aggregates: [
      sum('count', column(COUNT, 'long')),
      { name: 'distinct', function: 'count', args: [], type: 'long' },
      { name: 'max', function: 'max', args: [size], type: 'real' },
      { name: 'min', function: 'min', args: [size], type: 'real' },
      { ...sum('numbers', column(COUNT, 'long')), where: not(isNull(size)) },
      sum('total', weighted(size)),
      sum('squares', weighted(call('multiply', 'real', size, size))),
      {
        name: 'list',
        function: 'list',
        args: [shown],
        type: 'strings',
        limit: most === 0 ? 1e9 : most,
      },
    ],
  };
  return project({ relation, fields: [] }, outputs());
}

function outputs(): { readonly name: string; readonly value: Typed }[] {
  const whole = (name: string): Expression => column(name, 'long');
  const amount = (name: string): Expression => column(name, 'real');
  const numbers = call('real_of_long', 'real', call('coalesce', 'long', whole('numbers'), long(0)));
  const mean = call('loose.divide', 'real', amount('total'), numbers);
  const spread = call(
    'subtract',
    'real',
    amount('squares'),
    call('multiply', 'real', mean, amount('total')),
  );
  // Rounding may leave less than nothing.
  const positive: Expression = {
    kind: 'case',
    branches: [
      { when: call('gt', 'bool', spread, real(0)), then: spread },
      { when: isNull(spread), then: nothing('real') },
    ],
    otherwise: real(0),
    type: 'real',
  };
  const freedom = call('subtract', 'real', numbers, real(1));
  const variance = call('loose.divide', 'real', positive, freedom);
  const list = call(
    'concat',
    'string',
    text('['),
    call('mv.join', 'string', column('list', 'strings'), text(',')),
    text(']'),
  );
  return [
    { name: 'field', value: any(column(FIELD, 'string')) },
    { name: 'count', value: number(whole('count')) },
    { name: 'distinct_count', value: number(whole('distinct')) },
    { name: 'is_exact', value: number(long(1)) },
    { name: 'max', value: number(amount('max')) },
    { name: 'mean', value: number(mean) },
    { name: 'min', value: number(amount('min')) },
    { name: 'numeric_count', value: number(call('coalesce', 'long', whole('numbers'), long(0))) },
    { name: 'stdev', value: number(call('sqrt', 'real', variance)) },
    { name: 'values', value: any(list) },
  ];
}
