// Texts of events: what the engine's own spellings give is what the plan's functions mean.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  call,
  column,
  literal,
  scalarFunction,
  scalarFunctions,
  type Expression,
  type Type,
  type Value,
} from '../../src/plan/index.ts';
import { engineSession } from '../engine-session.ts';

const session = engineSession();

const texts: readonly string[] = [
  '',
  '-',
  'a',
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\SVCHOST.EXE -k netsvcs -p',
  '"C:\\WINDOWS\\system32\\svchost.exe" -k',
  '"C:\\WINDOWS\\system32\\svchost.exe -k',
  'C:\\svchost.exe\\svchost.exe -k',
  'C:\\asvchost.exe x',
  'C:\\svchost.exex x',
  'C:\\svchost.exe\u00a0x',
  'C:\\svchost.exe\u000bx',
  'C:\\a\u0001b\\svchost.exe x',
  `C:\\${'a'.repeat(199)}\\svchost.exe x`,
  `C:\\${'a'.repeat(220)}\\svchost.exe x`,
  '%SystemRoot%\\svchost.exe',
  '\\svchost.exe -k',
  'svchost.exe -k netsvcs',
  'C:/a\\b/c.exe',
  '\\\\server\\share\\',
  'NT AUTHORITY\\SYSTEM',
  'a\\b\\c',
  '\\x',
  'ÄÖ\\ÜSER İΣ ΑΣ',
  '😀\\😀',
  'a\0b\\C',
  'SHA1=AB,MD5=CD,IMPHASH=00',
  'md5=AB,MD5=CD',
  'XSHA1=1,sha1=EF',
  'SHA1,MD5=1=2,SHA1=',
  'SHA1=,SHA1=9',
  'ſHA1=FE',
  'SHA1=İF',
  ',,=,SHA1=Q',
  'a &amp; b',
  '&lt;&#65;&#x110000;&nope;&',
  '17',
  '-17',
  '007',
  '0x1F',
  '0xFFFFFFFFFFFFFFFF',
  '9223372036854775807',
  '9223372036854775808',
  '12345678901234567890123',
  ' 5',
  '5\n',
  '1e3',
  '1.0',
  '1.5',
  '-0.0',
  '1e-07',
  '1234567890123456',
  '10.0.19041.12345',
  '{}',
  '{"a":1}',
  '{5770385F-C22A-43E0-BF4C-06F5698FFBD9}',
  '[1,2]',
  '[Net.WebClient]',
  '[a\nb]',
  '[a',
  '2026-02-28 23:59:59.123',
  '2026-02-28T23:59:59.1234567Z',
  '2026-02-28T23:59:59.123456Z',
  '2026-02-28T23:59:59.5+02:00',
  '2026-02-30 00:00:00',
  '2026-02-28 24:00:00',
  '2026-02-28 23:59:60',
  '0000-01-01 00:00:00',
  '0001-01-01 00:00:00',
  '9999-12-31 23:59:59.999999',
  '1969-12-31 23:59:59.9',
  '2026-02-28',
  '2026-2-28 00:00:00',
  '2026-02-28 23:59:59\n',
  'HKLM\\SOFTWARE\\x',
  'HKLMX',
];

/** Rows of arguments through the engine, as columns of a table. */
async function answers(
  made: readonly Expression[],
  types: readonly Type[],
  rows: readonly (readonly Value[])[],
): Promise<readonly (readonly Value[])[]> {
  const columns = types.map((type, at) => ({ name: `a${String(at)}`, type }));
  const input = { kind: 'values', columns, rows } as const;
  const named = made.map((expression, at) => ({ name: `c${String(at)}`, expression }));
  return (await session().run({ kind: 'project', input, columns: named })).rows;
}

const meaningOf = (name: string, args: readonly Value[]): Value => {
  const { evaluate, nulls } = scalarFunction(name);
  if (nulls === 'propagate' && args.includes(null)) return null;
  return (evaluate as unknown as (...all: Value[]) => Value)(...args);
};

const random = fc.sample(
  fc.array(fc.constantFrom(...texts, '\\', ',', '=', '"', ' ', 'SHA1', 'svchost.exe'), {
    maxLength: 4,
  }),
  { numRuns: 400, seed: 11 },
);
const values = [null, ...texts, ...random.map((parts) => parts.join(''))];

const ofOne = scalarFunctions().filter(
  ({ name, takes }) => name.startsWith('event.') && takes?.length === 1 && takes[0] === 'string',
);

test.each(ofOne.map(({ name, returns }) => [name, returns as Type] as const))(
  '%s',
  async (name, returns) => {
    const rows = values.map((each) => [each]);
    const found = await answers([call(name, returns, column('a0', 'string'))], ['string'], rows);
    expect(rows.map((row, at) => [row[0], found[at]?.[0]])).toEqual(
      rows.map((row) => [row[0], meaningOf(name, row)]),
    );
  },
);

test.each(['SHA1', 'MD5', 'SHA256'])('event.hash, %s', async (algorithm) => {
  const made = call('event.hash', 'string', column('a0', 'string'), literal(algorithm, 'string'));
  const found = await answers(
    [made],
    ['string'],
    values.map((each) => [each]),
  );
  expect(values.map((each, at) => [each, found[at]?.[0]])).toEqual(
    values.map((each) => [each, meaningOf('event.hash', [each, algorithm])]),
  );
});

test('event.hosted_command_line', async () => {
  const images = [null, 'C:\\Windows\\System32\\svchost.exe', 'SVCHOST.EXE', 'C:\\xsvchost.exe'];
  const rows = images.flatMap((image) => values.map((line) => [image, line]));
  const name = 'event.hosted_command_line';
  const made = call(name, 'string', column('a0', 'string'), column('a1', 'string'));
  const found = await answers([made], ['string', 'string'], rows);
  expect(rows.map((row, at) => [...row, found[at]?.[0]])).toEqual(
    rows.map((row) => [...row, meaningOf(name, row)]),
  );
});

test('event.zone', async () => {
  const around = [0n, 1n, 4_499_999_999n, 4_500_000_000n, 9_000_000_000n, 36_000_000_001n];
  const rows = [null, ...around, ...around.map((each) => -each)].map((each) => [each]);
  const made = call('event.zone', 'timespan', column('a0', 'timespan'));
  const found = await answers([made], ['timespan'], rows);
  expect(rows.map((row, at) => [row[0], found[at]?.[0]])).toEqual(
    rows.map((row) => [row[0], meaningOf('event.zone', row)]),
  );
});
