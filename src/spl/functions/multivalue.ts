// Multivalue functions.
import { call, nothing, text, type Expression } from '../../plan/index.ts';
import {
  absent,
  any,
  asList,
  asLong,
  asNumber,
  asText,
  literalNumber,
  literalText,
  number,
  overEach,
  several,
  type Scope,
  type Typed,
} from '../shape.ts';
import { fieldsOfEval } from '../reads.ts';
import type { EvalNode } from '../tree.ts';
import { MANY, refuse, row, type CallSite, type EvalFunction } from './function.ts';
import { regexFunctions } from './pattern.ts';

const PAGE = 'Multivalue eval functions';

/** The scope in which a field is one of its own values. */
const withItem = (scope: Scope, name: string, item: Typed): Scope => ({
  ...scope,
  field: (each) => (each === name ? item : scope.field(each)),
});

/** Evaluates `body` for each value of the field; undefined when the body has errors. */
function eachValue(
  operation: 'map' | 'filter',
  site: CallSite,
  field: string,
  list: Typed,
  body: EvalNode,
): Typed | undefined {
  const outcomes: (Typed | undefined)[] = [];
  const made = overEach(operation, asList(list), (item) => {
    const value = site.lower(body, withItem(site.scope, field, item));
    outcomes.push(value);
    return value ?? absent;
  });
  return outcomes.includes(undefined) ? undefined : made;
}

function mvfilter(site: CallSite): Typed | undefined {
  const [body] = site.args;
  if (!body) return undefined;
  const names = fieldsOfEval(body);
  const [field] = names;
  if (field === undefined || names.length > 1) {
    return refuse(site, 0, 'SPL1206', '`mvfilter` takes a condition on exactly one field');
  }
  const list = site.scope.field(field);
  return list ? eachValue('filter', site, field, list, body) : absent;
}

function mvmap(site: CallSite): Typed | undefined {
  const [subject, body] = site.args;
  const list = site.value(0);
  if (!subject || !body || !list) return undefined;
  if (list.shape === 'null') return absent;
  // With an expression as the list, its own field stands for the current value.
  const named = subject.kind === 'field' ? [subject.name] : fieldsOfEval(subject);
  const [field] = named;
  if (field === undefined || named.length > 1) {
    return refuse(site, 0, 'SPL1206', '`mvmap` takes a field, or an expression of one field');
  }
  return eachValue('map', site, field, list, body);
}

function mvfind(site: CallSite): Typed | undefined {
  const [list, pattern] = [site.value(0), site.value(1)];
  if (!list || !pattern) return undefined;
  const known = literalText(pattern);
  const regex = known === undefined ? undefined : regexFunctions(known);
  if (regex && 'message' in regex) {
    return refuse(site, 1, 'SPL1208', `in this pattern ${regex.message}`);
  }
  return number(call('mv.find', 'long', asList(list), asText(pattern)));
}

function mvindex(args: readonly Typed[]): Typed {
  const [list = absent, from = absent, to] = args;
  if (list.shape === 'null') return absent;
  if (!to) return any(call('mv.at', 'string', asList(list), asLong(from)));
  const [start, end] = [literalNumber(from), literalNumber(to)];
  // The same place twice is one value.
  if (start !== undefined && start === end) {
    return any(call('mv.at', 'string', asList(list), asLong(from)));
  }
  return several(call('mv.slice', 'strings', asList(list), asLong(from), asLong(to)));
}

function count(value: Typed): Expression {
  switch (value.shape) {
    case 'null':
      return nothing('long');
    case 'multivalue':
      return call('mv.count', 'long', value.expression);
    case 'number':
    case 'text':
    case 'any':
    case 'bool':
      return call('mv.count', 'long', asList(value));
  }
}

