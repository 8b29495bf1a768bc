// JSON values as compact text: reading them, taking them apart, making them. JSON null and null are one.
import { define, row, type ScalarFunction } from './function.ts';
import { readJson, textJson, type Json } from './json-text.ts';

/** The JSON of a part, null for JSON null. */
export function jsonOf(value: Json | undefined): string | null {
  return value === undefined || value.raw === 'null' ? null : compact(value);
}

/** Without blanks between signs; numbers as they were written. */
export function compact(value: Json): string {
  switch (value.kind) {
    case 'object':
      return `{${[...value.entries].map(([key, each]) => `${JSON.stringify(key)}:${compact(each)}`).join(',')}}`;
    case 'array':
      return `[${value.items.map(compact).join(',')}]`;
    case 'text':
      return JSON.stringify(value.value);
    case 'number':
    case 'word':
      return value.raw;
  }
}

/** The text of a value: of text itself, without quotes; of anything else its JSON. */
export const plainText = (value: Json): string =>
  value.kind === 'text' ? value.value : compact(value);

const get = (json: string, name: string): string | null => {
  const value = readJson(json);
  return value?.kind === 'object' ? jsonOf(value.entries.get(name)) : null;
};

const at = (json: string, place: bigint): string | null => {
  const value = readJson(json);
  if (value?.kind !== 'array') return null;
  const index = Number(place);
  return jsonOf(value.items[index < 0 ? value.items.length + index : index]);
};

function select(json: string, selector: string): string | null {
  const key = readJson(selector);
  if (key?.kind === 'text') return get(json, key.value);
  return key?.kind === 'number' && /^-?\d{1,15}$/.test(key.raw) ? at(json, BigInt(key.raw)) : null;
}

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

/** Whole number of a text in decimal or, after `0x`, hexadecimal digits; blanks around it are allowed. */
export function wholeOfText(text: string): bigint | null {
  const found = /^\s*([+-]?)(\d{1,40}|0x[0-9a-f]{1,16})\s*$/i.exec(text);
  if (!found) return null;
  const digits = BigInt(found[2] ?? '0');
  const hexadecimal = /^0x/i.test(found[2] ?? '');
  const value = (hexadecimal ? BigInt.asIntN(64, digits) : digits) * (found[1] === '-' ? -1n : 1n);
  return value < LONG_MIN || value > LONG_MAX ? null : value;
}

const SPECIAL = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['infinity', Infinity],
  ['-inf', -Infinity],
  ['-infinity', -Infinity],
]);

export function numberOfText(text: string): number | null {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i.test(trimmed)) return Number(trimmed);
  const hexadecimal = /^[+-]?0x/i.test(trimmed) ? wholeOfText(trimmed) : null;
  return hexadecimal === null ? (SPECIAL.get(trimmed.toLowerCase()) ?? null) : Number(hexadecimal);
}

export function boolOfText(text: string): boolean | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === 'true') return true;
  if (trimmed === 'false') return false;
  const number = wholeOfText(trimmed);
  return number === null ? null : number !== 0n;
}

function toLong(json: string): bigint | null {
  const value = readJson(json);
  if (!value) return null;
  if (value.kind === 'word') return value.raw === 'null' ? null : value.raw === 'true' ? 1n : 0n;
  if (value.kind === 'text') return wholeOfText(value.value);
  if (value.kind !== 'number') return null;
  const whole = wholeOfText(value.raw);
  if (whole !== null) return whole;
  const number = Math.trunc(Number(value.raw));
  const exact = Number.isFinite(number) ? BigInt(number) : null;
  return exact === null || exact < LONG_MIN || exact > LONG_MAX ? null : exact;
}

function toReal(json: string): number | null {
  const value = readJson(json);
  if (!value) return null;
  if (value.kind === 'word') return value.raw === 'null' ? null : value.raw === 'true' ? 1 : 0;
  if (value.kind === 'text') return numberOfText(value.value);
  return value.kind === 'number' ? Number(value.raw) : null;
}

function toBool(json: string): boolean | null {
  const value = readJson(json);
  if (!value) return null;
  if (value.kind === 'word') return value.raw === 'null' ? null : value.raw === 'true';
  if (value.kind === 'text') return boolOfText(value.value);
  return value.kind === 'number' ? Number(value.raw) !== 0 : null;
}

/** What kind of JSON value it is: `string`, `long`, `double`, `bool`, `array`, `dictionary`, `null`. */
function kind(json: string | null): string {
  const value = json === null ? undefined : readJson(json);
  if (!value || value.raw === 'null') return 'null';
  switch (value.kind) {
    case 'object':
      return 'dictionary';
    case 'array':
      return 'array';
    case 'text':
      return 'string';
    case 'number':
      return /^-?\d+$/.test(value.raw) ? 'long' : 'double';
    case 'word':
      return 'bool';
  }
}

/** JSON of a text that spells some, compact; of any other text the text as a JSON string; of blanks nothing. */
export function parseJson(text: string): string | null {
  if (text.trim() === '') return null;
  const value = readJson(text);
  return value ? jsonOf(value) : JSON.stringify(text);
}

