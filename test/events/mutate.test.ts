// The same attack written otherwise. What each mutation makes of a command is typed by hand; those with chance in them are
// undone again and must give the command that they began with.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  combined,
  mutationFamilies,
  mutations,
  randomOf,
  ticksOfIso,
  type EventRecord,
  type Mutation,
} from '../../src/events/index.ts';
import { parseXml } from '../../src/events/formats/parse-xml.ts';
import { isElement, textOf, type Element } from '../../src/events/formats/xml-tree.ts';
import { anyRecord } from './record-parts.ts';
import { cpuMilliseconds } from '../cpu-time.ts';

type Data = Readonly<Record<string, string>>;

const event = (data: Data): EventRecord => ({
  system: {
    provider: 'p',
    eventId: 1,
    timeCreated: ticksOfIso('2026-03-02T09:15:01Z') ?? 0n,
    channel: 'Security',
    computer: 'ws-014',
  },
  eventData: Object.entries(data).map(([name, text]) => ({ name, text, type: 'text' as const })),
  message: 'as it was',
  raw: '<Event/>',
  origin: { file: 'a.xml', number: 1 },
});

function named(name: string): Mutation {
  const found = mutations.find((each) => each.name === name);
  if (!found) throw new Error(`no mutation ${name}`);
  return found;
}

function applied(mutation: string, data: Data, seed = 's'): Data | undefined {
  const made = named(mutation).apply(event(data), randomOf(seed));
  const values = (made?.eventData ?? []).map(({ name, text }) => [name ?? '', text ?? ''] as const);
  return made && Object.fromEntries(values);
}

const line = (text: string): Data => ({ CommandLine: text });
const task = (exec: string): string =>
  `<Task xmlns="urn:t"><RegistrationInfo></RegistrationInfo><Actions Context="Author"><Exec>${exec}</Exec></Actions></Task>`;
const action = (command: string, given?: string): Data => ({
  TaskContent: task(
    `<Command>${command}</Command>${given === undefined ? '' : `<Arguments>${given}</Arguments>`}`,
  ),
});

describe('a mutation without chance', () => {
  test.each<[string, Data, Data | undefined]>([
    ['upper-case', line('cmd /c dir'), line('CMD /C DIR')],
    [
      'upper-case',
      line('powershell -enc SQBFAFgAIABhAGIAYwA='),
      line('POWERSHELL -ENC SQBFAFgAIABhAGIAYwA='),
    ],
    ['upper-case', line('rundll32 a.dll,Start'), line('RUNDLL32 A.DLL,Start')],
    ['lower-case', { TargetObject: 'HKLM\\A' }, { TargetObject: 'hklm\\a' }],
    ['quoted-program', line('cmd /c dir'), line('"cmd" /c dir')],
    ['quoted-program', line('"cmd" /c dir'), undefined],
    ['quoted-switches', line('schtasks /create /tn x'), line('schtasks "/create" "/tn" x')],
    ['quoted-switches', line('rundll32 /x a.dll'), undefined],
    ['comspec', action('C:\\Windows\\System32\\cmd.exe', '/c x'), action('%ComSpec%', '/c x')],
    ['comspec', line('cmd.exe /c cmd /c x'), line('cmd.exe /c %ComSpec% /c x')],
    ['comspec', line('powershell cmd'), undefined],
    ['drive-by-variable', action('C:\\Tools\\a.exe'), action('%SystemDrive%\\Tools\\a.exe')],
    ['forward-slashes', line('C:\\Users\\a.exe -x'), line('C:/Users/a.exe -x')],
    [
      'short-names',
      line('C:\\ProgramData\\Vendor\\update-service.json'),
      line('C:\\PROGRA~3\\Vendor\\UPDATE~1.JSO'),
    ],
    ['short-names', line('C:\\a\\readme.txt:p.exe'), undefined],
    ['other-sign', line('schtasks /create -tn x'), line('schtasks -create /tn x')],
    ['other-sign', line('cmd /c x'), undefined],
    [
      'colon-for-blank',
      line('powershell -ep bypass -w hidden x'),
      line('powershell -ep:bypass -w:hidden x'),
    ],
    [
      'powershell-seven',
      {
        Image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
        OriginalFileName: 'PowerShell.EXE',
        CommandLine: 'powershell -c x',
      },
      {
        Image: 'C:\\Program Files\\PowerShell\\7\\pwsh.exe',
        OriginalFileName: 'pwsh.dll',
        CommandLine: '"C:\\Program Files\\PowerShell\\7\\pwsh.exe" -c x',
      },
    ],
    ['behind-conhost', action('a.exe', '-x'), action('conhost.exe', '--headless a.exe -x')],
    [
      'behind-forfiles',
      action('a.exe', '&quot;b&quot;'),
      action(
        'C:\\Windows\\System32\\forfiles.exe',
        '/p C:\\Windows\\System32 /m notepad.exe /c "a.exe 0x22b0x22"',
      ),
    ],
    ['behind-pcalua', action('a.exe'), action('C:\\Windows\\System32\\pcalua.exe', '-a a.exe')],
    ['behind-pcalua', line('a.exe'), undefined],
    ['tabs', line('schtasks /tn "a b"'), line('schtasks\t/tn\t"a b"')],
    [
      'arguments-first',
      action('a.exe', '-x'),
      { TaskContent: task('<Arguments>-x</Arguments><Command>a.exe</Command>') },
    ],
    ['cdata', action('a&amp;b'), { TaskContent: task('<Command><![CDATA[a&b]]></Command>') }],
    ['quotes-as-references', action('"a"'), action('&quot;a&quot;')],
    ['packed', { TaskContent: '<a>\n  <b/>\n</a>' }, { TaskContent: '<a><b/></a>' }],
  ])('%s: %j', (name, before, after) => {
    expect(applied(name, before)).toEqual(after);
  });

  test('what the log made of the old text goes with it', () => {
    const made = named('upper-case').apply(event(line('cmd')), randomOf('s'));
    expect([made?.raw, made?.message]).toEqual([undefined, undefined]);
  });
});

