import { error, type Finding, type TemplateTest } from '../check.ts';
import { parameterReferences } from '../expressions/scan.ts';
import { find, type Found } from '../json/find.ts';
import {
  get,
  isPresent,
  isText,
  isTruthy,
  members,
  shown,
  stringOf,
  type JsonMember,
} from '../json/node.ts';

/** A parameter that is passed straight to a nested template has the same type on both sides. */
export const parameterTypesShouldBeConsistent: TemplateTest = {
  name: 'Parameter-Types-Should-Be-Consistent',
  group: 'deploymentTemplate',
  wholeFile: true,
  title: 'Parameters passed to nested templates keep their type.',
  *check({ original }) {
    const templates = find(original, { name: (name) => name === 'template' });
    for (const found of templates) {
      if (!isText(get(found.owner, 'expressionEvaluationOptions', 'scope'), 'inner')) continue;
      const passed = get(found.parents[0], 'properties', 'parameters');
      for (const parameter of members(passed)) yield* judge(parameter, found);
    }
  },
};

function* judge(parameter: JsonMember, { member, parents }: Found): Iterable<Finding> {
  const outerName = parameterReferences(shown(parameter.value))[0]?.name;
  if (outerName === undefined) return;
  const innerType = shown(get(member.value, 'parameters', parameter.name, 'type'));
  const value = isPresent(get(parameter.value, 'value'))
    ? get(parameter.value, 'value')
    : parameter.value;
  const text = stringOf(value);
  for (const parent of parents) {
    const outerType = get(parent, 'parameters', outerName, 'type');
    if (!isTruthy(outerType) || isText(outerType, innerType)) continue;
    if (text === undefined || takesPart(text)) continue;
    yield error(
      'Inconsistent.Parameter',
      `the parameter "${parameter.name}" of the nested template "${shown(get(parents[0], 'name'))}" has the type "${innerType}", but is given "${outerName}" of the type "${shown(outerType)}"`,
      parameter,
    );
    return;
  }
}

/** Whether the reference is followed by a property, an index or another argument, so that its type says nothing. */
function takesPart(text: string): boolean {
  const start = text.toLowerCase().indexOf('parameters(', text.indexOf('[') + 1);
  if (!text.includes('[') || start < 0) return false;
  const last = text.lastIndexOf(']');
  const lastButOne = text.lastIndexOf(']', last - 1);
  for (let close = text.indexOf(')', start); close >= 0; close = text.indexOf(')', close + 1)) {
    const next = text[close + 1];
    if ((next === '.' || next === ',') && last > close + 1) return true;
    if (next === '[' && last > 0 && lastButOne > close) return true;
  }
  return false;
}
