import { error, type ParametersTest } from '../check.ts';
import { get, isText, isTruthy, shown } from '../json/node.ts';

const schemas = ['2015-01-01', '2019-04-01'].map(
  (version) => `https://schema.management.azure.com/schemas/${version}/deploymentParameters.json#`,
);

/** The parameter file names one of its two schemas; a plain list of values, without a content version, needs none. */
export const parametersSchema: ParametersTest = {
  name: 'DeploymentParameters-Should-Have-Schema',
  group: 'deploymentParameters',
  title: 'The parameter file has a known schema.',
  *check({ file: { root } }) {
    const schema = get(root, '$schema');
    if (!isTruthy(schema)) {
      if (!isTruthy(get(root, 'contentVersion'))) return;
      yield error('Parameters.Missing.Schema', 'the parameter file has no $schema', root);
    } else if (!schemas.some((known) => isText(schema, known))) {
      yield error(
        'Parameters.Bad.Schema',
        `the $schema is "${shown(schema)}"; it should be ${schemas.join(' or ')}`,
        schema ?? root,
      );
    }
  },
};
