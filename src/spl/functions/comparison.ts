// Comparison and conditional functions.
import { bool, call, not, nothing, type Expression } from '../../plan/index.ts';
import {
  absent,
  as,
  asText,
  asTruth,
  commonShape,
  compare,
  literalText,
  nullOf,
  truth,
  type Typed,
} from '../shape.ts';
import { MANY, oddArguments, refuse, row, type CallSite, type EvalFunction } from './function.ts';
import { isIn, likeTest, regexFunctions, testOfText } from './pattern.ts';

const PAGE = 'Comparison and Conditional functions';

/** Branches and what is left, brought to one shape. */
function choose(branches: readonly (readonly [Typed, Typed])[], otherwise: Typed): Typed {
  const shape = commonShape([...branches.map((each) => each[1]), otherwise]);
  const [first] = branches;
  if (!first) return otherwise;
  const last = otherwise.shape === 'null' ? nullOf(shape) : as(shape, otherwise);
  const expression: Expression = {
    kind: 'case',
    branches: branches.map(([condition, then]) => ({
      when: asTruth(condition),
      then: then.shape === 'null' ? nullOf(shape) : as(shape, then),
    })),
    otherwise: last,
    type: last.type,
  };
  return { expression, shape };
}

function pairs(args: readonly Typed[], site: CallSite): (readonly [Typed, Typed])[] | undefined {
  if (args.length % 2 !== 0) {
    refuse(site, args.length - 1, 'SPL1205', oddArguments(site));
    return undefined;
  }
  const made: (readonly [Typed, Typed])[] = [];
  for (let at = 0; at < args.length; at += 2) {
    made.push([args[at] ?? absent, args[at + 1] ?? absent]);
  }
  return made;
}

function match(site: CallSite): Typed | undefined {
  const subject = site.value(0);
  const pattern = site.value(1);
  if (!subject || !pattern) return undefined;
  const known = literalText(pattern);
  if (known === undefined) {
    return testOfText(subject, (text) => call('pcre.matches', 'bool', text, asText(pattern)));
  }
  const regex = regexFunctions(known);
  if ('message' in regex) return refuse(site, 1, 'SPL1208', `in this pattern ${regex.message}`);
  return testOfText(subject, regex.matches);
}

function searchmatch(site: CallSite): Typed | undefined {
  const node = site.args[0];
  if (node?.kind !== 'text') {
    return refuse(site, 0, 'SPL1206', '`searchmatch` takes a search in double quotes');
  }
  if (!site.scope.searchmatch) {
    return refuse(site, 0, 'SPL1204', '`searchmatch` is not supported here');
  }
  const expression = site.scope.searchmatch(node.value, node.span, site.report);
  return expression && truth(expression);
}

