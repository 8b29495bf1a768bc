import {
  error,
  warning,
  type Finding,
  type Settings,
  type TemplateInput,
  type TemplateTest,
} from '../check.ts';
import { find, named, type Found } from '../json/find.ts';
import { get, isTruthy, shown, stringOf } from '../json/node.ts';
import { ageInDays, mostDays, standings, versionDate } from './version-age.ts';

/**
 * A resource's API version is at most two years old or the latest, and no preview that a stable version has replaced.
 * Upstream stops at a version that is old but still the latest stable one; the resources behind it stay unexamined.
 */
export const apiVersionsShouldBeRecent: TemplateTest = {
  name: 'apiVersions-Should-Be-Recent',
  group: 'deploymentTemplate',
  title: 'Resources use recent API versions.',
  *check({ template, generator, settings }) {
    for (const found of find(get(template.root, 'resources'), named('apiVersion'))) {
      if (!isOfResource(found.path) || isBicepModule(found, generator)) continue;
      const version = stringOf(found.member.value);
      if (version === undefined) {
        yield error('ApiVersion.Not.String', 'API versions must be strings', found.member);
        continue;
      }
      const types = typesOf(found);
      if (typeof types === 'string') {
        yield warning('ApiVersion.Unknown.Provider', types, found.member);
        continue;
      }
      const outcome = judge(version, types, { found, settings });
      yield* outcome.findings;
      if (outcome.stop) return;
    }
  },
};

/** Some providers have a property of the same name in a resource's body. */
function isOfResource(path: string): boolean {
  return /^(?:\[\d+\]\.)?apiVersion$|resources\[\d+\]\.apiVersion$/i.test(path);
}

function isBicepModule({ owner }: Found, generator: TemplateInput['generator']): boolean {
  const type = shown(get(owner, 'type')).toLowerCase();
  return generator === 'bicep' && type === 'microsoft.resources/deployments';
}

/** The types from the outermost resource to this one, or why they cannot be told. */
function typesOf({ owner, parents }: Found): string[] | string {
  const types = [...parents]
    .reverse()
    .concat(owner)
    .map((object) => get(object, 'type'));
  const names = types.filter(isTruthy).map(shown);
  if (!names.some((name) => name.toLowerCase().includes('/providers/'))) return names;
  const provider = /'\/*(\w+\.\w+)\/*'/.exec(shown(get(owner, 'name')))?.[1];
  return provider === undefined
    ? `could not identify the provider resource of ${names.join('/')}`
    : [provider];
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly stop: boolean;
}

function judge(
  version: string,
  types: readonly string[],
  at: { found: Found; settings: Settings },
): Judged {
  const { member } = at.found;
  const type = types.join('/');
  const date = versionDate(version);
  if (typeof date === 'string') {
    const findings = [
      error(
        'ApiVersion.Not.Date',
        `API versions must be a fixed date; ${type} has "${version}"`,
        member,
      ),
    ];
    return { findings, stop: false };
  }
  const days = ageInDays(date, at.settings.testDate);
  const standing = standings(version, versionsOf(types, at.settings), days);
  const findings: Finding[] = [];
  for (const problem of standing) {
    if (problem === 'newer-stable') {
      findings.push(
        error(
          'ApiVersion.Preview.Not.Recent',
          `${type} uses the preview ${version}, and newer versions are stable`,
          member,
        ),
      );
    } else if (problem === 'same-stable') {
      findings.push(
        error(
          'ApiVersion.Preview.Version.Has.NonPreview',
          `${type} uses the preview ${version}, and the same version is stable`,
          member,
        ),
      );
    } else if (problem === 'old') {
      const age = `${String(Math.floor(days))} days old`;
      findings.push(
        error(
          'ApiVersion.OutOfDate',
          `${version} of ${type} is ${age}: more than ${String(mostDays)}, and not the latest`,
          member,
        ),
      );
    }
  }
  return { findings, stop: standing.includes('latest-stable') };
}

/** The versions of the longest run of types that is known, from the outermost type on. */
function versionsOf(types: readonly string[], { apiVersions }: Settings): readonly string[] {
  for (let count = types.length; count > 0; count--) {
    const versions = apiVersions.of(types.slice(0, count).join('/'));
    if (versions.length > 0) return versions;
  }
  return [];
}