describe('a copy of a tool', () => {
  test('has one name in the command and in the event of its process', () => {
    const made = applied('copied-to-public', {
      Image: 'C:\\Windows\\System32\\schtasks.exe',
      OriginalFileName: 'schtasks.exe',
      CommandLine: 'schtasks /create /tn x',
    });
    expect(made?.['CommandLine']).toBe(`${made?.['Image'] ?? ''} /create /tn x`);
    expect(made?.['Image']).toMatch(/^C:\\Users\\Public\\[A-Za-z]+\.exe$/);
    expect(made?.['OriginalFileName']).toBe('schtasks.exe');
  });
});

describe('a mutation with chance, undone', () => {
  const seeds = Array.from({ length: 20 }, (_, at) => `seed ${at}`);
  test.each<[string, Data, string, (text: string) => string]>([
    ['mixed-case', line('cmd /c dir'), 'CommandLine', (text) => text.toLowerCase()],
    [
      'empty-quotes-in-words',
      line('schtasks /create /tn backup /tr calc'),
      'CommandLine',
      (text) => text.replaceAll('""', ''),
    ],
    [
      'carets',
      line('cmd /c start "a b" calc.exe'),
      'CommandLine',
      (text) => text.replaceAll('^', ''),
    ],
    ['carets', line('cmd /c "start calc.exe"'), 'CommandLine', (text) => text.replaceAll('^', '')],
    [
      'backticks',
      { ScriptBlockText: 'Register-ScheduledTask -TaskName x' },
      'ScriptBlockText',
      (text) => text.replaceAll('`', ''),
    ],
    [
      'same-folder',
      line('C:\\a\\b\\c.exe'),
      'CommandLine',
      (text) => text.replaceAll('\\.\\', '\\'),
    ],
    [
      'doubled-separators',
      line('C:\\a\\b\\c.exe'),
      'CommandLine',
      (text) => text.replaceAll('\\\\', '\\'),
    ],
    [
      'there-and-back',
      line('C:\\a\\b\\c.exe'),
      'CommandLine',
      (text) => text.replaceAll(/\\[^\\]+\\\.\./g, ''),
    ],
    [
      'more-blanks',
      line('a.exe -b "c  d" e'),
      'CommandLine',
      (text) => text.replaceAll(/(?<!c) +/g, ' '),
    ],
    [
      'long-dashes',
      line('powershell -nop -c x'),
      'CommandLine',
      (text) => text.replaceAll(/[\u2013-\u2015]/g, '-'),
    ],
  ])('%s of %j', (name, before, field, undone) => {
    const made = seeds.flatMap((seed) => applied(name, before, seed)?.[field] ?? []);
    expect(new Set(made.map(undone))).toEqual(new Set([before[field]]));
    expect(made).not.toContain(before[field]);
  });
});

