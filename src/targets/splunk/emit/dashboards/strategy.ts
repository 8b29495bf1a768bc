// The document itself, readable where its alerts are handled: what it looks for and why, what it misses, what to do.
import { RECENT, type Dashboard } from './dashboard.ts';
import type { Names } from './names.ts';

type Section = readonly [column: string, heading: string];

const UNDERSTAND: readonly Section[] = [
  ['description', 'In short'],
  ['goal', 'Goal'],
  ['abstract', 'Strategy'],
  ['technical_context', 'Technical context'],
  ['blind_spots', 'Blind spots and assumptions'],
];

const ACT: readonly Section[] = [
  ['response', 'Response'],
  ['false_positives', 'False positives'],
  ['priority', 'Priority'],
  ['validation', 'Validation'],
  ['considerations', 'Considerations'],
  ['references', 'References'],
];

/** `first` is the id of the strategy to show at first. */
export function strategy(names: Names, first: string): Dashboard {
  return {
    id: 'strategy',
    label: 'Strategy',
    description: 'The strategy behind an alert: what it looks for, what it misses, what to do',
    inputs: [
      {
        kind: 'choice',
        token: 'strategy',
        label: 'Strategy',
        query: {
          text: `| inputlookup ${names.catalogue}\n| stats first(title) AS label BY strategy_id\n| rename strategy_id AS value\n| sort 0 label`,
          range: RECENT,
        },
        initial: first,
      },
    ],
    shared: new Map([['document', { text: documentQuery(names), range: RECENT }]]),
    rows: [
      {
        height: 140,
        panels: [
          {
            title: 'At a glance',
            visual: { kind: 'table', rows: 5 },
            query: {
              text: '| table title severity status version tactics techniques saved_search',
              range: RECENT,
              base: 'document',
            },
          },
        ],
      },
      {
        height: 1000,
        panels: [
          { title: 'What it looks for', text: { source: 'document', column: 'understand' } },
          { title: 'What to do', text: { source: 'document', column: 'act' } },
        ],
      },
    ],
  };
}

function documentQuery({ catalogue }: Names): string {
  return [
    `| inputlookup ${catalogue}`,
    '| where strategy_id=$strategy|s$',
    '| head 1',
    '| eval line=urldecode("%0A")',
    `| eval understand=${joined(UNDERSTAND)}, act=${joined(ACT)}`,
    '| table title severity status version tactics techniques saved_search understand act',
  ].join('\n');
}

/** Sections with their headings, empty ones left out. */
function joined(sections: readonly Section[]): string {
  const parts = sections.map(
    ([column, heading]) => `if(len(${column})>0, "## ${heading}".line.line.${column}, null())`,
  );
  return `coalesce(mvjoin(mvappend(${parts.join(', ')}), line.line), "The document says nothing about this.")`;
}
