// Palantir's Alerting and Detection Strategies: `# Goal` to `# Additional Resources`, everything in prose.
import type { Severity, Strategy } from '../../strategy/index.ts';
import type { Diagnostic, Outcome, Source, Span } from '../../text/index.ts';
import { attackInText } from '../attack-text.ts';
import { blankStrategy } from '../blank.ts';
import type { DocumentFormat } from '../format.ts';
import { markdown } from '../markdown.ts';
import { endOf, headingSpan } from '../place.ts';
import { absentSection, noIdGiven } from '../messages.ts';
import {
  baseName,
  firstSentences,
  idFrom,
  oneLine,
  plainText,
  references,
  statements,
  titleFromName,
} from '../prose.ts';
import { scheduleFrom } from '../schedule.ts';
import { kindOf, REQUIRED_SECTIONS } from '../section-kinds.ts';
import { partOfKind, sectionOf, sectionsOf, type Part } from '../sections.ts';
import { dataSourcesOf, historyOf, latestVersion } from '../tables.ts';
import { searchesOf } from './searches.ts';

/** Seconds that a search waits for late events, where the document says nothing of it. */
const DELAY = 300;

export const ads: DocumentFormat = { name: 'ads', recognise, read };

/** By how many of the nine required sections have a heading. */
function recognise(text: string): number {
  const kinds = new Set<string>();
  for (const match of text.matchAll(/^\uFEFF? {0,3}#{1,6}[ \t]*(\S[^\r\n]{0,100})/gm)) {
    const kind = kindOf(match[1] ?? '');
    if (REQUIRED_SECTIONS.some((each) => each.kind === kind)) kinds.add(kind);
  }
  for (const match of text.matchAll(/^ {0,3}(\S[^\r\n]{0,60})\r?\n(?:={3,}|-{3,})[ \t]*$/gm)) {
    const kind = kindOf(match[1] ?? '');
    if (REQUIRED_SECTIONS.some((each) => each.kind === kind)) kinds.add(kind);
  }
  const telling = kinds.has('goal') || kinds.has('abstract') || kinds.has('categorization');
  return kinds.size < 2 || !telling ? kinds.size * 0.1 : Math.min(0.9, 0.3 + kinds.size * 0.08);
}

function read(source: Source): Outcome<Strategy> {
  const text = markdown(source.text);
  const parts = sectionsOf(text);
  const { searches, diagnostics } = searchesOf(text, parts, source);
  const history = historyOf(partOfKind(parts, 'history'));
  const first = parts.find((each) => each.heading !== undefined);
  const heading = first?.kind === 'other' ? plainText(oneLine(first.title)) : '';
  const title = heading === '' ? titleFromName(source.name) : heading;
  const id = idFrom(baseName(source.name)) || idFrom(title);
  const strategy: Strategy = {
    ...blankStrategy('ads', source),
    id,
    title,
    description:
      firstSentences(text, partOfKind(parts, 'goal'), partOfKind(parts, 'abstract')) || title,
    version: latestVersion(history) ?? '1.0',
    severity: severityIn(partOfKind(parts, 'priority')?.body ?? ''),
    attack: attackOf(parts),
    dataSources: dataSourcesOf(partOfKind(parts, 'data-sources')),
    sections: parts.map(sectionOf),
    searches,
    schedule: scheduleFrom(searches, DELAY),
    falsePositives: statements(text, partOfKind(parts, 'false-positives')),
    blindSpots: statements(text, partOfKind(parts, 'blind-spots')),
    references: references(text, partOfKind(parts, 'references')),
    history,
    places: placesOf(parts, heading !== ''),
  };
  const problems = [
    noIdGiven({ source }, { id }),
    ...absentSections(source, parts),
    ...diagnostics,
  ];
  return { value: strategy, diagnostics: problems };
}

/** Categorization, and whatever else is about ATT&CK alone. */
function attackOf(parts: readonly Part[]): Strategy['attack'] {
  return parts
    .filter((each) => each.kind === 'categorization' || each.kind === 'attack')
    .flatMap((each) => attackInText(each.body, each.span.end - each.body.length));
}

/** The highest priority that is named: an alert of the strategy can be that urgent. Medium where none is. */
function severityIn(priority: string): Severity {
  const words = new Set(priority.toLowerCase().match(/[a-z]+/g) ?? []);
  if (words.has('critical') || words.has('high')) return 'high';
  if (words.has('medium') || words.has('moderate')) return 'medium';
  if (words.has('low')) return 'low';
  return words.has('informational') || words.has('info') ? 'informational' : 'medium';
}

function absentSections(source: Source, parts: readonly Part[]): Diagnostic[] {
  return REQUIRED_SECTIONS.filter(({ kind }) => !partOfKind(parts, kind)).map(
    ({ title, purpose }) =>
      absentSection({ source, span: endOf(source) }, { section: title, purpose }),
  );
}

function placesOf(parts: readonly Part[], titled: boolean): ReadonlyMap<string, Span> {
  const places = new Map<string, Span>();
  const first = parts.find((each) => each.heading !== undefined);
  if (titled && first) places.set('title', headingSpan(first));
  const priority = partOfKind(parts, 'priority');
  if (priority) places.set('severity', headingSpan(priority));
  const history = partOfKind(parts, 'history');
  if (history) places.set('version', headingSpan(history));
  return places;
}
