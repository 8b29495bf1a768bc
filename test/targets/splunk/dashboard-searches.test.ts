// Every search of every dashboard, in both forms, lowered to a plan against what it reads: the app's own lookups and macros,
// the logs that Splunk keeps about itself, the results of alerts. The list of saved searches comes from `| rest`, which the
// engine does not have: it is refused by name, and stands in for itself as a lookup with the columns that it gives.
import { describe, expect, test } from '@jest/globals';
import { compile, knowledge, type Lookup, type SplCompiled } from '../../../src/spl/index.ts';
import { readApp } from '../../../src/targets/splunk/index.ts';
import type { Diagnostic, FileTree, Outcome } from '../../../src/text/index.ts';
import {
  built,
  DASHBOARDS,
  definitionOf,
  studioSearches,
  textAt,
  VIEWS,
  xmlSearches,
  type Searched,
} from './dashboard-files.ts';

const text = (name: string) => ({ name, type: 'string' as const });

// Splunk's audit and scheduler logs, and what alerts write to an index.
const EVENTS = [
  { name: '_time', type: 'real' as const },
  ...['_raw', 'index', 'source', 'sourcetype', 'host'].map(text),
  ...['action', 'ss_app', 'ss_name', 'sid'].map(text),
  ...['app', 'savedsearch_name', 'status', 'reason'].map(text),
  { name: 'run_time', type: 'real' as const },
  ...['user', 'orig_host'].map(text),
];

const REST = /\| rest \/servicesNS\/-\/acme_detections\/saved\/searches [^\n|]*/u;
const SAVED: Lookup = {
  table: 'rest',
  columns: ['title', 'disabled', 'cron_schedule', 'next_scheduled_time', 'eai:acl.app'].map(text),
};

/** The search lowered, dashboard tokens replaced as Splunk would. */
function lowered(query: string, tree: FileTree): Outcome<SplCompiled | undefined> {
  const { macros, lookups } = readApp(tree).value;
  const written = query.replaceAll('$strategy|s$', '"rare-task"');
  expect(written).not.toMatch(/\$\w+[|:.]?\w*\$/u);
  const tables = [...lookups].map(([name, { columns }]): [string, Lookup] => [
    name,
    { table: name, columns: columns.map(text) },
  ]);
  return compile(
    { name: '<query>', text: written },
    {
      now: 0,
      timezone: 'UTC',
      events: { name: 'events', columns: EVENTS },
      knowledge,
      macros,
      lookups: new Map([...tables, ['rest', SAVED]]),
    },
  );
}

const withoutRest = (query: string): string =>
  query.replaceAll(new RegExp(REST, 'gu'), '| inputlookup rest');

const said = (found: readonly Diagnostic[]): string[] =>
  found.map(({ code, message }) => `${code} ${message}`);

interface Expected {
  /** Searches of the view that list the app's saved searches, of all that it has. */
  readonly rest: number;
  readonly all: number;
  /** Indexes that its searches read, data sources aside. */
  readonly indexes: readonly string[];
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  coverage: { rest: 6, all: 7, indexes: [] },
  health: { rest: 6, all: 8, indexes: ['_audit', '_internal'] },
  overview: { rest: 2, all: 9, indexes: ['_audit'] },
  strategy: { rest: 0, all: 3, indexes: [] },
};

const CLASSIC = built('9.4');
const STUDIO = built('10.0');

const classicSearches = (name: string): Searched[] =>
  xmlSearches(textAt(CLASSIC, `${VIEWS}${name}.xml`));
const tabbedSearches = (name: string): Searched[] =>
  studioSearches(definitionOf(textAt(STUDIO, `${VIEWS}${name}.xml`)));

describe('every search of a dashboard', () => {
  test.each(DASHBOARDS)('%s', (name) => {
    const queries = classicSearches(name).map(({ query }) => query);
    const again = tabbedSearches(name).map(({ query }) => query);
    expect(again.sort()).toEqual([...queries].sort());
    const listing = queries.filter((query) => REST.test(query));
    const indexes = new Set(
      queries.flatMap((query) => [...query.matchAll(/\bindex=(\w+)/gu)].map(([, index]) => index)),
    );
    expect({ rest: listing.length, all: queries.length, indexes: [...indexes].sort() }).toEqual(
      EXPECTED[name],
    );
    for (const query of listing) {
      expect(said(lowered(query, CLASSIC).diagnostics)).toEqual([
        'SPL1203 unsupported command `rest`: it reads what is outside the recorded events',
      ]);
    }
    for (const query of queries) {
      const { value, diagnostics } = lowered(withoutRest(query), CLASSIC);
      expect([query, said(diagnostics)]).toEqual([query, []]);
      expect(value).toBeDefined();
    }
  });

  test('the texts of the strategy are columns of their search', () => {
    const [document] = classicSearches('strategy');
    const { value } = lowered(document?.query ?? '', CLASSIC);
    expect(value?.facts.gives).toEqual(expect.arrayContaining(['understand', 'act']));
  });
});

/** Tokens that the inputs of a view set, as an address names them. */
function tokensOf(view: string): string[] {
  const { inputs } = definitionOf(textAt(STUDIO, `${VIEWS}${view}.xml`));
  return Object.values(inputs).map(({ options }) => options.token);
}

const ROW = { classic: /\$row\.(\w+)\|u\$/gu, studio: /\$row\.(\w+)\.value\|u\$/gu };

describe('where a click leads', () => {
  test.each([
    ['overview', ['search', 'search', 'search', 'strategy']],
    ['coverage', ['strategy']],
    ['health', ['strategy']],
    ['strategy', []],
  ])('%s: rows give what the address takes from them, tokens are there', (name, views) => {
    const forms = { classic: classicSearches(name), studio: tabbedSearches(name) };
    for (const form of ['classic', 'studio'] as const) {
      const linked = forms[form].filter(({ link }) => link !== undefined);
      const seen = linked.map(({ query, link = '' }) => {
        const gives = lowered(withoutRest(query), CLASSIC).value?.facts.gives ?? [];
        const taken = [...link.matchAll(ROW[form])].map(([, column]) => column);
        expect(taken).toHaveLength(1);
        expect(gives).toEqual(expect.arrayContaining(taken));
        for (const [, token] of link.replace(ROW[form], '').matchAll(/\$(\w+)[^$]*\$/gu)) {
          expect(tokensOf(name)).toContain(token);
        }
        const [, view = '', given = ''] = /^\/app\/acme_detections\/(\w+)\?(.*)$/u.exec(link) ?? [];
        for (const [, token] of given.matchAll(/(?:^|&)form\.(\w+)=/gu)) {
          expect(tokensOf(view)).toContain(token);
        }
        return view;
      });
      expect(seen.sort()).toEqual(views);
    }
  });

  test('from the number of results by host to those results', () => {
    const { link = '' } =
      classicSearches('overview').find(({ query }) => query.includes('BY alert_host')) ?? {};
    const search = new URL(link, 'https://splunk').searchParams.get('q') ?? '';
    expect(search).toBe('`acme_detections_alerts` | search alert_host="$row.alert_host|u$"');
    const { value, diagnostics } = lowered(search.replace('$row.alert_host|u$', 'ws-1'), CLASSIC);
    expect(said(diagnostics)).toEqual([]);
    expect(value?.facts.gives).toContain('alert_host');
  });
});
