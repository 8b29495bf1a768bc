// An analytics rule as Microsoft's Azure-Sentinel repository keeps it: one YAML mapping per file.
// https://github.com/Azure/Azure-Sentinel/wiki/Query-Style-Guide
import { readYaml, type Strategy } from '../../strategy/index.ts';
import type { Outcome, Source } from '../../text/index.ts';
import { embeddedSearch, linesInYaml } from '../embedded.ts';
import { fieldsOf, type Fields, type Reading } from '../fields.ts';
import type { DocumentFormat } from '../format.ts';
import { identityMade } from '../import-messages.ts';
import { idFrom } from '../prose.ts';
import { ruleStrategy } from '../sentinel-rule.ts';

export const azureSentinelYaml: DocumentFormat = {
  name: 'azure-sentinel-yaml',
  recognise,
  read,
};

const KEYS = [
  'id',
  'name',
  'severity',
  'queryFrequency',
  'queryPeriod',
  'triggerOperator',
  'tactics',
  'relevantTechniques',
  'requiredDataConnectors',
  'entityMappings',
];

/** By the keys at the left margin: `query` and most of the others that a rule has. */
function recognise(text: string): number {
  const frontMatter = (text.match(/^---[ \t]*$/gm)?.length ?? 0) > 1;
  if (frontMatter || !/^query[ \t]*:/m.test(text)) return 0;
  const found = KEYS.filter((each) => new RegExp(`^${each}[ \\t]*:`, 'm').test(text));
  return found.length >= 3 ? 1 : 0.3;
}

function read(source: Source): Outcome<Strategy | undefined> {
  const yaml = readYaml(source);
  const diagnostics = [...yaml.diagnostics];
  if (diagnostics.some((each) => each.severity === 'error'))
    return { value: undefined, diagnostics };
  const reading: Reading = { source, yaml, diagnostics };
  const rule = fieldsOf(reading, yaml.value, '');
  const value = ruleStrategy(
    reading,
    rule,
    { id: idOf(reading, rule), kind: rule.text('kind') ?? usualKind(rule) },
    {
      format: azureSentinelYaml.name,
      title: 'name',
      techniques: ['relevantTechniques'],
      ignored: rule.text('status') === 'Available' ? ['id', 'status'] : ['id'],
      search: (query, path) => {
        const span = yaml.values.get(path) ?? { start: 0, end: 0 };
        return embeddedSearch(query, linesInYaml(source, span, query), span.end, 'sentinel');
      },
    },
  );
  return { value, diagnostics };
}

/** Hunting queries lie in files like rules, without anything that would have them run or raise alerts. */
function usualKind(rule: Fields): string | undefined {
  const asRule = [
    'severity',
    'queryFrequency',
    'queryPeriod',
    'triggerOperator',
    'triggerThreshold',
  ];
  return asRule.some((key) => rule.raw(key) !== undefined) ? undefined : 'Hunting';
}

function idOf({ source, diagnostics }: Reading, rule: Fields): string {
  const given = idFrom(rule.text('id') ?? '');
  if (given !== '') return given;
  const id = idFrom((rule.text('name') ?? '').toLowerCase());
  diagnostics.push(identityMade({ source, span: rule.span('name') }, { id }));
  return id;
}
