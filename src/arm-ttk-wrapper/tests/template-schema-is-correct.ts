import { error, warning, type TemplateTest } from '../check.ts';
import { get, isTruthy, shown } from '../json/node.ts';

const prefix = 'https://schema.management.azure.com/schemas/';
const old = `${prefix}2015-01-01/deploymentTemplate.json#`;
const allowed = [
  `${prefix}2019-04-01/deploymentTemplate.json#`,
  `${prefix}2018-05-01/subscriptionDeploymentTemplate.json#`,
  `${prefix}2019-08-01/tenantDeploymentTemplate.json#`,
  `${prefix}2019-08-01/managementGroupDeploymentTemplate.json#`,
  old,
];

/** The template names one of the deployment schemas. */
export const templateSchemaIsCorrect: TemplateTest = {
  name: 'DeploymentTemplate-Schema-Is-Correct',
  group: 'deploymentTemplate',
  title: 'The template has a known schema.',
  *check({ template: { root } }) {
    const schema = get(root, '$schema');
    if (schema === undefined || !isTruthy(schema)) {
      yield error('Template.Missing.Schema', 'DeploymentTemplate is missing .$schema', root);
      return;
    }
    const text = shown(schema).toLowerCase();
    if (!allowed.some((known) => known.toLowerCase() === text)) {
      yield error(
        'Template.Bad.Schema',
        `DeploymentTemplate has an unexpected Schema. It should be one of: ${allowed.join(', ')}`,
        schema,
      );
    } else if (text === old.toLowerCase()) {
      yield warning(
        'Template.Old.Schema',
        'the 2015-01-01 schema is replaced by 2019-04-01',
        schema,
      );
    }
  },
};
