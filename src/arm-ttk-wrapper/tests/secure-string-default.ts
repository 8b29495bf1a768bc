import { error, type TemplateTest } from '../check.ts';
import { callsOf } from '../expressions/scan.ts';
import { get, isText, isTruthy, members, shown } from '../json/node.ts';

/** A default would be a secret in plain text; an empty one or a new GUID is none. */
export const secureStringDefault: TemplateTest = {
  name: 'Secure-String-Parameters-Cannot-Have-Default',
  group: 'deploymentTemplate',
  title: 'Secure strings have no default, or a new GUID.',
  *check({ template: { root } }) {
    for (const { name, value } of members(get(root, 'parameters'))) {
      const given = get(value, 'defaultValue');
      if (!isText(get(value, 'type'), 'securestring') || given === undefined || !isTruthy(given))
        continue;
      if (callsOf(shown(given), 'newGuid').length > 0) continue;
      yield error(
        'SecureString.Must.Not.Have.Default',
        `the secure string "${name}" must not have a default, except an expression with newGuid()`,
        given,
      );
    }
  },
};
