import { error, warning, type ParametersTest } from '../check.ts';
import { get, isTruthy, shown } from '../json/node.ts';

/** The parameter file has a content version; one that is not of the form 1.0.0.0 is only remarked. */
export const parametersContentVersion: ParametersTest = {
  name: 'DeploymentParameters-Should-Have-ContentVersion',
  group: 'deploymentParameters',
  title: 'The parameter file has a content version.',
  *check({ file: { root } }) {
    const version = get(root, 'contentVersion');
    if (version === undefined || !isTruthy(version)) {
      if (!isTruthy(get(root, '$schema'))) return;
      yield error(
        'Parameters.Missing.ContentVersion',
        'the parameter file has no contentVersion',
        root,
      );
    } else if (version.kind !== 'string') {
      yield error('ContentVersion.Not.String', 'the contentVersion must be a string', version);
    } else if (!/^\d{1,9}(?:\.\d{1,9}){3}$/.test(version.value)) {
      yield warning(
        'Parameters.ContentVersion.Form',
        `the contentVersion "${shown(version)}" is not of the form 1.0.0.0`,
        version,
      );
    }
  },
};
