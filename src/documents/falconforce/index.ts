// FalconForce's Markdown (FalconFriday): `## Metadata`, tables of ATT&CK tags and data sources, `**Language:**` blocks;
// and its older hunts, which say the same under other headings.
import type { Strategy } from '../../strategy/index.ts';
import type { Diagnostic, Outcome, Source } from '../../text/index.ts';
import { blankStrategy, record } from '../blank.ts';
import type { DocumentFormat } from '../format.ts';
import { markdown, type Markdown } from '../markdown.ts';
import { idRewritten, noIdGiven, replaced } from '../messages.ts';
import {
  baseName,
  firstSentences,
  idFrom,
  labelled,
  oneLine,
  references,
  statements,
  titleFromName,
  unemphasised,
  type Labelled,
} from '../prose.ts';
import { scheduleFrom } from '../schedule.ts';
import { partOfKind, sectionOf, sectionsOf, type Part } from '../sections.ts';
import { dataSourcesOf, historyOf, latestVersion } from '../tables.ts';
import { attackOf } from './attack.ts';
import { searchesOf } from './searches.ts';
import { severityOf } from './severity.ts';

const SIGNS: readonly (readonly [RegExp, number])[] = [
  [/^##? *(?:Metadata|Hunt Tags)\s*$/im, 0.3],
  [/^##? *ATT&CK Tags\s*$/im, 0.3],
  [/^##? *Utili[sz]ed Data Sources?\s*$/im, 0.2],
  [/^\*\*(?:Language|Query):\*\*/im, 0.2],
  [/^\*\*(?:FP Rate|OS):\*\*/im, 0.2],
  [/^##? *(?:Hunt details|Detection description|Detection Blind Spots)\s*$/im, 0.2],
  [/^##? *Permission required to execute the technique\s*$/im, 0.2],
  [/^This detection has been replaced by\b/i, 0.5],
];
/** A collection of queries: the blocks that FalconForce marks as C# for their colours. */
const QUERIES = /^```c#\s*$[\s\S]{0,3000}?^\s*\|\s*(?:where|project|join|summarize)\b/im;

export const falconforce: DocumentFormat = { name: 'falconforce', recognise, read };

function recognise(text: string): number {
  const signs = SIGNS.reduce((sum, [sign, weight]) => sum + (sign.test(text) ? weight : 0), 0);
  if (signs >= 0.5) return Math.min(1, signs);
  return text.includes('```') && QUERIES.test(text) ? 0.5 : signs;
}

function read(source: Source): Outcome<Strategy> {
  const text = markdown(source.text);
  const parts = sectionsOf(text);
  const labels = labelsOf(text, parts);
  const { searches, diagnostics } = searchesOf(text, parts, source);
  const history = historyOf(partOfKind(parts, 'history'));
  const identity = identityOf(source, parts, labels);
  const abstract = partOfKind(parts, 'abstract');
  const context = partOfKind(parts, 'technical-context');
  const strategy: Strategy = {
    ...blankStrategy('falconforce', source),
    ...identity.fields,
    description: firstSentences(text, abstract, context) || identity.fields.title,
    version: latestVersion(history) ?? '1.0',
    severity: severityOf(labels),
    attack: attackOf(parts, labels),
    dataSources: dataSourcesOf(partOfKind(parts, 'data-sources')),
    sections: parts.map(sectionOf),
    searches,
    schedule: scheduleFrom(searches, 0),
    falsePositives: statements(text, partOfKind(parts, 'false-positives')),
    blindSpots: statements(text, partOfKind(parts, 'blind-spots')),
    references: referencesOf(text, parts, labels),
    history,
    facts: factsOf(labels),
    places: placesOf(parts, labels),
  };
  return { value: strategy, diagnostics: [...identity.diagnostics, ...diagnostics] };
}

/** Labelled lines outside the blocks of searches: the metadata, and in hunts the lines before the query. */
function labelsOf(text: Markdown, parts: readonly Part[]): Labelled[] {
  const kinds = ['metadata', 'attack', 'detection', 'other'];
  return parts.filter((each) => kinds.includes(each.kind)).flatMap((each) => labelled(text, each));
}

function labelValue(
  labels: readonly Labelled[],
  ...names: readonly string[]
): Labelled | undefined {
  return labels.find((each) => names.includes(each.label.toLowerCase()) && each.value !== '');
}

type Identity = Pick<Strategy, 'id' | 'title' | 'status'>;

function identityOf(
  source: Source,
  parts: readonly Part[],
  labels: readonly Labelled[],
): { fields: Identity; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const given = labelValue(labels, 'id');
  const found = unemphasised(given?.value ?? '');
  const id = idFrom(found === '' ? baseName(source.name) : found);
  if (found === '') diagnostics.push(noIdGiven({ source }, { id }));
  else if (found !== id)
    diagnostics.push(idRewritten({ source, span: given?.span }, { found, id }));
  const first = parts.find((each) => each.heading !== undefined && each.kind === 'other');
  const title = oneLine(first?.title ?? '') || titleFromName(source.name);
  const gone = /^\uFEFF?\s*This detection has been replaced by\s*(?:\[([^[\]\n]{1,200})\])?/i.exec(
    source.text,
  );
  if (gone) {
    const span = { start: 0, end: gone[0].length };
    diagnostics.push(replaced({ source, span }, { by: gone[1] ?? '' }));
  }
  const hunt = parts.some((each) => /^hunt/i.test(each.title));
  return {
    fields: { id, title, status: gone ? 'deprecated' : hunt ? 'experimental' : 'production' },
    diagnostics,
  };
}

const HELD_ELSEWHERE = new Set([
  'id',
  'query',
  'language',
  'platform',
  'tactic',
  'technique',
  'description',
]);

function factsOf(labels: readonly Labelled[]): Readonly<Record<string, string>> {
  const facts = new Map<string, string>();
  for (const { label, value } of labels) {
    if (HELD_ELSEWHERE.has(label.toLowerCase()) || value === '' || facts.has(label)) continue;
    facts.set(label, unemphasised(value));
  }
  return record(facts);
}

function referencesOf(
  text: Markdown,
  parts: readonly Part[],
  labels: readonly Labelled[],
): string[] {
  const listed = references(text, partOfKind(parts, 'references'));
  const tagged = labelValue(labels, 'references', 'reference');
  const address = /\]\((https?:\/\/[^\s()]{1,1000})\)/.exec(tagged?.value ?? '')?.[1];
  return [...new Set([...listed, ...(address === undefined ? [] : [address])])];
}

function placesOf(
  parts: readonly Part[],
  labels: readonly Labelled[],
): ReadonlyMap<string, { start: number; end: number }> {
  const places = new Map<string, { start: number; end: number }>();
  const id = labelValue(labels, 'id');
  const severity = labelValue(labels, 'severity', 'fp rate');
  if (id) places.set('id', id.span);
  if (severity) places.set('severity', severity.span);
  const title = parts.find((each) => each.heading !== undefined);
  if (title)
    places.set('title', { start: title.span.start, end: title.span.end - title.body.length });
  const history = partOfKind(parts, 'history');
  if (history) places.set('version', history.span);
  return places;
}
