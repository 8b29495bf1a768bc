import { error, type TemplateTest } from '../check.ts';
import { find, named } from '../json/find.ts';
import { get, shown, type JsonNode } from '../json/node.ts';
import { blanks } from './blanks.ts';

const mayBeBlank = (
  'resources outputs variables parameters functions properties template defaultValue accessPolicies value ' +
  'promotionCode inputs notEquals clientId allowedCallerIpAddresses workerPools AzureMonitor requiredDataConnectors'
)
  .toLowerCase()
  .split(' ');

// Whole parts of resources where blanks mean something; types in lower case.
const blankParts: readonly { type: string; path: readonly string[] }[] = [
  { type: 'microsoft.web/sites/config', path: ['properties'] },
  { type: 'microsoft.insights/workbooks', path: ['properties', 'serializedData'] },
];

/**
 * No property is `{}`, `[]`, `""` or `null`, with exceptions by name. One quirk decides many verdicts: a property is
 * also excused if any object that has it also has a property whose name contains an excepted name.
 */
export const templateShouldNotContainBlanks: TemplateTest = {
  name: 'Template-Should-Not-Contain-Blanks',
  group: 'deploymentTemplate',
  title: 'No property is blank.',
  *check({ template }) {
    const found = blanks(template.text);
    if (found.length === 0) return;
    const companions = companionNames(template.root);
    const parts = partsThatMayBeBlank(template.root);
    for (const { text, at, property } of found) {
      const place = template.base + at;
      const name = property.toLowerCase();
      if (mayBeBlank.includes(name) || companions.has(name)) continue;
      if (parts.some(({ start, end }) => place >= start && place < end)) continue;
      if (name.includes('[') || name.includes('/subscriptions/')) continue;
      yield error('Template.Blank.Property', `Empty property: ${text} of "${property}"`, place);
    }
  },
};

/** The names of all properties that stand beside one whose name contains an excepted name. */
function companionNames(root: JsonNode): ReadonlySet<string> {
  const names = new Set<string>();
  const excepted = (name: string): boolean => mayBeBlank.some((part) => name.includes(part));
  for (const owner of new Set(find(root, { name: excepted }).map((found) => found.owner))) {
    for (const member of owner.members) names.add(member.name.toLowerCase());
  }
  return names;
}

/** By a resource's own type, or by the types of the resources around it with its own behind them. */
function partsThatMayBeBlank(root: JsonNode): JsonNode[] {
  const parts: JsonNode[] = [];
  for (const { owner, parents } of find(root, named('type'))) {
    const own = shown(get(owner, 'type'));
    const around = parents
      .map((parent) => shown(get(parent, 'type')))
      .filter((type) => type !== '');
    const full = [own, ...around].reverse().join('/');
    for (const { type, path } of blankParts) {
      if (type !== own.toLowerCase() && type !== full.toLowerCase()) continue;
      const part = get(owner, ...path);
      if (part !== undefined) parts.push(part);
    }
  }
  return parts;
}
