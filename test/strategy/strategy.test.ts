import { describe, expect, test } from '@jest/globals';
import {
  attackRelease,
  defaultPack,
  documentDiagnostic,
  documentSpan,
  nearestTactics,
  nearestTechniques,
  parentOf,
  parseDuration,
  platformsOf,
  printDuration,
  readPack,
  readYaml,
  strategyProblems,
  tacticOf,
  tactics,
  techniqueOf,
  techniques,
  validate,
  type Search,
  type Strategy,
} from '../../src/strategy/index.ts';
import type { Span } from '../../src/text/index.ts';

const place: Span = { start: 0, end: 1 };

function strategy(changes: Partial<Strategy> = {}): Strategy {
  return {
    format: 'test',
    source: { name: 'a.md', text: 'the document' },
    id: 'a',
    title: 'A',
    description: '',
    version: '1.0',
    status: 'production',
    severity: 'low',
    attack: [{ tactic: 'TA0003', technique: 'T1053.005', span: place }],
    dataSources: [],
    sections: [],
    searches: [{ language: 'spl', text: 'index=a', span: place, indent: 0 }],
    schedule: { every: 3600, lookback: 3600, delay: 0, nearRealTime: false },
    entities: [],
    details: {},
    falsePositives: [],
    blindSpots: [],
    references: [],
    history: [],
    expectations: [],
    tunables: [],
    platforms: {},
    places: new Map(),
    ...changes,
  };
}

const SEARCH: Search = { language: 'kql', text: 'T', span: place, indent: 0 };
const EXCEPTION = { platforms: ['splunk'], reason: 'by nature', span: place };
const RECORDING = { recording: 'r', name: 'n', fires: true, span: place };

