// Our own format: front matter for what machines need, the sections of an ADS for people, `spl` and `kusto` blocks.
import type { Severity, Status, Strategy } from '../../strategy/index.ts';
import type { Diagnostic, Outcome, Source, Span } from '../../text/index.ts';
import { blankStrategy, record } from '../blank.ts';
import type { DocumentFormat } from '../format.ts';
import { markdown } from '../markdown.ts';
import { emptySections, missingSection, repeatedSection } from '../messages.ts';
import { endOf, headingSpan } from '../place.ts';
import { firstSentences, references, statements } from '../prose.ts';
import { REQUIRED_SECTIONS } from '../section-kinds.ts';
import { partOfKind, sectionOf, sectionsOf, type Part } from '../sections.ts';
import { fieldsOf, type Fields } from '../fields.ts';
import { frontMatter, frontMatterSpan } from './front-matter.ts';
import { searchesOf } from './searches.ts';
import * as settings from './settings.ts';

export { skeleton, type Skeleton } from './skeleton.ts';
export { write } from './write.ts';

export const native: DocumentFormat = { name: 'native', recognise, read };

const TELLING_KEY =
  /^["']?(?:severity|attack|schedule|entities|expectations|data_sources|tunables)["']?[ \t]*:/m;
const ID_KEY = /^["']?id["']?[ \t]*:/m;
const TELLING_BODY =
  /^(?:```[ \t]*(?:spl|kusto|kql)\b|#{1,2}[ \t]+(?:Goal|Strategy Abstract|Categorization)\b)/im;

/** By the front matter's keys: other Markdown has front matter too. */
function recognise(text: string): number {
  const found = frontMatterSpan(text);
  if (!found) return 0;
  const yaml = text.slice(found.span.start, found.span.end);
  if (TELLING_KEY.test(yaml)) return 1;
  if (!ID_KEY.test(yaml)) return 0.05;
  return TELLING_BODY.test(text) ? 0.95 : 0.5;
}

function read(source: Source): Outcome<Strategy | undefined> {
  const { yaml, end, diagnostics: found } = frontMatter(source);
  const diagnostics = [...found];
  const text = markdown(source.text, end);
  const parts = sectionsOf(text, end);
  const root = fieldsOf({ source, yaml, diagnostics }, yaml.value, '');
  const { searches, diagnostics: aboutSearches } = searchesOf(text, parts, source);
  const goal = partOfKind(parts, 'goal');
  const title = root.text('title') ?? '';
  const listed = root.texts('false_positives');
  const strategy: Strategy = {
    ...blankStrategy('native', source),
    id: root.text('id') ?? '',
    title,
    description:
      root.text('description') ??
      (firstSentences(text, goal, partOfKind(parts, 'abstract')) || title),
    version: root.text('version') ?? '1.0',
    status: (root.text('status') ?? 'production') as Status,
    severity: (root.text('severity') ?? 'medium') as Severity,
    attack: settings.attackIn(root),
    dataSources: settings.dataSourcesIn(root),
    sections: parts.map(sectionOf),
    searches,
    schedule: settings.scheduleIn(root),
    entities: settings.entitiesIn(root),
    details: record(root.entries('details')),
    ...settings.riskIn(root),
    ...settings.throttleIn(root),
    falsePositives:
      listed.length > 0 ? listed : statements(text, partOfKind(parts, 'false-positives')),
    blindSpots: statements(text, partOfKind(parts, 'blind-spots')),
    references: [
      ...new Set([
        ...root.texts('references'),
        ...references(text, partOfKind(parts, 'references')),
      ]),
    ],
    history: settings.historyIn(root),
    expectations: settings.expectationsIn(root),
    ...settings.parityIn(root),
    tunables: settings.tunablesIn(root),
    ...settings.factsIn(root),
    platforms: settings.platformsIn(root),
    places: placesOf(yaml),
  };
  diagnostics.push(...sectionProblems(source, parts), ...aboutSearches);
  const named = isNamed(root);
  return { value: named ? strategy : undefined, diagnostics };
}

/** Without an id and a title there is nothing that other problems could be about. */
function isNamed(root: Fields): boolean {
  return root.text('id') !== undefined && root.text('title') !== undefined;
}

/** What is missing or given twice, each; what is empty, once for the whole document, at the first such heading. */
function sectionProblems(source: Source, parts: readonly Part[]): Diagnostic[] {
  const empty: Part[] = [];
  const problems = REQUIRED_SECTIONS.flatMap(({ kind, title, purpose }) => {
    const [first, ...more] = parts.filter((each) => each.kind === kind);
    if (!first)
      return [missingSection({ source, span: endOf(source) }, { section: title, purpose })];
    if (!/\S/.test(first.body)) empty.push(first);
    const related = [{ message: 'first given here', source, span: headingSpan(first) }];
    return more.map((each) =>
      repeatedSection({ source, span: headingSpan(each), related }, { section: each.title }),
    );
  });
  const [first] = empty;
  if (!first) return problems;
  const sections = empty.map(({ title }) => title);
  return [...problems, emptySections({ source, span: headingSpan(first) }, { sections })];
}

/** Values by their path; for the entries of `columns` and `details` the key with its value. */
function placesOf({
  values,
  keys,
}: {
  values: ReadonlyMap<string, Span>;
  keys: ReadonlyMap<string, Span>;
}): ReadonlyMap<string, Span> {
  const places = new Map<string, Span>();
  for (const [path, span] of values) {
    const key = keys.get(path);
    const entry =
      key && (/^entities\.\d+\.columns\.[^.]+$/.test(path) || /^details\.[^.]+$/.test(path));
    if (path !== '') places.set(path, entry ? { start: key.start, end: span.end } : span);
  }
  return places;
}