export const comparison: readonly EvalFunction[] = [
  row(
    'case',
    [2, MANY],
    PAGE,
    [
      ['case(a="x",1,a="y",2)', 2, { a: 'y' }],
      ['case(a="x",1)', null, { a: 'z' }],
      ['case(a>5,"big",true(),"small")', 'small', { a: '5' }],
      ['case(zz=1,"a",1=1,5)', '5', {}],
    ],
    (args, site) => {
      const branches = pairs(args, site);
      return branches && choose(branches, absent);
    },
  ),
  row(
    'if',
    [3, 3],
    PAGE,
    [
      ['if(a="x",1,0)', 1, { a: 'x' }],
      ['if(a="x",1,0)', 0, {}],
      ['if(n>5,n,"few")', '9', { n: '9' }],
      ['if(isnull(a),null(),a)', 'q', { a: 'q' }],
    ],
    ([condition = absent, then = absent, otherwise = absent]) =>
      choose([[condition, then]], otherwise),
  ),
  row(
    'validate',
    [2, MANY],
    PAGE,
    [
      ['validate(isint(p),"no number",p>=1 AND p<=9,"out of range")', 'out of range', { p: '12' }],
      ['validate(isint(p),"no number")', null, { p: '12' }],
    ],
    (args, site) =>
      pairs(args, site) &&
      choose(
        (pairs(args, site) ?? []).map(([condition, message]) => [
          truth(not(call('is_true', 'bool', asTruth(condition)))),
          message,
        ]),
        absent,
      ),
  ),
  row(
    'coalesce',
    [1, MANY],
    PAGE,
    [
      ['coalesce(a,b,"none")', 'y', { b: 'y' }],
      ['coalesce(a,"none")', 'none', {}],
      ['coalesce(a,0)', 0, {}],
      ['coalesce(mvcount(zz),-1)', -1, {}],
    ],
    (args) => {
      const present = args.filter((each) => each.shape !== 'null');
      const shape = commonShape(present);
      if (shape === 'null') return absent;
      const values = present.map((each) => as(shape, each));
      return { expression: call('coalesce', nullOf(shape).type, ...values), shape };
    },
  ),
  row(
    'nullif',
    [2, 2],
    PAGE,
    [
      ['nullif(a,"x")', null, { a: 'x' }],
      ['nullif(a,"x")', 'y', { a: 'y' }],
    ],
    ([value = absent, other = absent]) =>
      value.shape === 'null'
        ? absent
        : choose([[truth(compare('=', value, other)), absent]], value),
  ),
  row(
    'in',
    [2, MANY],
    PAGE,
    [
      ['if(in(s,"4*"),1,0)', 0, { s: '404' }],
      ['if(in(s,"400","404"),1,0)', 1, { s: '404' }],
      ['if(in(s,400,404),1,0)', 1, { s: '404' }],
      ['if(in(m,"b","c"),1,0)', 1, { m: ['a', 'b'] }],
      ['if(s IN ("A","b"),1,0)', 0, { s: 'a' }],
    ],
    ([value = absent, ...list]) => truth(isIn(value, list)),
  ),
  row(
    'like',
    [2, 2],
    PAGE,
    [
      ['if(like(p,"%cmd_exe"),1,0)', 1, { p: 'x\\cmd.exe' }],
      ['if(like(p,"%cmd_exe"),1,0)', 0, { p: 'cmd.exe2' }],
      ['if(like(p,"CMD%"),1,0)', 0, { p: 'cmd.exe' }],
      ['if(like(m,"b%"),1,0)', 1, { m: ['a', 'bc'] }],
      ['if(p LIKE "%*%",1,0)', 1, { p: 'a*b' }],
    ],
    ([value = absent, pattern = absent]) => likeTest(value, pattern),
  ),
  {
    name: 'match',
    arity: [2, 2],
    source: PAGE,
    examples: [
      ['if(match(p,"(?i)CMD\\.exe$"),1,0)', 1, { p: 'c:\\cmd.exe' }],
      ['if(match(p,"^cmd"),1,0)', 0, { p: 'c:\\cmd.exe' }],
      ['if(match(p,"cmd(?!\\.exe)"),1,0)', 0, { p: 'cmd.exe' }],
      ['if(match(p,"(a)\\1"),1,0)', 1, { p: 'baab' }],
      ['if(match(zz,"a"),1,0)', 0, {}],
      ['if(match(m,"^b$"),1,0)', 1, { m: ['a', 'b'] }],
      ['if(match(p,r),1,0)', 1, { p: 'abc', r: 'b.$' }],
    ],
    lower: match,
  },
  row(
    'cidrmatch',
    [2, 2],
    PAGE,
    [
      ['if(cidrmatch("10.0.0.0/8",ip),1,0)', 1, { ip: '10.9.9.9' }],
      ['if(cidrmatch("10.0.0.0/8",ip),1,0)', 0, { ip: '11.0.0.1' }],
      ['if(cidrmatch("2001:db8::/32",ip),1,0)', 1, { ip: '2001:db8::1' }],
      ['if(cidrmatch("10.0.0.0/8",ip),1,0)', 0, { ip: 'no address' }],
    ],
    ([block = absent, address = absent]) =>
      testOfText(address, (text) => call('address.in_block', 'bool', asText(block), text)),
  ),
  {
    name: 'searchmatch',
    arity: [1, 1],
    source: PAGE,
    examples: [],
    lower: searchmatch,
  },
  row('true', [0, 0], PAGE, [['if(true(),1,0)', 1]], () => truth(bool(true))),
  row('false', [0, 0], PAGE, [['if(false(),1,0)', 0]], () => truth(bool(false))),
  row('null', [0, 0], PAGE, [['null()', null]], () => ({
    expression: nothing('string'),
    shape: 'null',
  })),
];