function lowered(value: Json): string {
  switch (value.kind) {
    case 'text':
      return textJson(value.value.toLowerCase()).raw;
    case 'array':
      return `[${value.items.map(lowered).join(',')}]`;
    case 'object':
    case 'number':
    case 'word':
      return compact(value);
  }
}

export const dynamic: readonly ScalarFunction[] = [
  row(
    'json_get',
    ['dynamic', 'string'],
    'dynamic',
    'the member of that name; null when there is none',
    get,
  ),
  row(
    'json_at',
    ['dynamic', 'long'],
    'dynamic',
    'the element at that place from 0, below 0 from the end',
    at,
  ),
  row(
    'json_select',
    ['dynamic', 'dynamic'],
    'dynamic',
    'the member or the element that the second value tells',
    select,
  ),
  row(
    'json_text',
    ['dynamic'],
    'string',
    'text without its quotes, any other value as JSON',
    (json: string) => {
      const value = readJson(json);
      return value ? plainText(value) : json;
    },
  ),
  row(
    'json_parse',
    ['string'],
    'dynamic',
    'the JSON value that a text spells; a text that spells none is itself the value',
    parseJson,
  ),
  row('json_of_text', ['string'], 'dynamic', 'the text as JSON', (text: string) =>
    JSON.stringify(text),
  ),
  row('json_of_long', ['long'], 'dynamic', 'the number as JSON', (value: bigint) =>
    value.toString(),
  ),
  row(
    'json_of_real',
    ['real'],
    'dynamic',
    'the number as JSON, with a fraction; what is none as text',
    (value: number) => {
      if (!Number.isFinite(value))
        return JSON.stringify(Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity');
      return Number.isInteger(value) && Math.abs(value) < 1e15
        ? `${String(value)}.0`
        : String(value);
    },
  ),
  row('json_of_bool', ['bool'], 'dynamic', '`true` or `false`', String),
  row(
    'json_long',
    ['dynamic'],
    'long',
    'number cut to a whole one, truth as 1 or 0, or the whole number that a text spells',
    toLong,
  ),
  row(
    'json_real',
    ['dynamic'],
    'real',
    'number, truth as 1 or 0, or the number that a text spells',
    toReal,
  ),
  row(
    'json_bool',
    ['dynamic'],
    'bool',
    'truth, a number other than 0, or what a text spells',
    toBool,
  ),
  row(
    'json_lower',
    ['dynamic'],
    'dynamic',
    'with text in lower case, also the elements of arrays',
    (json: string) => {
      const value = readJson(json);
      return value ? lowered(value) : json;
    },
  ),
  define({
    name: 'json_kind',
    takes: ['dynamic'],
    returns: 'string',
    nulls: 'sees',
    meaning: 'what kind of JSON value it is: string, long, double, bool, array, dictionary, null',
    evaluate: kind,
  }),
  define({
    name: 'json_array',
    takes: ['dynamic'],
    repeats: true,
    returns: 'dynamic',
    nulls: 'sees',
    meaning: 'an array of the values',
    evaluate: (...all: (string | null)[]) => `[${all.map((each) => each ?? 'null').join(',')}]`,
  }),
  define({
    name: 'json_object',
    takes: ['dynamic'],
    repeats: true,
    returns: 'dynamic',
    nulls: 'sees',
    meaning: 'an object from names (JSON text) and values in turn; of equal names the first counts',
    evaluate: (...all: (string | null)[]) => {
      const members = new Map<string, string>();
      for (let index = 0; index + 1 < all.length; index += 2) {
        const name = all[index] ?? '""';
        if (!members.has(name)) members.set(name, all[index + 1] ?? 'null');
      }
      return `{${[...members].map(([name, value]) => `${name}:${value}`).join(',')}}`;
    },
  }),
  row(
    'number_of_text',
    ['string'],
    'real',
    'the number that a text spells, also infinities, NaN and hexadecimal',
    numberOfText,
  ),
  row(
    'whole_of_text',
    ['string'],
    'long',
    'the whole number that a text spells in decimal or hexadecimal (0x)',
    wholeOfText,
  ),
  row(
    'bool_of_text',
    ['string'],
    'bool',
    '`true`, `false` (any case), or a whole number: whether it is not 0',
    boolOfText,
  ),
  row(
    'guid_of_text',
    ['string'],
    'guid',
    'the identifier that the first 32 digits of a text spell, dashes or not, braces or not',
    (text: string) => {
      const digits = text.trim().replace(/^\{/, '').replaceAll('-', '').toLowerCase().slice(0, 32);
      const shape = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(
        digits,
      );
      return shape ? shape.slice(1).join('-') : null;
    },
  ),
  row(
    'text_of_hex',
    ['long', 'long', 'long'],
    'string',
    'args [value, width, bits]: hexadecimal digits of so many bits, filled with zeros to a width of at most 16',
    (value: bigint, width: bigint, bits: bigint) =>
      BigInt.asUintN(bits === 32n ? 32 : 64, value)
        .toString(16)
        .padStart(width > 16n ? 16 : Math.max(0, Number(width)), '0'),
  ),
];
