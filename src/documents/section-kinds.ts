// What a heading announces, whatever the format calls it.
import type { SectionKind } from '../strategy/index.ts';

const NAMES: Readonly<Record<Exclude<SectionKind, 'other'>, string>> = {
  goal: 'goal, goals, objective, objectives, purpose',
  categorization:
    'categorization, categorisation, category, classification, mitre att&ck categorization',
  abstract:
    'strategy abstract, abstract, strategy, detection description, detection strategy, strategy overview',
  'technical-context':
    'technical context, technical description of the attack, description of the attack, technical description, technical details, technical background, attack description',
  'blind-spots':
    'blind spots and assumptions, blind spots & assumptions, blind spots, blindspots and assumptions, blindspots, detection blind spots, detection blindspots, assumptions and blind spots, assumptions, limitations',
  'false-positives': 'false positives, false positive, known false positives, fps',
  validation: 'validation, validation steps, test, tests, testing, how to test',
  priority: 'priority, severity, alert priority',
  response:
    'response, suggested response actions, response actions, response plan, suggested response, response procedure, response procedures, incident response, triage, triage and response',
  references: 'additional resources, references, resources, links, additional references',
  metadata: 'metadata, hunt tags, tags, meta data',
  attack:
    'att&ck tags, att&ck, mitre att&ck, mitre att&ck tags, mitre att&ck mapping, att&ck mapping',
  'data-sources':
    'utilized data sources, utilized data source, utilised data sources, data sources, data source, required data sources, log sources',
  permission:
    'permission required to execute the technique, permissions required to execute the technique, permission required, permissions required, permissions, permission',
  considerations: 'considerations, implementation considerations, notes and considerations',
  detection:
    'detection, detections, hunt details, detection details, detection query, detection queries, detection logic, query, queries, search, searches, sample queries, sample query, sample search, tool detections',
  history: 'version history, history, change log, changelog, revision history, document history',
};

const kinds = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) =>
    names.split(', ').map((name): [string, SectionKind] => [name, kind as SectionKind]),
  ),
);

/** The kind of a section by its heading: emphasis, numbering, closing marks and case do not matter. */
export function kindOf(title: string): SectionKind {
  const plain = title
    .slice(0, 120)
    .toLowerCase()
    .replace(/[*_`\u200b]/g, '')
    .replace(/^\s*\d{1,2}[.):]?\s+/, '')
    .replace(/\s*[:#.]{1,3}\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return kinds.get(plain) ?? 'other';
}

/** The nine sections that a detection strategy has in Palantir's framework, and what each is to say. */
export const REQUIRED_SECTIONS: readonly {
  readonly kind: SectionKind;
  readonly title: string;
  readonly purpose: string;
}[] = [
  { kind: 'goal', title: 'Goal', purpose: 'what behaviour is detected, in a sentence or two.' },
  { kind: 'categorization', title: 'Categorization', purpose: 'where it stands in ATT&CK.' },
  { kind: 'abstract', title: 'Strategy Abstract', purpose: 'how the detection works.' },
  { kind: 'technical-context', title: 'Technical Context', purpose: 'what a responder must know.' },
  {
    kind: 'blind-spots',
    title: 'Blind Spots and Assumptions',
    purpose: 'what must hold, and when it stays silent.',
  },
  {
    kind: 'false-positives',
    title: 'False Positives',
    purpose: 'what harmless activity fires it.',
  },
  { kind: 'validation', title: 'Validation', purpose: 'how to make it fire.' },
  { kind: 'priority', title: 'Priority', purpose: 'how urgent an alert is.' },
  { kind: 'response', title: 'Response', purpose: 'what to do when it fires.' },
];
