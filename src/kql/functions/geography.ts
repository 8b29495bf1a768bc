// Where an address is, from declared data: there is no data base of addresses in the tool.
import { call, literal, nothing, text, type Expression } from '../../plan/index.ts';
import type { Held } from '../environment.ts';
import { reference } from '../lower/rows.ts';
import { coerce, toDynamic } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

const FIELDS = ['country', 'state', 'city', 'latitude', 'longitude'];

/** Of an unknown address an empty bag. */
function located([address = text('')]: readonly Expression[], { context, node }: Site): Expression {
  const { geography } = context.environment;
  if (!geography) {
    context.report(
      {
        code: 'KQL1303',
        severity: 'warning',
        message: 'no places of addresses are declared: `geo_info_from_ip_address()` knows none',
      },
      context.place(node),
    );
    return literal('{}', 'dynamic');
  }
  const found = call('block_lookup', 'dynamic', address, places(geography));
  return call('coalesce', 'dynamic', found, literal('{}', 'dynamic'));
}

/** All declared blocks with their places, as one JSON array of pairs. */
function places({ table, columns }: Held): Expression {
  const members = FIELDS.flatMap((field) => {
    const column = columns.find(({ name }) => name === field);
    return column
      ? [call('json_of_text', 'dynamic', text(field)), toDynamic(reference(column))]
      : [];
  });
  const network = columns.find(({ name }) => name === 'network');
  const block = network ? coerce(reference(network), 'string') : text('');
  const pair = call(
    'json_array',
    'dynamic',
    toDynamic(block),
    call('json_object', 'dynamic', ...members),
  );
  const list: Expression = {
    kind: 'scalar',
    type: 'dynamic',
    input: {
      kind: 'aggregate',
      input: { kind: 'scan', table, columns },
      by: [],
      aggregates: [{ name: 'places', function: 'list', args: [pair], type: 'dynamic' }],
    },
  };
  return call('coalesce', 'dynamic', list, nothing('dynamic'));
}

export const geography: readonly FunctionRow[] = [
  {
    name: 'geo_info_from_ip_address',
    takes: ['string'],
    lower: located,
    source: page('geo-info-from-ip-address-function'),
    examples: [],
  },
];
