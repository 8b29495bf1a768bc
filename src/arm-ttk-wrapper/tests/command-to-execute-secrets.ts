import { error, type TemplateTest } from '../check.ts';
import { listFunction, parameterReferences } from '../expressions/scan.ts';
import { find, named } from '../json/find.ts';
import { get, isText, isTruthy, shown } from '../json/node.ts';

/** A custom script's command with secrets in it belongs into the extension's protected settings. */
export const commandToExecuteSecrets: TemplateTest = {
  name: 'CommandToExecute-Must-Use-ProtectedSettings-For-Secrets',
  group: 'deploymentTemplate',
  title: 'Commands with secrets are in protected settings.',
  *check({ template: { root } }) {
    for (const { member, parents } of find(root, named('commandToExecute'))) {
      if (!isText(get(parents[0], 'type'), 'CustomScript')) continue;
      if (parents.some((parent) => isTruthy(get(parent, 'protectedSettings', 'commandToExecute'))))
        continue;
      const command = shown(member.value);
      const list = listFunction(command);
      if (list !== undefined) {
        yield error(
          'CommandToExecute.Unprotected.List',
          `commandToExecute uses ${list.name}(), but is not in protectedSettings`,
          member,
        );
        continue;
      }
      for (const { name } of parameterReferences(command)) {
        const type = shown(get(root, 'parameters', name, 'type'));
        if (!['securestring', 'secureobject'].includes(type.toLowerCase())) continue;
        yield error(
          'CommandToExecute.Unprotected.Parameter',
          `commandToExecute references the ${type} parameter "${name}", but is not in protectedSettings`,
          member,
        );
      }
    }
  },
};
