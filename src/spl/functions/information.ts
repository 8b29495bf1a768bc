// Informational functions: of what kind a value is.
import { bool, call, long, not, text, when, type Expression } from '../../plan/index.ts';
import { absent, asNumber, asText, textual, truth, type Typed } from '../shape.ts';
import { row, type EvalFunction } from './function.ts';

const PAGE = 'Informational functions';

const isNull = (value: Typed): Expression =>
  value.shape === 'null' ? bool(true) : call('is_null', 'bool', value.expression);

/** Whether the value is there and is, or looks like, a number. */
function isNumber(value: Typed): Expression {
  if (value.shape === 'bool' || value.shape === 'null' || isLiteralText(value)) return bool(false);
  return not(call('is_null', 'bool', asNumber(value)));
}

const isLiteralText = (value: Typed): boolean =>
  value.shape === 'text' && value.expression.kind === 'literal';

function isText(value: Typed): Expression {
  if (value.shape === 'bool' || value.shape === 'null' || value.shape === 'number')
    return bool(false);
  const present = not(isNull(value));
  return isLiteralText(value) ? present : call('and', 'bool', present, not(isNumber(value)));
}

function isWhole(value: Typed): Expression {
  const number = asNumber(value);
  return call('is_true', 'bool', call('eq', 'bool', call('floor', 'real', number), number));
}

/** Whether the text is JSON of that kind. */
const isJson =
  (kind: 'array' | 'object') =>
  ([value = absent]: readonly Typed[]): Typed => {
    if (value.shape === 'null' || value.shape === 'bool') return truth(bool(false));
    const found = call('json_path.kind', 'string', asText(value));
    return truth(call('is_true', 'bool', call('eq', 'bool', found, text(kind))));
  };

function typeName(value: Typed): Typed {
  const named = (name: string): Expression => text(name);
  if (value.shape === 'null') return textual(named('Invalid'));
  const known: Expression =
    value.shape === 'bool'
      ? named('Boolean')
      : value.shape === 'multivalue'
        ? named('Multivalue')
        : when(isNumber(value), named('Number'), named('String'));
  return textual(when(isNull(value), named('Invalid'), known));
}

export const information: readonly EvalFunction[] = [
  row(
    'isnull',
    [1, 1],
    PAGE,
    [
      ['if(isnull(a),1,0)', 1, {}],
      ['if(isnull(a),1,0)', 0, { a: '' }],
    ],
    ([value = absent]) => truth(isNull(value)),
  ),
  row(
    'isnotnull',
    [1, 1],
    PAGE,
    [
      ['if(isnotnull(a),1,0)', 1, { a: 'x' }],
      ['if(isnotnull(a),1,0)', 0, {}],
    ],
    ([value = absent]) => truth(not(isNull(value))),
  ),
  row(
    'isnum',
    [1, 1],
    PAGE,
    [
      ['if(isnum(a),1,0)', 1, { a: '1.5' }],
      ['if(isnum(a),1,0)', 0, { a: '1.5.1' }],
      ['if(isnum("5"),1,0)', 0],
      ['if(isnum(5),1,0)', 1],
    ],
    ([value = absent]) => truth(isNumber(value)),
  ),
  row(
    'isint',
    [1, 1],
    PAGE,
    [
      ['if(isint(a),1,0)', 1, { a: '12' }],
      ['if(isint(a),1,0)', 0, { a: '12.5' }],
      ['if(isint(a),1,0)', 0, { a: 'x' }],
    ],
    ([value = absent]) =>
      truth(isLiteralText(value) || value.shape === 'bool' ? bool(false) : isWhole(value)),
  ),
  row(
    'isdouble',
    [1, 1],
    PAGE,
    [
      ['if(isdouble(a),1,0)', 1, { a: '12.5' }],
      ['if(isdouble(a),1,0)', 0, { a: '12' }],
    ],
    ([value = absent]) => truth(call('and', 'bool', isNumber(value), not(isWhole(value)))),
  ),
  row(
    'isstr',
    [1, 1],
    PAGE,
    [
      ['if(isstr(a),1,0)', 1, { a: 'x1' }],
      ['if(isstr(a),1,0)', 0, { a: '1' }],
      ['if(isstr("1"),1,0)', 1],
    ],
    ([value = absent]) => truth(isText(value)),
  ),
  row(
    'isbool',
    [1, 1],
    PAGE,
    [
      ['if(isbool(1=1),1,0)', 1],
      ['if(isbool(1),1,0)', 0],
    ],
    ([value = absent]) => truth(value.shape === 'bool' ? not(isNull(value)) : bool(false)),
  ),
  row(
    'ismv',
    [1, 1],
    PAGE,
    [
      ['if(ismv(m),1,0)', 1, { m: ['a', 'b'] }],
      ['if(ismv(m),1,0)', 0, { m: 'a' }],
    ],
    ([value = absent]) =>
      truth(
        value.shape === 'multivalue'
          ? call(
              'is_true',
              'bool',
              call('gt', 'bool', call('mv.count', 'long', value.expression), long(1)),
            )
          : bool(false),
      ),
  ),
  row(
    'isarray',
    [1, 1],
    PAGE,
    [
      ['if(isarray("[1, 2, 3]"),1,0)', 1],
      ['if(isarray(1),1,0)', 0],
      ['if(isarray(j),1,0)', 0, { j: '{"a":[]}' }],
      ['if(isarray(zz),1,0)', 0],
    ],
    isJson('array'),
  ),
  row(
    'isobject',
    [1, 1],
    PAGE,
    [
      ['if(isobject(j),1,0)', 1, { j: '{"a":1}' }],
      ['if(isobject(j),1,0)', 0, { j: '[1]' }],
      ['if(isobject("x"),1,0)', 0],
    ],
    isJson('object'),
  ),
  row(
    'typeof',
    [1, 1],
    PAGE,
    [
      ['typeof(12)', 'Number'],
      ['typeof("12")', 'String'],
      ['typeof(a)', 'Number', { a: '12' }],
      ['typeof(a)', 'String', { a: 'b' }],
      ['typeof(a)', 'Invalid', {}],
      ['typeof(1==2)', 'Boolean'],
    ],
    ([value = absent]) => typeName(value),
  ),
];