/** A change to a strategy that is valid, and the problems it must have. */
const FAULTS: readonly (readonly [
  name: string,
  changes: Partial<Strategy>,
  codes: readonly string[],
])[] = [
  ['nothing', {}, []],
  ['no id', { id: '' }, ['DOC2001']],
  ['an id with a space', { id: 'a b' }, ['DOC2002']],
  ['an id of 101 characters', { id: 'a'.repeat(101) }, ['DOC2002']],
  ['no title', { title: ' ' }, ['DOC2004']],
  ['a title too long', { title: 'x'.repeat(257) }, ['DOC2005']],
  ['a severity that is none', { severity: 'urgent' as 'high' }, ['DOC2006']],
  ['a status that is none', { status: 'new' as 'production' }, ['DOC2007']],
  ['a version that is none', { version: 'one' }, ['DOC2008']],
  ['no ATT&CK reference', { attack: [] }, ['DOC2015']],
  ['an unknown tactic', { attack: [{ tactic: 'TA9999', span: place }] }, ['DOC2010']],
  ['a misspelt tactic', { attack: [{ tactic: 'Persistance', span: place }] }, ['DOC2010']],
  ['an unknown technique', { attack: [{ technique: 'T9999', span: place }] }, ['DOC2012']],
  ['an unknown sub-technique', { attack: [{ technique: 'T1053.999', span: place }] }, ['DOC2012']],
  ['no technique at all', { attack: [{ technique: 'X-17', span: place }] }, ['DOC2011']],
  [
    'a sub-technique with a slash',
    { attack: [{ technique: 'T1053/005', span: place }] },
    ['DOC2016'],
  ],
  [
    'a sub-technique without noughts',
    { attack: [{ technique: 'T1053.5', span: place }] },
    ['DOC2016'],
  ],
  ['a technique in small letters', { attack: [{ technique: 't1053', span: place }] }, ['DOC2016']],
  [
    'a technique outside its tactic',
    { attack: [{ tactic: 'Impact', technique: 'T1053', span: place }] },
    ['DOC2014'],
  ],
  [
    'tactic and technique by name',
    { attack: [{ tactic: 'DefenseEvasion', technique: 'Masquerading', span: place }] },
    [],
  ],
  ['no search', { searches: [] }, ['DOC2020']],
  ['no search, but deprecated', { searches: [], attack: [], status: 'deprecated' }, []],
  ['an empty search', { searches: [{ ...SEARCH, text: ' \n' }] }, ['DOC2021']],
  ['two searches for one platform', { searches: [SEARCH, SEARCH, SEARCH] }, ['DOC2022']],
  [
    'searches for two platforms',
    {
      searches: [
        { ...SEARCH, platform: 'Sentinel' },
        { ...SEARCH, platform: 'M365 Security' },
      ],
    },
    [],
  ],
  [
    'a lookback shorter than the interval',
    { schedule: { every: 3600, lookback: 60, delay: 0, nearRealTime: false } },
    ['DOC2031'],
  ],
  [
    'the same in near real time',
    { schedule: { every: 3600, lookback: 60, delay: 0, nearRealTime: true } },
    [],
  ],
  [
    'an interval of nothing',
    { schedule: { every: 0, lookback: 60, delay: -1, nearRealTime: false } },
    ['DOC2030', 'DOC2030'],
  ],
  ['an unknown entity', { entities: [{ type: 'Hosts', columns: { HostName: 'a' } }] }, ['DOC2040']],
  ['an entity of a prototype', { entities: [{ type: 'constructor', columns: {} }] }, ['DOC2040']],
  [
    'an unknown identifier',
    { entities: [{ type: 'Host', columns: { HostName: 'a', Nme: 'b' } }] },
    ['DOC2041'],
  ],
  [
    'an entity that identifies nothing',
    { entities: [{ type: 'File', columns: { Directory: 'a' } }] },
    ['DOC2042'],
  ],
  ['half a hash', { entities: [{ type: 'FileHash', columns: { Value: 'a' } }] }, ['DOC2042']],
  [
    'a whole hash',
    { entities: [{ type: 'FileHash', columns: { Value: 'a', Algorithm: 'b' } }] },
    [],
  ],
  [
    'a column that is none',
    { entities: [{ type: 'IP', columns: { Address: '1a' } }] },
    ['DOC2043'],
  ],
  [
    'four identifiers',
    {
      entities: [
        { type: 'Host', columns: { HostName: 'a', NTDomain: 'b', DnsDomain: 'c', OSFamily: 'd' } },
      ],
    },
    ['DOC2045'],
  ],
  [
    'eleven entities',
    { entities: Array(11).fill({ type: 'URL', columns: { Url: 'u' } }) },
    ['DOC2044'],
  ],
  ['a detail with a bad name', { details: { '1st': 'a' } }, ['DOC2047']],
  ['a detail with a bad column', { details: { First: 'a b' } }, ['DOC2043']],
  ['a throttle without fields', { throttle: { fields: [], period: 60 } }, ['DOC2050']],
  ['a throttle without a period', { throttle: { fields: ['a'], period: 0 } }, ['DOC2030']],
  ['a risk beyond the scale', { risk: { score: 101, message: '' } }, ['DOC2051']],
  ['a risk that is no number', { risk: { score: Number.NaN, message: '' } }, ['DOC2051']],
  ['a tunable of nothing', { tunables: [{ name: 'a', description: '' }] }, ['DOC2052']],
  [
    'a tunable of both',
    { tunables: [{ name: 'a', description: '', value: 1, columns: ['b'] }] },
    ['DOC2052'],
  ],
  [
    'a tunable with a strange row',
    { tunables: [{ name: 'a', description: '', columns: ['b'], rows: [{ c: '' }] }] },
    ['DOC2052'],
  ],
  [
    'an expectation without a recording',
    { expectations: [{ ...RECORDING, recording: '' }] },
    ['DOC2060'],
  ],
  ['silence with rows', { expectations: [{ ...RECORDING, fires: false, rows: 2 }] }, ['DOC2060']],
  ['an alert without rows', { expectations: [{ ...RECORDING, rows: 0 }] }, ['DOC2060']],
  [
    'an exception about a platform, an entity and a recording that the document does not have',
    { parity: [{ ...EXCEPTION, platforms: ['defender'], entity: 'Host', recording: 'x' }] },
    ['DOC2061', 'DOC2061', 'DOC2061'],
  ],
  ['an exception for every platform', { parity: [EXCEPTION] }, ['DOC2061']],
  [
    'an exception without platform and reason',
    { parity: [{ ...EXCEPTION, platforms: [], reason: ' ' }] },
    ['DOC2061', 'DOC2061'],
  ],
  [
    'an exception as it should be',
    {
      searches: [SEARCH, { ...SEARCH, language: 'spl' }],
      expectations: [RECORDING],
      entities: [{ type: 'Host', columns: { HostName: 'dest' } }],
      parity: [{ ...EXCEPTION, entity: 'Host', recording: 'r' }],
    },
    [],
  ],
  ['a clock that is none', { expectations: [{ ...RECORDING, now: 'noon' }] }, ['DOC2060']],
];

