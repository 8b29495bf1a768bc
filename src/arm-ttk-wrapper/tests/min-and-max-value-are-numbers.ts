import { error, type Finding, type TemplateTest } from '../check.ts';
import { get, isPresent, memberOf, members, type JsonMember, type JsonNode } from '../json/node.ts';

/** `minValue` and `maxValue` are whole numbers and come in pairs. */
export const minAndMaxValueAreNumbers: TemplateTest = {
  name: 'Min-And-Max-Value-Are-Numbers',
  group: 'deploymentTemplate',
  title: 'Limits of parameters are whole numbers, given in pairs.',
  *check({ template: { root } }) {
    for (const parameter of members(get(root, 'parameters'))) yield* judge(parameter);
  },
};

function* judge({ name, value }: JsonMember): Iterable<Finding> {
  const max = memberOf(value, 'maxValue');
  const min = memberOf(value, 'minValue');
  if (max !== undefined && !isWhole(max.value)) {
    yield error(
      'Parameter.Max.Not.Int',
      `the maxValue of "${name}" is not a whole number but a ${max.value.kind}`,
      max,
    );
    return;
  }
  if (min !== undefined && !isWhole(min.value)) {
    yield error(
      'Parameter.Min.Not.Int',
      `the minValue of "${name}" is not a whole number but a ${min.value.kind}`,
      min,
    );
    return;
  }
  if (max === undefined && isPresent(min?.value)) {
    yield error('Parameter.Missing.Max', `"${name}" has a minValue but no maxValue`, value);
  }
  if (min === undefined && isPresent(max?.value)) {
    yield error('Parameter.Missing.Min', `"${name}" has a maxValue but no minValue`, value);
  }
}

const largest = 2n ** 63n;

/** A number written without a point or exponent that fits in 64 bits. */
function isWhole(node: JsonNode): boolean {
  if (node.kind !== 'number' || !/^[-+]?\d{1,19}$/.test(node.text)) return false;
  const value = BigInt(node.text.replace('+', ''));
  return value >= -largest && value < largest;
}
