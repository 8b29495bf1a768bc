// Where an address is, from declared data: there is no data base of addresses in the tool.
import { call, literal, nothing, text, type Expression, type Type } from '../../plan/index.ts';
import type { Held } from '../environment.ts';
import { reference } from '../lower/rows.ts';
import { coerce, present, toDynamic } from '../lower/types.ts';
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

const measured = (
  name: string,
  plan: string,
  examples: FunctionRow['examples'],
  type: Type = 'real',
): FunctionRow => ({
  name,
  takes: ['real'],
  lower: (args) => call(plan, type, ...args),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** A cell of a grid: longitude, latitude, and how fine, for which there is a default. */
const cell = (
  name: string,
  plan: string,
  depth: bigint,
  examples: FunctionRow['examples'],
): FunctionRow => ({
  name,
  takes: ['real', 'real', 'long'],
  lower: ([longitude, latitude, level = literal(depth, 'long')]) =>
    present(call(plan, 'string', longitude ?? nothing('real'), latitude ?? nothing('real'), level)),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

const ofHash = (name: string, plan: string, examples: FunctionRow['examples']): FunctionRow => ({
  name,
  takes: ['string'],
  lower: (args) => call(plan, 'dynamic', ...args),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** With a hole in a corner. */
const SQUARE =
  'dynamic({"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[1, 1], [1, 3], [3, 3], [3, 1], [1, 1]]]})';

export const geography: readonly FunctionRow[] = [
  {
    name: 'geo_info_from_ip_address',
    takes: ['string'],
    lower: located,
    source: page('geo-info-from-ip-address-function'),
    examples: [],
  },
  measured('geo_distance_2points', 'geo_distance', [
    ['round(geo_distance_2points(-122.407628, 47.578557, -118.275287, 34.019056), 3)', 1546754.352],
    ['geo_distance_2points(300, 1, 1, 1)', null],
  ]),
  measured('geo_azimuth', 'geo_azimuth', [
    ['round(geo_azimuth(5, 10, 10, -40), 10)', 3.054599398],
    ['geo_azimuth(5, 10, 5, 10)', null],
  ]),
  cell('geo_point_to_geohash', 'geohash', 5n, [
    ['geo_point_to_geohash(139.806115, 35.554128, 12)', 'xn76m27ty9g4'],
    ['geo_point_to_geohash(-80.195829, 25.802215, 8)', 'dhwfz15h'],
    ['geo_point_to_geohash(200, 1, 8)', ''],
  ]),
  cell('geo_point_to_s2cell', 's2_token', 11n, [
    ['geo_point_to_s2cell(-80.195829, 25.802215, 8)', '88d9b'],
    ['geo_point_to_s2cell(10.1234, 53, 8)', '47b1d'],
    ['geo_point_to_s2cell(10.6842, 53, 8)', '47ae3'],
    ['geo_point_to_s2cell(1, 1, 35)', ''],
  ]),
  ofHash('geo_geohash_to_central_point', 'geohash_center', [
    ['geo_geohash_to_central_point("s").coordinates', [22.5, 22.5]],
  ]),
  ofHash('geo_geohash_to_polygon', 'geohash_polygon', [
    ['geo_geohash_to_polygon("s").coordinates[0][2]', [45, 45]],
  ]),
  ofHash('geo_geohash_neighbors', 'geohash_neighbors', [
    [
      'geo_geohash_neighbors("sunny")',
      ['sunnt', 'sunpj', 'sunnx', 'sunpn', 'sunnv', 'sunpp', 'sunnz', 'sunnw'],
    ],
    ['geo_geohash_neighbors("a")', null],
  ]),
  ofHash('geo_s2cell_to_central_point', 's2_center', [
    ['round(todouble(geo_s2cell_to_central_point("1234567").coordinates[0]), 12)', 9.868307318504],
    ['round(todouble(geo_s2cell_to_central_point("1234567").coordinates[1]), 12)', 27.468392925828],
    ['geo_s2cell_to_central_point("a")', null],
  ]),
  ofHash('geo_s2cell_to_polygon', 's2_polygon', [
    ['round(todouble(geo_s2cell_to_polygon("89c259").coordinates[0][2][1]), 10)', 40.7088804898],
    ['geo_s2cell_to_polygon("a")', null],
  ]),
  ofHash('geo_s2cell_neighbors', 's2_neighbors', [
    [
      'geo_s2cell_neighbors("89c259")',
      ['89c25d', '89c2f9', '89c251', '89c257', '89c25f', '89c25b', '89c2f7', '89c2f5'],
    ],
    ['array_length(geo_s2cell_neighbors("0004"))', 7],
    ['array_length(geo_s2cell_neighbors("3"))', 4],
    ['geo_s2cell_neighbors("a")', null],
  ]),
  measured(
    'geo_point_in_circle',
    'geo_in_circle',
    [
      ['geo_point_in_circle(-122.143564, 47.535677, -122.100896, 47.527351, 3500)', true],
      ['geo_point_in_circle(-122.137575, 47.630683, -122.100896, 47.527351, 3500)', false],
      ['geo_point_in_circle(200, 1, 1, 1, 1)', null],
      ['geo_point_in_circle(1, 1, 1, 1, -1)', null],
    ],
    'bool',
  ),
  {
    name: 'geo_point_in_polygon',
    takes: ['real', 'real', 'dynamic'],
    lower: (args) => call('geo_in_polygon', 'bool', ...args),
    source: page('geo-point-in-polygon-function'),
    examples: [
      [`geo_point_in_polygon(5, 5, ${SQUARE})`, true],
      [`geo_point_in_polygon(-5, 5, ${SQUARE})`, false],
      [`geo_point_in_polygon(2, 2, ${SQUARE})`, false],
      [
        'geo_point_in_polygon(2, 2, dynamic({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}))',
        null,
      ],
    ],
  },
  {
    name: 'geo_line_length',
    takes: ['dynamic'],
    lower: (args) => call('geo_line_length', 'real', ...args),
    source: page('geo-line-length-function'),
    examples: [
      [
        'round(geo_line_length(dynamic({"type": "LineString", "coordinates": [[-73.95807266235352, 40.800426144169315], [-73.94966125488281, 40.79691751000055], [-73.97317886352539, 40.764486356930334]]})), 5)',
        4922.48017,
      ],
      ['geo_line_length(dynamic({"type": "LineString", "coordinates": [[1, 1]]}))', null],
    ],
  },
];
