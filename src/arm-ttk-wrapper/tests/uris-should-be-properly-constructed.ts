import { error, type TemplateTest } from '../check.ts';
import { callsOf } from '../expressions/scan.ts';
import { find } from '../json/find.ts';
import { shown } from '../json/node.ts';

/** A property named `...uri` or `...url` is not put together by `concat()` or `format()`, unless within `uri()`. */
export const urisShouldBeProperlyConstructed: TemplateTest = {
  name: 'URIs-Should-Be-Properly-Constructed',
  group: 'deploymentTemplate',
  title: 'Addresses are put together with uri().',
  *check({ template: { root } }) {
    const addresses = find(root, { name: (name) => name.endsWith('uri') || name.endsWith('url') });
    for (const { member } of addresses) {
      const text = shown(member.value);
      const joining = callsOf(text, 'format', 'concat')[0];
      const uri = callsOf(text, 'uri')[0];
      if (joining === undefined || (uri !== undefined && uri.start < joining.start)) continue;
      yield error(
        'URI.Improperly.Constructed',
        `the function ${joining.name}() is used in "${member.name}"`,
        member,
      );
    }
  },
};
