// The page of one strategy: what a responder and whoever deploys it need, and what proves it.
import {
  tacticOf,
  techniqueOf,
  type AttackRef,
  type Platform,
  type Search,
  type SectionKind,
  type Strategy,
  type Tunable,
  printDuration,
} from '../strategy/index.ts';
import type { Verdict } from '../verdict/index.ts';
import type { Block, Content, Inline, Page } from './page.ts';
import type { Timeline } from './timeline.ts';

/** A search of the strategy: the platforms that it runs on, and the tables or sources that it reads there. */
export interface PageSearch {
  readonly search: Search;
  readonly platforms: readonly Platform[];
  readonly reads: readonly string[];
}

/** One kind of event on one platform, and what must be set up for it to arrive there. */
export interface Requirement {
  readonly platform: Platform;
  readonly event: string;
  readonly needs: readonly string[];
}

/** `name` as the document names the recording; `file` is the picture's path below the page. */
export interface PageRecording {
  readonly name: string;
  readonly file: string;
  readonly timeline: Timeline;
}

export interface StrategyFacts {
  readonly strategy: Strategy;
  readonly searches: readonly PageSearch[];
  readonly requirements: readonly Requirement[];
  readonly verdicts: readonly Verdict[];
  readonly recordings: readonly PageRecording[];
}

const INDEX = 'index';

/** A strategy may be called like the index; its page then is not. */
export function pageName(strategy: Strategy): string {
  return strategy.id.toLowerCase() === INDEX ? `strategy-${strategy.id}` : strategy.id;
}

export function strategyPage(facts: StrategyFacts): Page {
  const { strategy } = facts;
  const blocks: Block[] = [
    { kind: 'line', content: [{ text: 'All strategies', page: INDEX }] },
    { kind: 'line', content: [{ code: strategy.id }] },
    { kind: 'line', content: [{ phrase: strategy.description }] },
    overview(strategy),
    ...sections(strategy, 'goal', 'abstract', 'technical-context'),
    ...dataBlocks(facts),
    ...facts.searches.flatMap(searchBlocks),
    ...tunableBlocks(strategy.tunables),
    ...proof(facts),
    ...section('Blind spots', strategy, 'blind-spots', strategy.blindSpots),
    ...section('False positives', strategy, 'false-positives', strategy.falsePositives),
    ...sections(strategy, 'validation', 'priority', 'response', 'references'),
  ];
  return { file: pageName(strategy), title: strategy.title, blocks };
}

function overview({ attack, severity, status, version, schedule, risk }: Strategy): Block {
  const { every, lookback, delay, nearRealTime } = schedule;
  const runs = nearRealTime
    ? 'near real time'
    : `every ${printDuration(every)}, over the last ${printDuration(lookback)}, with events up to ${printDuration(delay)} late`;
  return {
    kind: 'table',
    head: ['', ''],
    rows: [
      [['ATT&CK'], separated(attack.map(attackLink), '; ')],
      [['Severity'], [severity]],
      [['Status'], [`${status}, version ${version}`]],
      [['Runs'], [runs]],
      ...(risk ? [[['Risk'], [`${risk.score}: `, { code: risk.message }]]] : []),
    ],
  };
}

/** The technique under its tactic, linked where ATT&CK knows it. */
function attackLink({ tactic, technique }: AttackRef): Content {
  const [above, below] = [tactic ?? '', technique ?? ''];
  const known = techniqueOf(below);
  const named = tacticOf(above);
  const tacticPart: Inline[] = named
    ? [{ text: named.name, href: `https://attack.mitre.org/tactics/${named.id}/` }]
    : above === ''
      ? []
      : [above];
  if (below === '') return tacticPart;
  const part: Inline = known
    ? {
        text: `${known.id} ${known.name}`,
        href: `https://attack.mitre.org/techniques/${known.id.replace('.', '/')}/`,
      }
    : below;
  return tacticPart.length === 0 ? [part] : [...tacticPart, ': ', part];
}

function separated(parts: readonly Content[], by: string): Content {
  return parts.flatMap((part, at) => (at === 0 ? part : [by, ...part]));
}

/** The document's own words on its subject, under its own headings. */
function sections(strategy: Strategy, ...kinds: readonly SectionKind[]): Block[] {
  return strategy.sections
    .filter(({ kind }) => kinds.includes(kind))
    .filter(({ body }) => /\S/.test(body))
    .flatMap(({ title, body }): Block[] => [
      { kind: 'heading', level: 2, text: title },
      { kind: 'prose', markdown: body },
    ]);
}

