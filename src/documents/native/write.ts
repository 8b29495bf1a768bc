// A strategy as a native document. Reading the document gives the strategy back: all but its places and, where it came
// from another format, sections that a native document must have.
import {
  isSubTechnique,
  tacticOf,
  techniqueOf,
  type Search,
  type Strategy,
} from '../../strategy/index.ts';
import type { Source } from '../../text/index.ts';
import { markdown } from '../markdown.ts';
import { asProse } from '../prose-text.ts';
import { firstSentences, references, statements } from '../prose.ts';
import { REQUIRED_SECTIONS } from '../section-kinds.ts';
import { partOfKind, sectionsOf } from '../sections.ts';
import type { Section, SectionKind } from '../../strategy/index.ts';
import { printFrontMatter, type Derived } from './print-front-matter.ts';
import { searchesOf } from './searches.ts';

/**
 * The document's text. Sections are written as they are; what they lack of the required ones is added: from the model
 * where it knows something, else empty. Searches that no section holds go below `# Strategy Abstract`, or below
 * `# Search` where the document has an abstract of its own.
 */
export function write(strategy: Strategy): string {
  const body = bodyOf(strategy);
  const front = printFrontMatter(strategy, notDerived(strategy, body));
  return `---\n${front}---\n\n${body}`;
}

function bodyOf(strategy: Strategy): string {
  const sections = complete(strategy);
  return `${sections.map(printed).join('').trimEnd()}\n`;
}

function printed({ level, title, body }: Pick<Section, 'level' | 'title' | 'body'>): string {
  const heading = level === 0 ? '' : `${'#'.repeat(level)} ${title}\n`;
  return `${heading}${body}${body.endsWith('\n') ? '' : '\n'}`;
}

type Part = Pick<Section, 'kind' | 'level' | 'title' | 'body'>;

/** The strategy's sections with the missing ones at their places in the required order. */
function complete(strategy: Strategy): readonly Part[] {
  const has = new Set(strategy.sections.map(({ kind }) => kind));
  const parts: Part[] = [...strategy.sections];
  const missing = REQUIRED_SECTIONS.filter(({ kind }) => !has.has(kind));
  for (const { kind, title } of missing) {
    const after = REQUIRED_SECTIONS.findIndex((each) => each.kind === kind);
    const later = new Set<SectionKind>(REQUIRED_SECTIONS.slice(after + 1).map((each) => each.kind));
    const next = parts.findIndex((each) => later.has(each.kind) || each.kind === 'other');
    const text = made(kind, strategy);
    const part = { kind, title, level: 1, body: text === '' ? '\n' : `\n${text}\n` };
    parts.splice(next < 0 ? parts.length : next, 0, part);
  }
  const loose = looseSearches(strategy, parts.map(printed).join(''));
  if (loose.length === 0) return parts;
  return [...parts, { kind: 'detection', title: 'Search', level: 1, body: `\n${fences(loose)}\n` }];
}

/** What the model can say for a section that the strategy lacks; nothing is made up. */
function made(kind: SectionKind, strategy: Strategy): string {
  switch (kind) {
    case 'goal':
      return ended(asProse(strategy.description));
    case 'categorization':
      return ended(strategy.attack.map(attackLine).join('\n'));
    case 'abstract':
      return fences(looseSearches(strategy, strategy.sections.map(printed).join('')));
    case 'technical-context':
      return ended(strategy.dataSources.map(dataLine).join('\n'));
    case 'blind-spots':
      return ended(strategy.blindSpots.map((each) => `- ${asProse(each)}`).join('\n'));
    case 'false-positives':
      return ended(strategy.falsePositives.map((each) => `- ${asProse(each)}`).join('\n'));
    case 'priority':
      return `${strategy.severity.charAt(0).toUpperCase()}${strategy.severity.slice(1)}.\n`;
    default:
      return '';
  }
}

function ended(text: string): string {
  return text === '' ? '' : `${text}\n`;
}

function attackLine({ tactic, technique }: Strategy['attack'][number]): string {
  const known = technique === undefined ? undefined : techniqueOf(technique);
  const sub = known && isSubTechnique(known.id) ? 'sub-technique' : 'technique';
  const under = tactic === undefined ? '' : (tacticOf(tactic)?.name ?? asProse(tactic));
  if (technique === undefined) return `- ${under}`;
  const named = known ? `${sub} ${known.id} (${known.name})` : asProse(technique);
  return under === '' ? `- ${named}` : `- ${under}: ${named}`;
}

function dataLine({
  provider,
  table,
  eventId,
  eventName,
}: Strategy['dataSources'][number]): string {
  const stored = table === undefined ? '' : `, table \`${table.replaceAll('`', "'")}\``;
  const event = eventId === undefined ? '' : `, event ${eventId}`;
  return `- ${asProse(provider)}${stored}${event}${eventName === undefined ? '' : `: ${eventName}`}`;
}

/** The searches that the text, read as a native document, does not give. */
function looseSearches({ searches, source }: Strategy, text: string): readonly Search[] {
  const found = searchesIn(text, source).map(keyOf);
  return searches.filter((each) => {
    const at = found.indexOf(keyOf(each));
    if (at >= 0) found.splice(at, 1);
    return at < 0;
  });
}

function searchesIn(text: string, source: Source): readonly Search[] {
  const read = markdown(text);
  return searchesOf(read, sectionsOf(read), source).searches;
}

function keyOf({ language, platform, text }: Search): string {
  return JSON.stringify([language, platform?.toLowerCase() ?? '', text]);
}

function fences(searches: readonly Search[]): string {
  return searches.map(fence).join('\n');
}

/** The block's marks are longer than any run of them in the search. */
function fence({ language, platform, text }: Search): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((each) => each.length));
  const marks = '`'.repeat(longest + 1);
  const word = language === 'kql' ? 'kusto' : 'spl';
  const named = platform === undefined ? word : `${word} ${platform.toLowerCase()}`;
  return `${marks}${named}\n${text === '' ? '' : `${text}\n`}${marks}\n`;
}

/** Which fields the prose does not give as the strategy has them. */
function notDerived(strategy: Strategy, body: string): ReadonlySet<Derived> {
  const text = markdown(body);
  const parts = sectionsOf(text);
  const first = firstSentences(text, partOfKind(parts, 'goal'), partOfKind(parts, 'abstract'));
  const stated = statements(text, partOfKind(parts, 'false-positives'));
  const named = references(text, partOfKind(parts, 'references'));
  const wanted: Derived[] = [];
  if ((first || strategy.title) !== strategy.description) wanted.push('description');
  if (!same(stated, strategy.falsePositives)) wanted.push('falsePositives');
  if (!same(named, strategy.references)) wanted.push('references');
  return new Set(wanted);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
