import { error, type UiTest } from '../check.ts';
import { get, isText, isTruthy, shown } from '../json/node.ts';

const version = '0.1.2-preview';
const schema = `https://schema.management.azure.com/schemas/${version}/CreateUIDefinition.MultiVm.json#`;

/** The schema, with its exact case, and the version that belongs to it. */
export const createUiDefinitionShouldHaveSchema: UiTest = {
  name: 'CreateUIDefinition-Should-Have-Schema',
  group: 'CreateUIDefinition',
  title: 'The definition has the known schema and its version.',
  *check({ ui: { root } }) {
    const given = get(root, '$schema');
    if (!isTruthy(given)) {
      yield error('CreateUIDefinition.Missing.Schema', 'the definition has no $schema', root);
      return;
    }
    if (shown(given) !== schema) {
      yield error(
        'CreateUIDefinition.Bad.Schema',
        `the $schema is "${shown(given)}"; it should be ${schema}`,
        given ?? root,
      );
    }
    const inSchema = /\/schemas\/([^/]{1,100})\//.exec(shown(given))?.[1] ?? version;
    const stated = get(root, 'version');
    if (!isText(stated, inSchema)) {
      yield error(
        'CreateUIDefinition.Bad.Version',
        `the version is "${shown(stated)}", but the schema's is ${inSchema}`,
        stated ?? root,
      );
    }
  },
};
