import { error, type ParametersTest } from '../check.ts';
import { get, isTruthy } from '../json/node.ts';

/** The parameter file has parameters; a plain list of values, without schema and version, needs no such section. */
export const parametersParameters: ParametersTest = {
  name: 'DeploymentParameters-Should-Have-Parameters',
  group: 'deploymentParameters',
  title: 'The parameter file has parameters.',
  *check({ file: { root } }) {
    const isPlain = !isTruthy(get(root, '$schema')) && !isTruthy(get(root, 'contentVersion'));
    if (isPlain || isTruthy(get(root, 'parameters'))) return;
    yield error('Parameters.Missing.Parameters', 'No parameters exists', root);
  },
};
