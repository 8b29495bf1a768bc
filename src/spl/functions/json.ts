// JSON functions.
import { call, text, type Expression } from '../../plan/index.ts';
import { absent, any, asText, several, truth, type Typed } from '../shape.ts';
import {
  MANY,
  oddArguments,
  refuse,
  row,
  type CallSite,
  type EvalFunction,
  type Example,
} from './function.ts';

const PAGE = 'JSON functions';

/** Functions whose text is JSON already, so that it nests instead of being quoted. */
const JSON_MAKERS = new Set(
  ['object', 'array', 'set', 'set_exact', 'append', 'extend', 'delete', 'keys', 'entries'].map(
    (name) => `json_path.${name}`,
  ),
);

/** A value as JSON text: numbers and truth as they are, text quoted, several values as an array. */
function asJson(value: Typed): Expression {
  const { expression, shape } = value;
  switch (shape) {
    case 'number':
      return asText(value);
    case 'bool':
      return call('text_of_bool', 'string', expression);
    case 'multivalue':
      return call('mv.to_json', 'string', expression);
    case 'null':
      return text('null');
    case 'text':
    case 'any': {
      const made = expression.kind === 'call' && JSON_MAKERS.has(expression.function);
      if (made) return expression;
      return call(shape === 'text' ? 'json_path.quoted' : 'json_path.scalar', 'string', expression);
    }
  }
}

/** Arguments from `from` on: path, value, path, value ... */
function pathsAndValues(
  args: readonly Typed[],
  site: CallSite,
  from: number,
): Expression[] | undefined {
  if ((args.length - from) % 2 !== 0) {
    refuse(site, args.length - 1, 'SPL1205', oddArguments(site));
    return undefined;
  }
  return args.map((each, at) => (at < from || (at - from) % 2 === 0 ? asText(each) : asJson(each)));
}

const edit = (name: string, functionName: string, examples: readonly Example[]): EvalFunction =>
  row(name, [3, MANY], PAGE, examples, (args, site) => {
    const parts = pathsAndValues(args, site, 1);
    return parts && any(call(`json_path.${functionName}`, 'string', ...parts));
  });

const take = (name: string, functionName: string, examples: readonly Example[]): EvalFunction =>
  row(name, [1, MANY], PAGE, examples, (args) =>
    any(call(`json_path.${functionName}`, 'string', ...args.map(asText))),
  );

export const json: readonly EvalFunction[] = [
  row(
    'json_object',
    [0, MANY],
    PAGE,
    [
      ['json_object("a",1,"b","x")', '{"a":1,"b":"x"}'],
      ['json_object("a",json_array(1,"2",true()))', '{"a":[1,"2",true]}'],
      ['json_object("n",zz)', '{"n":null}'],
    ],
    (args, site) => {
      const parts = pathsAndValues(args, site, 0);
      return parts && any(call('json_path.object', 'string', ...parts));
    },
  ),
  row('json_array', [0, MANY], PAGE, [['json_array("a",2.5,zz)', '["a",2.5,null]']], (args) =>
    any(call('json_path.array', 'string', ...args.map(asJson))),
  ),
  row(
    'json',
    [1, 1],
    PAGE,
    [
      ['json(j)', '{"a":1}', { j: '{"a":1}' }],
      ['json("{a")', null],
    ],
    ([value = absent]) => any(call('json_path.checked', 'string', asText(value))),
  ),
  take('json_extract', 'extract', [
    ['json_extract(j,"a.b")', '1', { j: '{"a":{"b":1}}' }],
    ['json_extract(j,"a{}.b")', '[1,2]', { j: '{"a":[{"b":1},{"b":2}]}' }],
    ['json_extract(j,"a{1}.b")', '2', { j: '{"a":[{"b":1},{"b":2}]}' }],
    ['json_extract(j,"x","y")', '["p",null]', { j: '{"x":"p"}' }],
    ['json_extract(j,"id")', '12345678901234567890', { j: '{"id":12345678901234567890}' }],
    ['json_extract("no json","a")', null],
  ]),
  take('json_extract_exact', 'extract_exact', [
    ['json_extract_exact(j,"a.b")', '1', { j: '{"a.b":1}' }],
  ]),
  edit('json_set', 'set', [
    ['json_set(j,"a.b",2,"c","x")', '{"a":{"b":2},"c":"x"}', { j: '{"a":{"b":1}}' }],
  ]),
  edit('json_set_exact', 'set_exact', [['json_set_exact(j,"a.b",2)', '{"a.b":2}', { j: '{}' }]]),
  edit('json_append', 'append', [
    ['json_append(j,"a",json_array(3))', '{"a":[1,[3]]}', { j: '{"a":[1]}' }],
  ]),
  edit('json_extend', 'extend', [
    ['json_extend(j,"a",json_array(3,4))', '{"a":[1,3,4]}', { j: '{"a":[1]}' }],
  ]),
  take('json_delete', 'delete', [
    ['json_delete(j,"a","c.d")', '{"b":2,"c":{}}', { j: '{"a":1,"b":2,"c":{"d":3}}' }],
  ]),
  row(
    'json_keys',
    [1, 1],
    PAGE,
    [['json_keys(j)', '["a","b"]', { j: '{"a":1,"b":2}' }]],
    ([value = absent]) => any(call('json_path.keys', 'string', asText(value))),
  ),
  row(
    'json_entries',
    [1, 1],
    PAGE,
    [['json_entries(j)', '[{"key":"a","value":1}]', { j: '{"a":1}' }]],
    ([value = absent]) => any(call('json_path.entries', 'string', asText(value))),
  ),
  row(
    'json_has_key_exact',
    [2, 2],
    PAGE,
    [['if(json_has_key_exact(j,"a"),1,0)', 1, { j: '{"a":1}' }]],
    ([value = absent, key = absent]) =>
      truth(call('json_path.has_key', 'bool', asText(value), asText(key))),
  ),
  row(
    'json_valid',
    [1, 1],
    PAGE,
    [
      ['if(json_valid(j),1,0)', 1, { j: '[1]' }],
      ['if(json_valid(j),1,0)', 0, { j: '[1' }],
    ],
    ([value = absent]) => truth(call('json_path.valid', 'bool', asText(value))),
  ),
  row(
    'json_array_to_mv',
    [1, 2],
    PAGE,
    [
      ['json_array_to_mv(j)', ['a', '2'], { j: '["a",2]' }],
      ['json_array_to_mv(j,true())', ['"a"', '2'], { j: '["a",2]' }],
      ['json_array_to_mv(j,false())', ['a', '2'], { j: '["a",2]' }],
      ['json_array_to_mv(j)', null, { j: 'none' }],
    ],
    ([value = absent, quotes], site) => {
      const kept = quotes?.expression;
      if (quotes && (quotes.shape !== 'bool' || kept?.kind !== 'literal')) {
        return refuse(site, 1, 'SPL1206', 'the second argument is `true()` or `false()`');
      }
      const functionName = kept?.kind === 'literal' && kept.value === true ? 'raw_list' : 'list';
      return several(call(`json_path.${functionName}`, 'strings', asText(value)));
    },
  ),
];
