import { error, warning, type TemplateTest } from '../check.ts';
import { get, members, shown } from '../json/node.ts';

/** Parameters named like secrets are secure; names of keys and addresses of secrets are only mentioned. */
export const passwordParamsMustBeSecure: TemplateTest = {
  name: 'Password-params-must-be-secure',
  group: 'deploymentTemplate',
  title: 'Parameters that look like passwords are secure.',
  *check({ template: { root } }) {
    for (const parameter of members(get(root, 'parameters'))) {
      const name = parameter.name.toLowerCase();
      const has = (...parts: string[]): boolean => parts.some((part) => name.includes(part));
      const type = shown(get(parameter.value, 'type')).toLowerCase();
      if (!has('password', 'secret', 'accountkey')) continue;
      if (['securestring', 'secureobject', 'bool'].includes(type)) continue;
      if (has('secret') && has('permission', 'version', 'url', 'uri', 'name')) {
        yield warning(
          'Password.Param.Skipped',
          `the parameter "${parameter.name}" is taken for a description of a secret`,
          parameter,
        );
      } else {
        yield error(
          'Password.Param.Not.Secure',
          `the parameter "${parameter.name}" has the type "${type}" but should be secure`,
          parameter,
        );
      }
    }
  },
};