describe('the invariants of a strategy', () => {
  test.each(FAULTS)('%s', (_, changes, codes) => {
    const found = validate([strategy(changes)]);
    expect(found.map((each) => each.code)).toEqual(codes);
    for (const each of found) expect(each.remedy).toMatch(/\S/);
  });

  test('a problem stands at its value, or at what is around it', () => {
    const places = new Map([
      ['entities.0', { start: 4, end: 7 }],
      ['severity', { start: 1, end: 3 }],
    ]);
    const wrong = strategy({
      entities: [{ type: 'Hots', columns: {} }],
      severity: 'x' as 'low',
      places,
    });
    expect(validate([wrong]).map((each) => [each.code, each.span])).toEqual([
      ['DOC2006', { start: 1, end: 3 }],
      ['DOC2040', { start: 4, end: 7 }],
    ]);
  });

  test('equal ids are related to the first', () => {
    const places = new Map([['id', { start: 4, end: 12 }]]);
    const first = strategy({ places });
    const second = strategy({ id: 'A', source: { name: 'b.md', text: '' } });
    expect(validate([first, strategy({ id: 'c' }), second])).toEqual([
      {
        code: 'DOC2003',
        severity: 'error',
        message: 'the id `A` is already used by `a.md`',
        source: second.source,
        span: undefined,
        remedy: 'Give one of the two another id; ids that differ only in case count as equal.',
        related: [
          { message: 'first used here', source: first.source, span: { start: 4, end: 12 } },
        ],
      },
    ]);
  });

  test('tunables are shared by the pack, and must be alike', () => {
    const of = (id: string, value: number): Strategy =>
      strategy({ id, tunables: [{ name: 'most', description: id, value }] });
    expect(validate([of('a', 1), of('b', 1), of('c', 2)]).map((each) => each.code)).toEqual([
      'DOC2053',
    ]);
  });

  test('the catalogue has each code once, in its family', () => {
    expect([...strategyProblems.keys()].filter((each) => !/^DOC2\d{3}$/.test(each))).toEqual([]);
    expect(strategyProblems.size).toBeGreaterThan(40);
    for (const [code, { severity }] of strategyProblems)
      expect([code, severity]).toEqual([code, expect.stringMatching(/^(?:error|warning|note)$/)]);
  });
});

