import { error, type Finding, type TemplateInput, type TemplateTest } from '../check.ts';
import { expressionIn } from '../expressions/scan.ts';
import { find, named, valued } from '../json/find.ts';
import { get, isPresent, isText, isTruthy, memberOf, shown, type JsonNode } from '../json/node.ts';

const ownLocation = /(?:resourceGroup|deployment)\(\).location/gi;
const mainDefaults = ['[resourceGroup().location]', '[deployment().location]', 'global'];

/** The location is a parameter, and the resource group's own is only that parameter's default in the main template. */
export const locationShouldNotBeHardcoded: TemplateTest = {
  name: 'Location-Should-Not-Be-Hardcoded',
  group: 'deploymentTemplate',
  title: 'Locations come from a parameter.',
  *check(input) {
    const { root } = input.template;
    const location = get(root, 'parameters', 'location');
    if (isPresent(location)) yield* parameter(location, input);
    yield* ownLocations(input);
    for (const { member, owner, path } of find(root, named('location'))) {
      if (!/resources\[\d+\]\.location/i.test(path)) continue;
      const value = shown(member.value);
      if (value.toLowerCase() === 'global' || expressionIn(value) !== undefined) continue;
      yield error(
        'Location.Hardcoded',
        `the location "${value}" of the resource "${shown(get(owner, 'name'))}" must be an expression or "global"`,
        member,
      );
    }
  },
};

function* parameter(location: JsonNode, { isMain }: TemplateInput): Iterable<Finding> {
  const type = get(location, 'type');
  if (!isText(type, 'string')) {
    yield error(
      'Location.Parameter.TypeMisMatch',
      `the location parameter must be a string, not "${shown(type)}"`,
      location,
    );
  }
  const value = get(location, 'defaultValue');
  const text = shown(value).trim();
  if (
    isMain &&
    isTruthy(value) &&
    !mainDefaults.some((known) => known.toLowerCase() === text.toLowerCase())
  ) {
    yield error(
      'Location.Parameter.Hardcoded',
      `the default of the location parameter must be one of ${mainDefaults.join(', ')}; it is "${text}"`,
      value ?? location,
    );
  }
  if (!isMain && isPresent(value) && !new RegExp(ownLocation.source, 'i').test(text)) {
    yield error(
      'Location.Parameter.DefaultValuePresent',
      `the location parameter of a nested template must not have a default; it is "${text}"`,
      value,
    );
  }
}

/** Allowed in the parameters section and within nested deployments. */
function* ownLocations({
  template: { text, base, root },
  fileName,
}: TemplateInput): Iterable<Finding> {
  const parameters = memberOf(root, 'parameters');
  const ranges = find(root, valued('type', 'Microsoft.Resources/deployments')).map(
    ({ owner }) => owner,
  );
  const ignored = [
    ...ranges,
    ...(parameters ? [{ start: parameters.start, end: parameters.value.end }] : []),
  ];
  const covered = cover(ignored);
  for (const { index } of text.matchAll(ownLocation)) {
    const at = base + index;
    if (covered(at)) continue;
    yield error(
      'Location.Parameter.Should.Be.Used',
      `${fileName} must use the location parameter, not resourceGroup().location or deployment().location`,
      at,
    );
  }
}

/** Whether an offset lies in one of the ranges, ends included; asked with ascending offsets. */
function cover(ranges: readonly { start: number; end: number }[]): (at: number) => boolean {
  const sorted = [...ranges].sort((one, other) => one.start - other.start);
  let next = 0;
  let until = -1;
  return (at) => {
    for (; next < sorted.length && (sorted[next]?.start ?? Infinity) <= at; next++) {
      until = Math.max(until, sorted[next]?.end ?? 0);
    }
    return at <= until;
  };
}
