import { error, warning, type Finding, type TemplateInput, type TemplateTest } from '../check.ts';
import {
  calls,
  callsOf,
  isListFunction,
  variableReferences,
  type Call,
} from '../expressions/scan.ts';
import { isLike } from '../expressions/wildcard.ts';
import { find, named, type Found } from '../json/find.ts';
import { get, isTruthy, shown } from '../json/node.ts';
import { ageInDays, mostDays, standings, versionDate } from './version-age.ts';

/** A literal API version in `reference()` or `list...()` obeys the rule for resources, where its type can be told; not in what bicep wrote. */
export const apiVersionsInReferenceFunctions: TemplateTest = {
  name: 'apiVersions-Should-Be-Recent-In-Reference-Functions',
  group: 'deploymentTemplate',
  title: 'Reference and list functions use recent API versions.',
  *check(input) {
    if (input.generator === 'bicep') return;
    const resources = find(input.template.root, named('name')).filter(({ path }) =>
      /resources/i.test(path),
    );
    for (const call of calls(input.template.text, takesVersion)) {
      yield* judge(call, input, resources);
    }
  },
};

function takesVersion(lowerName: string): boolean {
  return lowerName === 'reference' || (isListFunction(lowerName) && lowerName !== 'list');
}

function* judge(
  call: Call,
  { template, settings }: TemplateInput,
  resources: readonly Found[],
): Iterable<Finding> {
  const version = /\d{4}-\d{2}-\d{2}(?:-\w+)?/.exec(call.argumentText)?.[0];
  const type = version === undefined ? '' : typeOf(call, resources);
  if (version === undefined || type === '') return;
  const at = template.base + call.start;
  const date = versionDate(version);
  if (typeof date === 'string') {
    yield error('ApiReference.Version.Not.Date', `${version} is not a day`, at);
    return;
  }
  const known = versionsOf(type, settings.apiVersions.of);
  if (known.length === 0) return;
  const days = ageInDays(date, settings.testDate);
  for (const problem of standings(version, known, days)) {
    if (problem === 'newer-stable') {
      yield error(
        'ApiReference.Version.Preview.Not.Recent',
        `${call.name}() uses the preview ${version} of ${type}, and newer versions are stable`,
        at,
      );
    } else if (problem === 'same-stable') {
      yield error(
        'ApiReference.Version.Preview.Version.Has.NonPreview',
        `${call.name}() uses the preview ${version} of ${type}, and the same version is stable`,
        at,
      );
    } else if (problem === 'old') {
      yield error(
        'ApiReference.Version.OutOfDate',
        `${call.name}() uses ${version} of ${type}, which is more than ${String(mostDays)} days old and not the latest`,
        at,
      );
    }
  }
  if (!known.includes(version)) {
    yield warning('ApiReference.Version.Unknown', `${version} was not found for ${type}`, at);
  }
}

/** From the type segments of `resourceId()`, else from the resource whose name uses the same variable. */
function typeOf(call: Call, resources: readonly Found[]): string {
  const resourceId = callsOf(call.argumentText, 'resourceId')[0];
  if (resourceId !== undefined) {
    const segments = resourceId.argumentText
      .split(/[(),]/)
      .map((part) => part.trim().replace(/^'|'$/g, ''));
    return segments.filter((segment) => segment.includes('/')).join('/');
  }
  const variable = variableReferences(call.argumentText)[0];
  if (variable === undefined) return '';
  const text = call.argumentText.slice(variable.start, variable.end);
  const resource = resources.find(({ member }) => isLike(shown(member.value), `*${text}*`));
  if (resource === undefined) return '';
  const types = [resource.owner, ...resource.parents]
    .map((object) => get(object, 'type'))
    .filter(isTruthy);
  return types.reverse().map(shown).join('/');
}

function versionsOf(type: string, of: (type: string) => readonly string[]): readonly string[] {
  const exact = of(type);
  if (exact.length > 0) return exact;
  const segments = type.split('/');
  for (let count = segments.length; count > 1; count--) {
    const versions = of(segments.slice(0, count).join('/'));
    if (versions.length > 0) return versions;
  }
  return [];
}
