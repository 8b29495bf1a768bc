// What an alert shows besides its entities: custom details, and its name, description and severity taken from the result.
import type { Strategy } from '../../strategy/index.ts';
import type { Findings } from '../findings.ts';
import * as problems from './messages.ts';
import type { SearchFacts } from '../search-facts.ts';
import type { Settings } from '../settings.ts';
import type { AlertDetails, DynamicProperty } from './alert-rule.ts';
import { checkColumn } from '../columns.ts';

const LONGEST_NAME_FORMAT = 256;
const LONGEST_DESCRIPTION_FORMAT = 5_000;
const MOST_PLACEHOLDERS = 3;

const alertProperties = [
  'AlertLink',
  'ConfidenceLevel',
  'ConfidenceScore',
  'ExtendedLinks',
  'ProductName',
  'ProviderName',
  'ProductComponentName',
  'RemediationSteps',
  'Techniques',
  'SubTechniques',
] as const;

/** The custom details in the document's order, each name and column checked. */
export function customDetailsOf(
  strategy: Strategy,
  facts: SearchFacts,
  findings: Findings,
): Readonly<Record<string, string>> {
  const details = Object.entries(strategy.details);
  for (const [name, column] of details) {
    const place = `details.${name}`;
    checkDetailName(name, place, findings);
    checkColumn(column, `the custom detail \`${name}\``, place, facts, findings);
  }
  return strategy.details;
}

function checkDetailName(name: string, place: string, findings: Findings): void {
  if (/id$/i.test(name)) {
    findings.add(problems.detailLikeId, place, { name });
  }
}

/** `alertDetailsOverride`, or undefined where the document does not set it. */
export function alertDetailsOf(
  settings: Settings,
  facts: SearchFacts,
  findings: Findings,
): AlertDetails | undefined {
  const set = settings.object('alertDetailsOverride', [
    'alertDisplayNameFormat',
    'alertDescriptionFormat',
    'alertTacticsColumnName',
    'alertSeverityColumnName',
    'alertDynamicProperties',
  ]);
  if (!set) return undefined;
  const checks = { set, facts, findings };
  const displayNameFormat = formatOf('alertDisplayNameFormat', LONGEST_NAME_FORMAT, checks);
  const descriptionFormat = formatOf('alertDescriptionFormat', LONGEST_DESCRIPTION_FORMAT, checks);
  const tacticsColumn = columnOf('alertTacticsColumnName', checks);
  const severityColumn = columnOf('alertSeverityColumnName', checks);
  return {
    ...(displayNameFormat === undefined ? {} : { displayNameFormat }),
    ...(descriptionFormat === undefined ? {} : { descriptionFormat }),
    ...(tacticsColumn === undefined ? {} : { tacticsColumn }),
    ...(severityColumn === undefined ? {} : { severityColumn }),
    dynamicProperties: dynamicPropertiesOf(checks),
  };
}

interface Checks {
  readonly set: Settings;
  readonly facts: SearchFacts;
  readonly findings: Findings;
}

function columnOf(name: string, { set, facts, findings }: Checks): string | undefined {
  const column = set.text(name);
  if (column !== undefined)
    checkColumn(column, `\`${name}\``, `${set.path}.${name}`, facts, findings);
  return column;
}

function formatOf(
  name: string,
  longest: number,
  { set, facts, findings }: Checks,
): string | undefined {
  const format = set.text(name);
  if (format === undefined) return undefined;
  const place = `${set.path}.${name}`;
  if (format.length > longest) {
    findings.add(problems.longFormat, place, { name, length: format.length, most: longest });
  }
  const { columns, unclosed } = placeholdersIn(format);
  if (unclosed) {
    findings.add(problems.openPlaceholder, place, { name });
  }
  if (columns.length > MOST_PLACEHOLDERS) {
    findings.add(problems.manyPlaceholders, place, {
      name,
      found: columns.length,
      most: MOST_PLACEHOLDERS,
    });
  }
  for (const column of columns)
    checkColumn(column, `the placeholder in \`${name}\``, place, facts, findings);
  return format;
}

/** The columns between `{{` and `}}`, in order. */
function placeholdersIn(format: string): {
  readonly columns: readonly string[];
  readonly unclosed: boolean;
} {
  const columns: string[] = [];
  let at = format.indexOf('{{');
  while (at >= 0) {
    const end = format.indexOf('}}', at + 2);
    const name = end < 0 ? '' : format.slice(at + 2, end);
    if (end < 0 || name.includes('{{')) return { columns, unclosed: true };
    columns.push(name.trim());
    at = format.indexOf('{{', end + 2);
  }
  return { columns, unclosed: false };
}

function dynamicPropertiesOf({ set, facts, findings }: Checks): readonly DynamicProperty[] {
  const seen = new Set<string>();
  const groups = set.objects('alertDynamicProperties', ['alertProperty', 'value']) ?? [];
  return groups.flatMap((group) => {
    const property = group.choice('alertProperty', alertProperties);
    const column = columnOf('value', { set: group, facts, findings });
    if (property === undefined || column === undefined) {
      findings.add(problems.incompleteProperty, group.path, {});
      return [];
    }
    if (seen.has(property)) {
      findings.add(problems.repeatedProperty, group.path, { property });
    }
    seen.add(property);
    return [{ property, column }];
  });
}