export const multivalue: readonly EvalFunction[] = [
  row(
    'mvappend',
    [1, MANY],
    PAGE,
    [
      ['mvappend("a",m,zz,"d")', ['a', 'b', 'c', 'd'], { m: ['b', 'c'] }],
      ['mvappend(zz)', null],
      ['mvappend(1,"x")', ['1', 'x']],
    ],
    (args) => several(call('mv.append', 'strings', ...args.map(asList))),
  ),
  row(
    'mvcount',
    [1, 1],
    PAGE,
    [
      ['mvcount(split("a,b,c",","))', 3],
      ['mvcount(zz)', null],
      ['mvcount("q")', 1],
      ['mvcount(m)', 2, { m: ['a', 'b'] }],
    ],
    ([value = absent]) => number(count(value)),
  ),
  row('mvdedup', [1, 1], PAGE, [['mvdedup(split("b,a,b",","))', ['b', 'a']]], ([value = absent]) =>
    several(call('mv.distinct', 'strings', asList(value))),
  ),
  {
    name: 'mvfilter',
    arity: [1, 1],
    source: PAGE,
    examples: [
      ['mvfilter(len(m)=1)', ['a', 'c'], { m: ['a', 'bb', 'c'] }],
      ['mvfilter(match(m,"b$") OR m="a")', ['a', 'bb'], { m: ['a', 'bb', 'c'] }],
      ['mvfilter(m>9)', '10', { m: ['9', '10'] }],
      ['mvfilter(m="z")', null, { m: ['a', 'bb'] }],
    ],
    lower: mvfilter,
  },
  {
    name: 'mvfind',
    arity: [2, 2],
    source: PAGE,
    examples: [
      ['mvfind(split("a,b",","),"b")', 1],
      ['mvfind(split("a,b",","),"c")', null],
      ['mvfind(m,"^x(?=y)")', 1, { m: ['a', 'xy'] }],
    ],
    lower: mvfind,
  },
  row(
    'mvindex',
    [2, 3],
    PAGE,
    [
      ['mvindex(split("a,b,c",","),-2,-1)', ['b', 'c']],
      ['mvindex(split("a,b,c",","),9)', null],
      ['mvindex(split("a,b,c",","),0)', 'a'],
      ['mvindex(split("a,b,c",","),1,9)', null],
      ['mvindex(a,0)', 'x', { a: 'x' }],
    ],
    mvindex,
  ),
  row(
    'mvjoin',
    [2, 2],
    PAGE,
    [
      ['mvjoin(split("a,b",","),"; ")', 'a; b'],
      ['mvjoin(a,"-")', 'x', { a: 'x' }],
      ['mvjoin(zz,"-")', null],
    ],
    ([list = absent, delimiter = absent]) =>
      any(call('mv.join', 'string', asList(list), asText(delimiter))),
  ),
  {
    name: 'mvmap',
    arity: [2, 3],
    source: PAGE,
    examples: [
      ['mvmap(m,m*10)', ['10', '20'], { m: ['1', '2'] }],
      ['mvmap(m,upper(m).x)', ['Aq', 'Bq'], { m: ['a', 'b'], x: 'q' }],
      ['mvmap(m,if(m="a",null(),m))', 'b', { m: ['a', 'b'] }],
      ['mvmap(zz,zz+1)', null],
    ],
    lower: mvmap,
  },
  row(
    'mvrange',
    [2, 3],
    PAGE,
    [
      ['mvrange(1,11,2)', ['1', '3', '5', '7', '9']],
      ['mvrange(0,2)', ['0', '1']],
      ['mvrange(1514834731,1514994731,"1d")', ['1514834731', '1514921131']],
    ],
    ([from = absent, to = absent, step], site) => {
      const span = literalText(step);
      const seconds = span === undefined ? undefined : secondsOf(span);
      if (span !== undefined && seconds === undefined) {
        return refuse(site, 2, 'SPL1206', `\`${span}\` is no span of time`);
      }
      const by =
        seconds !== undefined
          ? number({ kind: 'literal', value: seconds, type: 'real' })
          : (step ?? number({ kind: 'literal', value: 1, type: 'real' }));
      return several(call('mv.range', 'strings', asNumber(from), asNumber(to), asNumber(by)));
    },
  ),
  row(
    'mvsort',
    [1, 1],
    PAGE,
    [['mvsort(split("10,9,1",","))', ['1', '10', '9']]],
    ([value = absent]) => several(call('mv.sorted', 'strings', asList(value))),
  ),
  row(
    'mvzip',
    [2, 3],
    PAGE,
    [
      ['mvzip(split("a,b",","),split("1,2,3",","))', ['a,1', 'b,2']],
      ['mvzip(split("a,b",","),split("1,2",","),"|")', ['a|1', 'b|2']],
    ],
    ([left = absent, right = absent, delimiter]) =>
      several(
        call(
          'mv.zip',
          'strings',
          asList(left),
          asList(right),
          delimiter ? asText(delimiter) : text(','),
        ),
      ),
  ),
  row(
    'mv_to_json_array',
    [1, 2],
    PAGE,
    [['mv_to_json_array(split("a,b",","))', '["a","b"]']],
    ([value = absent, infer], site) =>
      infer
        ? refuse(site, 1, 'SPL1206', 'types are not inferred by `mv_to_json_array` here')
        : any(call('mv.to_json', 'string', asList(value))),
  ),
  row(
    'split',
    [2, 2],
    PAGE,
    [
      ['split("a,b",",")', ['a', 'b']],
      ['split("abc","")', ['a', 'b', 'c']],
      ['split(zz,",")', null],
      ['mvindex(split("C:\\\\a\\\\b","\\\\"),-1)', 'b'],
    ],
    ([value = absent, delimiter = absent]) =>
      several(call('mv.split', 'strings', asText(value), asText(delimiter))),
  ),
];

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['sec', 1],
  ['m', 60],
  ['min', 60],
  ['h', 3600],
  ['hr', 3600],
  ['d', 86_400],
  ['day', 86_400],
  ['w', 604_800],
  ['week', 604_800],
]);

function secondsOf(span: string): number | undefined {
  const found = /^(\d{1,9})([a-z]{1,5})$/.exec(span.trim());
  const unit = unitSeconds.get(found?.[2] ?? '');
  return found && unit !== undefined ? Number(found[1]) * unit : undefined;
}
