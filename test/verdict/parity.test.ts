// Platforms on the same recording: whether they fire, and which entities they name.
import { describe, expect, test } from '@jest/globals';
import type {
  EntityMapping,
  Expectation,
  ParityException,
  Strategy,
} from '../../src/strategy/index.ts';
import { span } from '../../src/text/index.ts';
import { judge, parityOf, type Verdict } from '../../src/verdict/index.ts';

const HOST: EntityMapping = { type: 'Host', columns: { HostName: 'dest' } };
const ACCOUNT: EntityMapping = {
  type: 'Account',
  columns: { Name: 'user', NTDomain: 'user_domain' },
};
const COLUMNS = ['dest', 'user', 'user_domain'];

const strategyOf = (
  entities: readonly EntityMapping[] = [HOST, ACCOUNT],
  parity: readonly ParityException[] = [],
): Strategy =>
  ({
    id: 's-1',
    title: 'Strategy',
    source: { name: 's.md', text: '' },
    entities,
    parity,
  }) as unknown as Strategy;

type Rows = readonly (readonly (string | null)[])[];

interface Found {
  readonly rows?: Rows;
  readonly columns?: readonly string[];
  readonly received?: boolean;
  readonly unsupported?: string;
  readonly promise?: Partial<Expectation>;
  readonly strategy?: Strategy;
}

function verdict(platform: string, found: Found): Verdict {
  const { rows = [], columns = COLUMNS, received = true, unsupported, promise } = found;
  return judge(
    found.strategy ?? strategyOf(),
    { recording: 'r.xml', name: 'attack', fires: true, span: span(0, 0), ...promise },
    {
      platform,
      columns,
      rows,
      received,
      inWindow: received,
      ...(unsupported !== undefined && { unsupported }),
      analogue: false,
      milliseconds: 1,
    },
  );
}

const KELLER: Rows = [['ws-014', 'm.keller', 'corp']];
const fired = (platform: string, promise: Partial<Expectation> = {}): Verdict =>
  verdict(platform, { rows: KELLER, promise });
const silent = (platform: string, promise: Partial<Expectation> = {}): Verdict =>
  verdict(platform, { promise });

describe('verdicts', () => {
  test.each<[string, Verdict[], object[]]>([
    ['agree', [fired('splunk'), fired('sentinel')], []],
    ['disagree', [fired('splunk'), silent('sentinel')], [{ sentinel: 'silent', splunk: 'fired' }]],
    [
      'unseen and unsupported say nothing',
      [
        fired('splunk'),
        verdict('sentinel', { received: false }),
        verdict('defender', { unsupported: 'no' }),
      ],
      [],
    ],
    [
      'other recordings are other replays',
      [fired('splunk'), silent('sentinel', { recording: 'other.xml' })],
      [],
    ],
    [
      'other conditions are other replays',
      [fired('splunk'), silent('sentinel', { delay: 1200 })],
      [],
    ],
    [
      'promises that differ by platform hide no difference',
      [fired('splunk'), silent('sentinel', { name: 'not in Sentinel', fires: false })],
      [{ sentinel: 'silent', splunk: 'fired' }],
    ],
    [
      'three platforms, one alone',
      [silent('splunk'), silent('sentinel'), fired('defender')],
      [{ defender: 'fired', sentinel: 'silent', splunk: 'silent' }],
    ],
    [
      'several searches of a platform speak for it together',
      [fired('splunk'), silent('sentinel'), fired('sentinel')],
      [],
    ],
    ['none', [], []],
  ])('%s', (_, verdicts, observed) => {
    const { disparities } = parityOf(verdicts, []);
    expect(disparities.map((each) => each.observed)).toEqual(observed);
    expect(disparities.every(({ code }) => code === 'RPL1007')).toBe(true);
  });
});

