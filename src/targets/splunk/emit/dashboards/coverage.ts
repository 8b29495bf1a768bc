// What the pack can see: its techniques as an ATT&CK matrix, and whether the data behind them arrives.
import { RECENT, type Dashboard, type Panel, type Query } from './dashboard.ts';
import { savedSearches, strategyLink, type Names } from './names.ts';

export interface Covered {
  /** Names of the tactics in the pack, in ATT&CK's order: the matrix's columns. */
  readonly tactics: readonly string[];
  /** Names of the source macros that the pack's searches call. */
  readonly sources: readonly string[];
}

export function coverage(names: Names, covered: Covered): Dashboard {
  return {
    id: 'coverage',
    label: 'Coverage',
    description:
      'ATT&CK techniques of the pack. ● all data arrived in the last 24 hours, ◐ part of it, ○ none, ? unknown',
    inputs: [],
    shared: new Map([['covered', { text: coveredRows(names, covered.sources), range: RECENT }]]),
    rows: [
      { height: 120, panels: numbers() },
      ...(covered.tactics.length > 0 ? [{ height: 480, panels: [techniques(covered)] }] : []),
      {
        height: 400,
        panels: [
          {
            title: 'Strategies and their data (choose a row to read one)',
            visual: { kind: 'table', rows: 20 },
            query: onward(
              '| stats values(technique) AS techniques values(sources) AS sources first(data) AS data first(state) AS state BY strategy_id title',
              '| sort 0 title',
              '| table title state data sources techniques strategy_id',
            ),
            link: strategyLink(names, 'strategy_id'),
          },
        ],
      },
      ...(covered.sources.length > 0 ? [{ height: 240, panels: [data(covered)] }] : []),
    ],
  };
}

function techniques({ tactics }: Covered): Panel {
  return {
    title: 'Techniques by tactic: data, technique, searches switched on of those shipped',
    visual: { kind: 'table', rows: 50 },
    query: onward(...matrix(tactics)),
  };
}

function data({ sources }: Covered): Panel {
  return {
    title: 'Data sources: newest event in the last 24 hours',
    visual: { kind: 'table', rows: 20 },
    query: { text: newestEvents(sources), range: RECENT },
  };
}

const onward = (...lines: string[]): Query => ({
  text: lines.join('\n'),
  range: RECENT,
  base: 'covered',
});

function numbers(): Panel[] {
  const visual = { kind: 'number' } as const;
  return [
    {
      title: 'Techniques',
      visual,
      query: onward('| where technique!=""', '| stats dc(technique) AS techniques'),
    },
    {
      title: 'Techniques with a search switched on',
      visual,
      query: onward('| where technique!="" AND state="on"', '| stats dc(technique) AS techniques'),
    },
    {
      title: 'Techniques with all data',
      visual,
      query: onward('| where technique!="" AND data="all"', '| stats dc(technique) AS techniques'),
    },
  ];
}

/** One row per strategy, tactic and technique, with `data` (all, some, none, unknown) and `state` (on, off). */
function coveredRows(names: Names, sources: readonly string[]): string {
  const availability =
    sources.length === 0
      ? ['| eval found=null()']
      : ['| join type=left sources', `    [${foundEvents(sources)}]`];
  return [
    `| inputlookup ${names.coverage}`,
    '| fillnull value="" technique technique_name',
    '| makemv delim=" " sources',
    '| mvexpand sources',
    ...availability,
    '| stats min(found) AS least max(found) AS most count AS needed count(found) AS known values(sources) AS sources BY strategy_id saved_search title tactic technique technique_name',
    '| eval data=case(known<needed, "unknown", least>0, "all", most>0, "some", true(), "none")',
    '| join type=left saved_search',
    `    [${savedSearches(names)}]`,
    '| eval state=if(disabled==0, "on", "off")',
    '| fields strategy_id saved_search title tactic technique technique_name sources data state',
  ].join('\n');
}

/** One row per source: `sources`, `found` (0 or 1) and `newest`. The newest event of a source is the first that a search finds. */
function foundEvents(sources: readonly string[]): string {
  const searches = sources.map(
    (name) =>
      `search \`${name}\` | head 1 | stats count AS found max(_time) AS newest | eval sources="${name}"`,
  );
  return searches.map((each, index) => (index === 0 ? each : `| append [${each}]`)).join('\n    ');
}

function newestEvents(sources: readonly string[]): string {
  return [
    foundEvents(sources),
    '| eval newest=if(found>0, strftime(newest, "%F %T"), "no event")',
    '| rename sources AS source_macro',
    '| table source_macro newest',
  ].join('\n');
}

function matrix(tactics: readonly string[]): string[] {
  return [
    '| stats dc(saved_search) AS shipped dc(eval(if(state="on", saved_search, null()))) AS on values(data) AS data BY tactic technique technique_name',
    '| eval mark=case(mvcount(data)==1 AND data="all", "●", mvcount(data)==1 AND data="none", "○", mvcount(data)==1 AND data="unknown", "?", true(), "◐")',
    '| eval named=if(technique="", "no technique named", trim(technique." ".technique_name))',
    '| eval cell=mark." ".named." (".on." of ".shipped.")"',
    '| sort 0 technique',
    '| streamstats count AS line BY tactic',
    '| xyseries line tactic cell',
    `| table ${tactics.map((name) => `"${name}"`).join(' ')}`,
  ];
}
