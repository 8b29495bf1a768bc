// What a platform may forbid, and the word that it stands on.
import { beforeAll, expect, test } from '@jest/globals';
import { loadKusto, schemaOf, type KqlColumn } from '../../src/kql/index.ts';

beforeAll(async () => {
  await loadKusto();
});

// Tables that are held are all that a wildcard means.
const tables = new Map<string, readonly KqlColumn[]>([
  ['SecurityEvent', columns('EventID:int Account:string Computer:string')],
  ['Syslog', columns('Computer:string HostIP:string')],
]);

function columns(text: string): KqlColumn[] {
  return text.split(' ').map((each) => {
    const [name = '', type] = each.split(':');
    return { name, type: type === 'int' ? 'int' : 'string' };
  });
}

function found(text: string): string[] {
  const { value, diagnostics } = schemaOf(
    { name: 'query', text },
    { now: 0n, environment: 'sentinel', tables },
  );
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return value.constructs.map(({ kind, span, place }) =>
    [`${kind}:`, text.slice(span.start, span.end), ...(place === undefined ? [] : [place])].join(
      ' ',
    ),
  );
}

test.each<[string, string[]]>([
  ['SecurityEvent | where EventID == 4688', []],
  ['search "x"', ['search-all: search']],
  ['search *', ['search-all: search']],
  ['search in (SecurityEvent) "x"', []],
  ['SecurityEvent | search "x"', []],
  ['SecurityEvent | where Account has "search * union *"', []],
  ['// union *\nSecurityEvent', []],
  ['union SecurityEvent, Syslog', ['union: union']],
  ['union withsource = T *', ['union: union', 'union-all: union']],
  ['union Security*', ['union: union']],
  ['let T = union Syslog, SecurityEvent; T', ['union: union']],
  ['SecurityEvent | join kind=inner (Syslog | project Computer) on Computer', ['join: join']],
  ['SecurityEvent | lookup (Syslog | project Computer, HostIP) on Computer', ['join: lookup']],
  ['SecurityEvent | summarize count() by Computer', ['aggregate: summarize']],
  ['SecurityEvent | count', ['aggregate: count']],
  ['set notruncation; SecurityEvent', ['management: set']],
  ['cluster("c").database("d").Syslog | take 1', ['cross-cluster: cluster']],
  ['workspace("w").Syslog | take 1', ['cross-workspace: workspace w']],
  [
    'let w = "w"; union app("a").Syslog, resource("/r").Syslog, workspace(w).Syslog',
    [
      'union: union',
      'cross-workspace: app a',
      'cross-workspace: resource /r',
      'cross-workspace: workspace',
    ],
  ],
  ['find where EventID == 4688', ['search-all: find']],
  [
    'SecurityEvent | join (externaldata(a: string)["https://example.com/a.csv"]) on $left.Account == $right.a',
    ['join: join', 'external-data: externaldata'],
  ],
  [
    'let f = () { SecurityEvent | summarize n = count() by Computer }; f() | join (f()) on Computer',
    ['aggregate: summarize', 'join: join'],
  ],
])('%s', (text, expected) => {
  expect(found(text)).toEqual(expected);
});