describe('entities', () => {
  const alone = (splunk: Rows, sentinel: Rows): unknown[] =>
    parityOf(
      [verdict('splunk', { rows: splunk }), verdict('sentinel', { rows: sentinel })],
      [],
    ).disparities.map((each) => [each.code, each.entity, each.columns, each.alone]);

  test.each<[string, Rows, Rows]>([
    ['the same', KELLER, KELLER],
    ['more rows about the same', KELLER, [...KELLER, ...KELLER]],
    ['other case', KELLER, [['WS-014', 'M.Keller', 'CORP']]],
    ['a short and a full host name', KELLER, [['ws-014.corp.example', 'm.keller', 'corp']]],
    ['a domain by DNS', KELLER, [['ws-014', 'm.keller', 'corp.example']]],
    ['a domain before the name', KELLER, [['ws-014', 'CORP\\m.keller', null]]],
    ['a domain behind the name', KELLER, [['ws-014', 'm.keller@corp.example', '']]],
  ])('%s: no difference', (_, splunk, sentinel) => {
    expect(alone(splunk, sentinel)).toEqual([]);
    expect(alone(sentinel, splunk)).toEqual([]);
  });

  test.each<[string, Rows, unknown[]]>([
    [
      'another host',
      [['ws-015', 'm.keller', 'corp']],
      [['RPL1008', 'Host', ['dest'], { sentinel: ['ws-015'], splunk: ['ws-014'] }]],
    ],
    [
      'one host more',
      [...KELLER, ['ws-015', 'm.keller', 'corp']],
      [['RPL1008', 'Host', ['dest'], { sentinel: ['ws-015'] }]],
    ],
    [
      'no account',
      [['ws-014', null, ' ']],
      [['RPL1008', 'Account', ['user', 'user_domain'], { splunk: ['corp\\m.keller'] }]],
    ],
    [
      'an account without its domain',
      [['ws-014', 'm.keller', '']],
      [
        [
          'RPL1008',
          'Account',
          ['user', 'user_domain'],
          { sentinel: ['m.keller'], splunk: ['corp\\m.keller'] },
        ],
      ],
    ],
  ])('%s', (_, sentinel, expected) => {
    expect(alone(KELLER, sentinel)).toEqual(expected);
  });

  test('hosts of two domains differ although their short names are equal', () => {
    const [first, second] = ['ws-014.corp.example', 'ws-014.lab.example'];
    const row = (host: string): Rows => [[host, 'm.keller', 'corp']];
    expect(alone(row(first), row(second))).toEqual([
      ['RPL1008', 'Host', ['dest'], { sentinel: [second], splunk: [first] }],
    ]);
  });

  test('a column that one platform does not return', () => {
    const sentinel = verdict('sentinel', { columns: ['dest'], rows: [['ws-014']] });
    const { disparities } = parityOf([fired('splunk'), sentinel], []);
    expect(disparities.map((each) => each.alone)).toEqual([{ splunk: ['corp\\m.keller'] }]);
  });

  test.each<[EntityMapping, string, string]>([
    [{ type: 'IP', columns: { Address: 'x' } }, '::ffff:10.0.0.1', '10.0.0.1'],
    [{ type: 'Process', columns: { ProcessId: 'x' } }, '0x1A4', '420'],
    [{ type: 'File', columns: { Directory: 'x' } }, 'C:\\Temp\\', 'c:\\temp'],
    [{ type: 'RegistryKey', columns: { Key: 'x' } }, 'HKEY_LOCAL_MACHINE\\A', 'HKLM\\A'],
    [{ type: 'RegistryKey', columns: { Key: 'x' } }, '\\REGISTRY\\MACHINE\\A', 'HKLM\\A'],
    [{ type: 'Host', columns: { HostName: 'x' } }, '::ffff:10.0.0.1', '10.0.0.1'],
  ])('%j: %s is %s', (mapping, one, other) => {
    const strategy = strategyOf([mapping]);
    const found = (platform: string, value: string): Verdict =>
      verdict(platform, { strategy, columns: ['x'], rows: [[value]] });
    expect(parityOf([found('splunk', one), found('sentinel', other)], []).disparities).toEqual([]);
    expect(
      parityOf([found('splunk', one), found('sentinel', `${other}9`)], []).disparities,
    ).toHaveLength(1);
  });
});

describe('exceptions', () => {
  const exception = (more: Partial<ParityException>): ParityException => ({
    platforms: ['sentinel'],
    reason: 'not recorded there',
    span: span(0, 0),
    ...more,
  });
  const nobody: Rows = [['ws-014', null, null]];
  const differing = [
    verdict('splunk', { rows: KELLER }),
    verdict('sentinel', { rows: nobody }),
    verdict('defender', { rows: nobody }),
  ];

  test.each<[string, Verdict[], ParityException[], open: number, reasons: string[], stale: number]>(
    [
      [
        'one for the platforms that lack it',
        differing,
        [exception({ entity: 'Account', platforms: ['sentinel', 'defender'] })],
        0,
        ['not recorded there'],
        0,
      ],
      [
        'one for each of the platforms that lack it',
        differing,
        [
          exception({ entity: 'Account', reason: 'a' }),
          exception({ entity: 'Account', platforms: ['defender'], reason: 'b' }),
        ],
        0,
        ['a; b'],
        0,
      ],
      ['one that leaves a difference', differing, [exception({ entity: 'Account' })], 1, [], 1],
      ['of another entity', differing, [exception({ entity: 'Host' })], 1, [], 1],
      [
        'of another recording',
        differing,
        [exception({ entity: 'Account', recording: 'other.xml' })],
        1,
        [],
        1,
      ],
      [
        'of the verdict',
        [fired('splunk'), silent('sentinel')],
        [exception({ recording: 'r.xml' })],
        0,
        ['not recorded there'],
        0,
      ],
      [
        'of the verdict where entities differ',
        [fired('splunk'), verdict('sentinel', { rows: nobody })],
        [exception({})],
        1,
        [],
        1,
      ],
      [
        'where nothing differs',
        [fired('splunk'), fired('sentinel')],
        [exception({ entity: 'Account' })],
        0,
        [],
        1,
      ],
    ],
  )('%s', (_, verdicts, exceptions, open, reasons, stale) => {
    const found = parityOf(verdicts, [strategyOf(undefined, exceptions)]);
    expect(found.disparities).toHaveLength(open);
    expect(found.accepted.map(({ reason }) => reason)).toEqual(reasons);
    expect(found.stale).toHaveLength(stale);
  });
});
