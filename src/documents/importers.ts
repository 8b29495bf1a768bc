// Rules of other products, read as strategies: the formats of files that may hold many, and those of one rule each.
import { hasErrors, type Outcome, type Source } from '../text/index.ts';
import type { Strategy } from '../strategy/index.ts';
import { azureSentinelArm } from './azure-sentinel-arm/index.ts';
import { azureSentinelYaml } from './azure-sentinel-yaml/index.ts';
import { defenderJson } from './defender-json/index.ts';
import type { RuleImporter } from './format.ts';
import { noRules, sectionsToWrite } from './import-messages.ts';
import { tooLarge } from './messages.ts';
import { REQUIRED_SECTIONS } from './section-kinds.ts';

const LARGEST = 4_000_000;

const singles: RuleImporter = {
  ...azureSentinelYaml,
  read: (source) => {
    const { value, diagnostics } = azureSentinelYaml.read(source);
    return { value: value && !hasErrors(diagnostics) ? [value] : [], diagnostics };
  },
};

const importers: readonly RuleImporter[] = [azureSentinelArm, defenderJson, singles];

/**
 * Every rule of a file as a strategy, by what the file holds, never by its name. A rule with an error is left out, and
 * what the file says beyond the model is reported; nothing is dropped without a word.
 */
export function importRules(source: Source): Outcome<readonly Strategy[]> {
  const size = source.text.length;
  if (size > LARGEST) {
    return { value: [], diagnostics: [tooLarge({ source }, { size, most: LARGEST })] };
  }
  const importer = importers.find((each) => each.recognise(source.text) >= 0.4);
  if (!importer) {
    return {
      value: [],
      diagnostics: [noRules({ source }, { what: 'rules of a kind that is known' })],
    };
  }
  const { value, diagnostics } = importer.read(source);
  const notes = value.flatMap((each) => {
    const sections = emptySections(each);
    const span = each.places.get('title') ?? each.searches[0]?.span;
    return sections.length === 0 ? [] : [sectionsToWrite({ source, span }, { sections })];
  });
  return { value, diagnostics: [...diagnostics, ...notes] };
}

/** Titles of the required sections that neither the rule nor the model has words for. */
function emptySections({
  sections,
  dataSources,
  attack,
  blindSpots,
  falsePositives,
}: Strategy): string[] {
  const made = new Set<string>([
    'goal',
    'abstract',
    'priority',
    ...sections.map(({ kind }) => kind),
  ]);
  if (dataSources.length > 0) made.add('technical-context');
  if (attack.length > 0) made.add('categorization');
  if (blindSpots.length > 0) made.add('blind-spots');
  if (falsePositives.length > 0) made.add('false-positives');
  return REQUIRED_SECTIONS.filter(({ kind }) => !made.has(kind)).map(({ title }) => title);
}
