import { expect, test } from '@jest/globals';
import { eventNeeds } from '../../src/spl/index.ts';

const SOURCES = ['security', 'sysmon'];
const many = Array.from({ length: 9 }, (_, at) => `(a${String(at)}=1 OR b${String(at)}=1)`);

test.each<[string, string, readonly string[]]>([
  ['one source', '`security` EventCode=4698 | table x', ['security EventCode']],
  [
    'each of several',
    '(`security` EventCode=4702) OR (`sysmon` EventCode IN (11, 13) TargetFilename="*x*")',
    ['security EventCode', 'sysmon EventCode TargetFilename'],
  ],
  [
    'one field or another',
    '`security` EventCode=4688 (CommandLine="*a*" OR Process_Command_Line="*a*")',
    ['security CommandLine EventCode', 'security EventCode Process_Command_Line'],
  ],
  ['what is excluded needs nothing', '`sysmon` NOT EventType="x" Image!="y"', ['sysmon Image']],
  ['what every event has', '`sysmon` index=a host=b source=c word "phrase"', ['sysmon ']],
  ['nothing twice', '`sysmon` (Image=a OR Image=b)', ['sysmon Image']],
  ['no source named', 'index=a EventCode=1', []],
  ['no condition at its head', '| tstats count WHERE `sysmon` BY host', []],
  ['nothing can pass', '`sysmon` ()', []],
  ['too many ways to tell', `\`sysmon\` ${many.join(' ')}`, []],
  ['a search that cannot be read', '`sysmon` (', []],
])('%s', (_, search, needs) => {
  const found = eventNeeds({ name: 'search', text: search }, SOURCES);
  expect(found.map(({ source, fields }) => `${source} ${fields.join(' ')}`)).toEqual(needs);
});
