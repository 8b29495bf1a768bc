// Conversion functions.
import { call, literal, nothing, text, when, type Expression } from '../../plan/index.ts';
import {
  absent,
  any,
  asList,
  asNumber,
  asText,
  literalText,
  number,
  several,
  truth,
  type Typed,
} from '../shape.ts';
import { MANY, refuse, row, type CallSite, type EvalFunction } from './function.ts';

const PAGE = 'Conversion functions';

function tostring(value: Typed, form: Typed | undefined, site: CallSite): Typed | undefined {
  if (!form) return value.shape === 'multivalue' ? value : any(asText(value));
  const named = literalText(form);
  const functions = {
    hex: 'text.hex',
    commas: 'text.commas',
    binary: 'text.binary',
    duration: 'time.duration',
  };
  const known = Object.entries(functions).find(([name]) => name === named);
  if (!known) {
    return refuse(site, 1, 'SPL1206', '`tostring` makes `hex`, `binary`, `commas` or `duration`');
  }
  return any(call(known[1], 'string', asNumber(value)));
}

/** `0` and the texts that spell false are false; what is neither is null. */
function toBool(value: Typed): Expression {
  if (value.shape === 'bool') return value.expression;
  const lowered = call('lower', 'string', asText(value));
  const among = (...words: string[]): Expression => call('in', 'bool', lowered, ...words.map(text));
  return when(
    among('true', 't', '1', 'yes'),
    literal(true, 'bool'),
    when(among('false', 'f', '0', 'no'), literal(false, 'bool'), nothing('bool')),
  );
}

export const conversion: readonly EvalFunction[] = [
  row(
    'tonumber',
    [1, 2],
    PAGE,
    [
      ['tonumber("0A4",16)', 164],
      ['tonumber("101",2)', 5],
      ['tonumber("0x1F",16)', 31],
      ['tonumber(" 12.50 ")', 12.5],
      ['tonumber("abc")', null],
      ['tonumber(x)+1', 8, { x: '7' }],
      ['tonumber("9",8)', null],
    ],
    ([value = absent, base], site) => {
      const written = site.args[1];
      if (written?.kind === 'number' && !(written.value >= 2 && written.value <= 36)) {
        return refuse(site, 1, 'SPL1206', 'a base is a number from 2 to 36');
      }
      return number(
        base ? call('text.in_base', 'real', asText(value), asNumber(base)) : asNumber(value),
      );
    },
  ),
  row(
    'tostring',
    [1, 2],
    PAGE,
    [
      ['tostring(15,"hex")." ".tostring(12345.6789,"commas")', '0xF 12,345.68'],
      ['tostring(615,"duration")', '00:10:15'],
      ['tostring(90061,"duration")', '1+01:01:01'],
      ['tostring(9,"binary")', '1001'],
      ['tostring(1==1)', 'True'],
      ['tostring(5/2)', '2.5'],
    ],
    ([value = absent, form], site) => tostring(value, form, site),
  ),
  row(
    'printf',
    [1, MANY],
    PAGE,
    [
      ['printf("%c","abc")', 'a'],
      ['printf("%05d",42)', '00042'],
      ['printf("%+d",42)', '+42'],
      ['printf("%.2f|%-5s|%5s",1.005,"ab","cd")', '1.00|ab   |   cd'],
      ['printf("%x %X %#x",255,255,255)', 'ff FF 0xff'],
      ['printf("%e",1234.5)', '1.234500e+03'],
      ['printf("%g",0.00001)', '1e-05'],
      ['printf("%\'d",1234567)', '1,234,567'],
      ['printf("%*d|%%",5,7)', '    7|%'],
    ],
    (args) => any(call('text.printf', 'string', ...args.map(asText))),
  ),
  row(
    'ipmask',
    [2, 2],
    PAGE,
    [
      ['ipmask("255.255.255.0","10.20.30.120")', '10.20.30.0'],
      ['ipmask("255.0.0.0",x)', null, { x: 'none' }],
    ],
    ([mask = absent, address = absent]) =>
      any(call('address.masked', 'string', asText(mask), asText(address))),
  ),
  row(
    'toint',
    [1, 2],
    PAGE,
    [
      ['toint("12.9")', 12],
      ['toint("x")', null],
      ['toint("ff",16)', 255],
    ],
    ([value = absent, base]) =>
      number(
        call(
          'truncate',
          'real',
          base ? call('text.in_base', 'real', asText(value), asNumber(base)) : asNumber(value),
        ),
      ),
  ),
  row('todouble', [1, 1], PAGE, [['todouble("2.50")', 2.5]], ([value = absent]) =>
    number(asNumber(value)),
  ),
  row(
    'tobool',
    [1, 1],
    PAGE,
    [
      ['if(tobool("True"),1,0)', 1],
      ['if(tobool("f"),1,0)', 0],
    ],
    ([value = absent]) => truth(toBool(value)),
  ),
  row('tomv', [1, 1], PAGE, [['mvcount(tomv("[1,2]"))', 2]], ([value = absent]) =>
    several(
      value.shape === 'multivalue'
        ? value.expression
        : call(
            'coalesce',
            'strings',
            call('json_path.list', 'strings', asText(value)),
            asList(value),
          ),
    ),
  ),
];