describe('a definition stays what it was', () => {
  const before =
    '<Task version="1.2" xmlns="urn:t">\n  <RegistrationInfo>\n    <Author>a</Author>\n  </RegistrationInfo>\n  <Settings>\n    <Enabled>true</Enabled>\n  </Settings>\n  <Actions Context="Author">\n    <Exec>\n      <Command>C:\\Tools\\a.exe</Command>\n      <Arguments>-x "b c" &amp;amp; d</Arguments>\n    </Exec>\n  </Actions>\n</Task>';
  const spelled = mutations.filter(({ family }) =>
    ['task XML', 'several actions', 'text in XML'].includes(family),
  );

  test.each(spelled.map(({ name }) => name))('%s', (name) => {
    for (const seed of ['1', '2', '3']) {
      const xml = applied(name, { TaskContent: before }, seed)?.['TaskContent'] ?? '';
      expect(xml).not.toBe(before);
      expect(actionsOf(xml)).toContainEqual(['C:\\Tools\\a.exe', '-x "b c" &amp; d']);
    }
  });

  const local = ({ name }: Element): string => name.slice(name.indexOf(':') + 1);

  /** Command and arguments of each action, as a reader of XML sees them; undefined for text that is no XML. */
  function actionsOf(xml: string): string[][] {
    const tree = parseXml(xml);
    if ('fault' in tree) throw new Error(`no XML: ${xml}`);
    const found: string[][] = [];
    const walk = (element: Element): void => {
      const parts = element.children.filter(isElement);
      const text = (name: string): string =>
        parts.filter((each) => local(each) === name).map((each) => textOf(each).trim())[0] ?? '';
      if (local(element) === 'Exec') found.push([text('Command'), text('Arguments')]);
      parts.forEach(walk);
    };
    walk(tree);
    return found;
  }
});

describe('two together', () => {
  const together = combined(named('upper-case'), named('quoted-program'));
  test('the second changes what the first made', () => {
    const made = together.apply(event(line('cmd /c dir')), randomOf('s'));
    expect(made?.eventData?.map(({ text }) => text)).toEqual(['"CMD" /C DIR']);
    expect([together.name, together.family]).toEqual(['upper-case+quoted-program', 'combined']);
  });
  test('nothing where one of them has nothing to change', () => {
    expect(together.apply(event(line('"cmd" /c dir')), randomOf('s'))).toBeUndefined();
  });
});

describe('every mutation', () => {
  test('has a name and a family of its own', () => {
    const names = mutations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set([...mutations.map(({ family }) => family), 'combined'])).toEqual(
      new Set(mutationFamilies),
    );
  });

  test('gives the same for the same seed, changes something or nothing, and leaves what it got', () => {
    const strings = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        'cmd /c "',
        '<Exec><Command>',
        '<Exec><Command>a</Command></Exec>',
        'C:\\a\\b',
      ),
    );
    const events = fc
      .record({ CommandLine: strings, TaskContent: strings, Image: strings })
      .map(event);
    const given = fc.oneof(
      events,
      anyRecord.filter((each): each is EventRecord => 'system' in each),
    );
    fc.assert(
      fc.property(given, fc.string(), (record, seed) => {
        const kept = structuredClone(record);
        for (const mutation of mutations) {
          const made = mutation.apply(record, randomOf(seed));
          if (made) expect(made.eventData).not.toEqual(record.eventData);
          expect(mutation.apply(record, randomOf(seed))).toEqual(made);
        }
        expect(record).toEqual(kept);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('takes time in proportion to a hostile text', () => {
    const hostile = ['<Exec>', '<Command ', '"', 'C:\\a\\', '^', ' ', 'a-', '<a b="c" '].map(
      (piece) => piece.repeat(8_000),
    );
    const start = cpuMilliseconds();
    for (const text of hostile) {
      for (const mutation of mutations) {
        mutation.apply(
          event({ CommandLine: text, TaskContent: text, ScriptBlockText: text }),
          randomOf('1'),
        );
      }
    }
    expect(cpuMilliseconds() - start).toBeLessThan(30_000);
  }, 120_000);
});