describe('ATT&CK', () => {
  test('has its tactics and techniques, each technique under tactics that exist', () => {
    expect(attackRelease()).toMatch(/^\d+\.\d+$/);
    expect(tactics().map((each) => each.id)).toContain('TA0043');
    expect(techniques().length).toBeGreaterThan(600);
    const known = new Set(tactics().map((each) => each.id));
    const lost = techniques().filter(
      (each) =>
        !each.retired && (each.tactics.length === 0 || each.tactics.some((id) => !known.has(id))),
    );
    expect(lost).toEqual([]);
    const orphans = techniques().filter((each) => !each.retired && !techniqueOf(parentOf(each.id)));
    expect(orphans).toEqual([]);
  });

  test.each([
    'TA0004',
    'ta0004',
    'privilege-escalation',
    'Privilege Escalation',
    'PrivilegeEscalation',
    'privilege_escalation',
  ])('knows the tactic %s', (text) => {
    expect(tacticOf(text)).toEqual({
      id: 'TA0004',
      shortname: 'privilege-escalation',
      name: 'Privilege Escalation',
    });
  });

  test.each([
    ['T1053.005', 'T1053.005'],
    [' t1053.005 ', 'T1053.005'],
    ['Scheduled Task/Job: Scheduled Task', 'T1053.005'],
    ['Scheduled Task/Job - Scheduled Task', 'T1053.005'],
    ['Scheduled Task/Job', 'T1053'],
    ['Inhibit System Recovery', 'T1490'],
    // Several techniques have a sub-technique of this name.
    ['Domain Account', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('knows the technique %s', (text, id) => {
    expect(techniqueOf(text)?.id).toBe(id);
  });

  test('suggests what is near', () => {
    expect(nearestTactics('Persistance')).toEqual(['Persistence']);
    expect(nearestTechniques('T1053.999')).toEqual(['T1053 Scheduled Task/Job']);
    expect(nearestTechniques('Masquarading')).toEqual(['T1036 Masquerading']);
  });
});

describe('durations', () => {
  test.each([
    ['5m', 300],
    ['1h', 3600],
    ['14d', 1_209_600],
    ['1h 30m', 5400],
    ['90S', 90],
    ['2w', 1_209_600],
    ['0m', 0],
    ['PT1H', 3600],
    ['P1DT12H', 129_600],
    ['P2W', 1_209_600],
    ['PT5M30S', 330],
    ['', undefined],
    ['1', undefined],
    ['h', undefined],
    ['-5m', undefined],
    ['1.5h', undefined],
    ['5 minutes', undefined],
    ['P', undefined],
    ['PT', undefined],
    ['P1M', undefined],
    ['1h1', undefined],
    [`${'1'.repeat(10)}s`, undefined],
  ])('%s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each([
    [0, '0s'],
    [300, '5m'],
    [5400, '1h 30m'],
    [1_209_600, '14d'],
  ])('%d seconds are written shortly', (seconds, text) => {
    expect(printDuration(seconds)).toBe(text);
    expect(parseDuration(text)).toBe(seconds);
  });
});

describe('places in searches', () => {
  const text = 'ab\ncd\nef';
  const cases: readonly (readonly [
    name: string,
    search: Partial<Search>,
    offset: number,
    place: number,
  ])[] = [
    ['the start', {}, 0, 10],
    ['the first line', { indent: 4 }, 1, 11],
    ['the second line, indented', { indent: 4 }, 3, 17],
    ['the third line, indented', { indent: 4 }, 7, 25],
    ['the end, and beyond', { indent: 4 }, 99, 26],
    ['before the start', { indent: 4 }, -1, 10],
    ['lines indented unlike', { indent: 1, lineStarts: [10, 14, 22] }, 6, 22],
    ['the line ending', { indent: 1, lineStarts: [10, 14, 22] }, 2, 12],
  ];
  test.each(cases)('%s', (_, search, offset, expected) => {
    const whole: Search = {
      language: 'spl',
      text,
      span: { start: 10, end: 26 },
      indent: 0,
      ...search,
    };
    expect(documentSpan(whole, { start: offset, end: offset })).toEqual({
      start: expected,
      end: expected,
    });
  });
});

describe('a diagnostic on a search', () => {
  const search: Search = {
    language: 'kql',
    text: 'ab\ncd',
    span: { start: 10, end: 19 },
    indent: 4,
  };
  const text = { name: '<query>', text: search.text };
  const document = { name: 'a.md', text: 'x'.repeat(30) };
  const found = { code: 'KQL1', severity: 'error', message: 'm', source: text } as const;

  test('moves to the document, with what is related', () => {
    const related = [{ message: 'r', source: text, span: { start: 0, end: 2 } }];
    const moved = documentDiagnostic({ ...found, span: { start: 3, end: 5 }, related }, search, {
      text,
      document,
    });
    expect(moved).toEqual({
      ...found,
      source: document,
      span: { start: 17, end: 19 },
      related: [{ message: 'r', source: document, span: { start: 10, end: 12 } }],
    });
  });

  test('without a place is on the whole search, and elsewhere stays', () => {
    expect(documentDiagnostic(found, search, { text, document }).span).toBe(search.span);
    const other = { ...found, source: document };
    expect(documentDiagnostic(other, search, { text, document })).toBe(other);
  });
});

describe('platforms of a search', () => {
  test.each([
    ['spl', undefined, ['splunk']],
    ['kql', undefined, ['sentinel', 'defender']],
    ['kql', 'M365 Security', ['defender']],
    ['kql', 'Microsoft Defender XDR', ['defender']],
    ['kql', 'Sentinel', ['sentinel']],
    ['kql', 'Sentinel, M365 Security', ['sentinel', 'defender']],
    ['kql', 'QRadar', []],
  ] as const)('%s for %s', (language, platform, expected) => {
    expect(
      platformsOf({ ...SEARCH, language, ...(platform === undefined ? {} : { platform }) }),
    ).toEqual(expected);
  });
});

describe('pack.yaml', () => {
  const read = (text: string): readonly [unknown, string[]] => {
    const { value, diagnostics } = readPack({ name: 'pack.yaml', text });
    return [
      value,
      diagnostics.map(
        (each) => `${each.code} ${each.span ? text.slice(each.span.start, each.span.end) : ''}`,
      ),
    ];
  };

  test('may be empty, and fills in what is not given', () => {
    expect(read('')).toEqual([defaultPack, []]);
    expect(read('# nothing\n')).toEqual([defaultPack, []]);
    expect(read('title: Ours\nversion: 1.10\n')).toEqual([
      { ...defaultPack, title: 'Ours', version: '1.10' },
      [],
    ]);
  });

  test('has sources and tables', () => {
    const [value, problems] = read(
      'sources:\n  windows: index=main\ntables:\n  Mine_CL: { A: string, T: datetime }\n',
    );
    expect(problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(value))).toEqual({
      ...defaultPack,
      sources: { windows: 'index=main' },
      tables: { Mine_CL: { A: 'string', T: 'datetime' } },
    });
  });

  test.each([
    ['id: My-App', ['DOC2080 My-App']],
    ['version: one', ['DOC2008 one']],
    ['auther: me', ['DOC2075 auther']],
    ['tables: { T: { A: strng } }', ['DOC2077 strng']],
    ['sources: { a-b: x }', ['DOC2081 a-b']],
    ['sources: { a: [x] }', ['DOC2078 [x]']],
    ['- a', ['DOC2078 - a']],
    ['title: *t', ['DOC2072 *t']],
    ['title: a\ntitle: b', ['DOC2074 title']],
    ['? [a]\n: b', ['DOC2073 [a]']],
    ['{ a: ', ['DOC2070 ', 'DOC2075 a']],
    [`a: ${'['.repeat(200)}`, ['DOC2071 ']],
    [`a: ${'- '.repeat(200)}`, ['DOC2071 ']],
  ])('%s', (text, problems) => {
    expect(read(text)[1]).toEqual(problems);
  });

  test('keys from a file touch no prototype', () => {
    const { value } = readYaml({
      name: 'x',
      text: '__proto__: { polluted: true }\nconstructor: 1\n',
    });
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