/** Under a heading of ours: the section where there is one, else the statements that the model has. */
function section(
  title: string,
  strategy: Strategy,
  kind: SectionKind,
  statements: readonly string[],
): Block[] {
  const bodies = strategy.sections.filter((each) => each.kind === kind && /\S/.test(each.body));
  if (bodies.length === 0 && statements.length === 0) return [];
  const heading: Block = { kind: 'heading', level: 2, text: title };
  if (bodies.length > 0)
    return [heading, ...bodies.map(({ body }): Block => ({ kind: 'prose', markdown: body }))];
  return [heading, { kind: 'list', items: statements.map((phrase) => [{ phrase }]) }];
}

const PLATFORMS: Readonly<Record<Platform, string>> = {
  splunk: 'Splunk',
  sentinel: 'Microsoft Sentinel',
  defender: 'Microsoft Defender XDR',
};

function dataBlocks({ searches, requirements }: StrategyFacts): Block[] {
  const rows = requirements.map(({ platform, event, needs }): Content[] => [
    [PLATFORMS[platform]],
    [event],
    separated(
      needs.map((each): Content => [each]),
      '; ',
    ),
  ]);
  const reads = searches
    .filter((each) => each.reads.length > 0)
    .map(({ platforms, reads: tables }): Content => [
      `${platforms.map((each) => PLATFORMS[each]).join(', ')}: `,
      ...separated(
        tables.map((code): Content => [{ code }]),
        ', ',
      ),
    ]);
  if (rows.length + reads.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Data requirements' },
    ...(rows.length > 0
      ? [{ kind: 'table', head: ['Platform', 'Event', 'Set-up'], rows } as const]
      : []),
    ...(reads.length > 0
      ? [
          { kind: 'line', content: ['The searches read:'] } as const,
          { kind: 'list', items: reads } as const,
        ]
      : []),
  ];
}

function searchBlocks({ search, platforms }: PageSearch): Block[] {
  const where = platforms.map((each) => PLATFORMS[each]).join(', ');
  const fallback = search.platform ?? 'no platform of ours';
  return [
    { kind: 'heading', level: 2, text: `Search: ${where === '' ? fallback : where}` },
    { kind: 'search', language: search.language, text: search.text },
  ];
}

function tunableBlocks(tunables: readonly Tunable[]): Block[] {
  if (tunables.length === 0) return [];
  const rows = tunables.map(({ name, description, value, columns = [], rows: listed = [] }) => [
    [{ code: name }],
    [description],
    value === undefined
      ? [`list of ${columns.join(', ')}; ${listed.length} row(s) as shipped`]
      : [{ code: String(value) }],
  ]);
  return [
    { kind: 'heading', level: 2, text: 'Tunables' },
    {
      kind: 'line',
      content: [
        'The same name on both sides: a macro or lookup in Splunk, a function or watchlist in Sentinel.',
      ],
    },
    { kind: 'table', head: ['Name', 'Meaning', 'As shipped'], rows },
  ];
}

function proof({ strategy, verdicts, recordings }: StrategyFacts): Block[] {
  const heading: Block = { kind: 'heading', level: 2, text: 'Proof' };
  if (verdicts.length === 0)
    return [heading, { kind: 'line', content: ['No recording speaks for this strategy.'] }];
  const rows = verdicts.map((each): Content[] => [
    [each.expectation + (each.conditions === undefined ? '' : ` (${each.conditions})`)],
    [each.platform + (each.analogue ? ' *' : '')],
    [each.expected],
    [each.observed],
    [String(each.rows)],
    [
      { verdict: each.passed ? 'pass' : 'fail' },
      ...(each.reason === undefined ? [] : [`: ${each.reason}`]),
    ],
  ]);
  return [
    heading,
    {
      kind: 'line',
      content: ['Replayed against the search in the built artifact of each platform.'],
    },
    {
      kind: 'table',
      head: ['Recording', 'Platform', 'Expected', 'Observed', 'Rows', 'Verdict'],
      rows,
    },
    ...(verdicts.some(({ analogue }) => analogue)
      ? [
          {
            kind: 'line',
            content: [
              '(*) on tables made from event logs: an analogue of what the product itself records.',
            ],
          } as const,
        ]
      : []),
    ...acceptedDifferences(strategy),
    ...(recordings.length > 0 ? [{ kind: 'heading', level: 2, text: 'Recordings' } as const] : []),
    ...recordings.map((each): Block => ({ kind: 'picture', ...each })),
  ];
}

/** What the document says of platforms that do not agree; on everything else they do. */
function acceptedDifferences({ parity = [] }: Strategy): Block[] {
  if (parity.length === 0) return [];
  const rows = parity.map(({ recording, entity, platforms, reason }): Content[] => [
    [recording ?? 'all'],
    [entity === undefined ? 'verdict' : `${entity} entities`],
    [platforms.join(', ')],
    [{ phrase: reason }],
  ]);
  return [
    { kind: 'line', content: ['Accepted differences between platforms:'] },
    { kind: 'table', head: ['Recording', 'Of', 'Platforms', 'Reason'], rows },
  ];
}
