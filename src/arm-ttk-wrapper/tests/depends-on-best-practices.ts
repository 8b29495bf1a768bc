import { error, type TemplateTest } from '../check.ts';
import { callsOf } from '../expressions/scan.ts';
import { findEach, named } from '../json/find.ts';
import { each, get, shown } from '../json/node.ts';

/** Dependencies are neither conditional nor put together by `concat()`, except in a copy loop. */
export const dependsOnBestPractices: TemplateTest = {
  name: 'DependsOn-Best-Practices',
  group: 'deploymentTemplate',
  title: 'No dependency begins with if() or concat().',
  *check({ template }) {
    for (const { member } of findEach(get(template.root, 'resources'), named('dependsOn'))) {
      const entries = each(member.value);
      const conditional = entries.find((entry) => /^\s*\[\s*if\s*\(/i.test(shown(entry)));
      if (conditional !== undefined) {
        yield error(
          'Resource.DependsOn.Conditional',
          'a dependency must not begin with if()',
          conditional,
        );
      }
      const joined = entries.find((entry) => /^\s*\[\s*concat\s*\(/i.test(shown(entry)));
      const looped = entries.some((entry) => callsWithin(shown(entry)));
      if (joined !== undefined && !looped) {
        yield error(
          'Resource.DependsOn.StartsWithConcat',
          'a dependency must not begin with concat()',
          joined,
        );
      }
    }
  },
};

function callsWithin(text: string): boolean {
  return callsOf(text, 'copyIndex').length > 0;
}
