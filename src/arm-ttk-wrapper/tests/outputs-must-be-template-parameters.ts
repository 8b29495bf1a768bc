import { error, type UiTest } from '../check.ts';
import { get, isTruthy } from '../json/node.ts';
import { mainParameter, outputs } from './ui-outputs.ts';

// What a managed application adds to the template by itself.
const ofManagedApplications = [
  'applicationresourcename',
  'jitaccesspolicy',
  'managedidentity',
  'managedresourcegroupid',
];

/** Each output is a parameter of the main template. */
export const outputsMustBeTemplateParameters: UiTest = {
  name: 'Outputs-Must-Be-Present-In-Template-Parameters',
  group: 'CreateUIDefinition',
  needsMain: 'value',
  title: 'Every output is a template parameter.',
  *check({ ui: { root }, main }) {
    const all = get(root, 'parameters', 'outputs');
    if (!isTruthy(all)) {
      yield error(
        'CreateUIDefinition.Missing.Outputs',
        'CreateUIDefinition is missing the .parameters.outputs property',
        root,
      );
    }
    for (const output of outputs(root)) {
      if (ofManagedApplications.includes(output.name.toLowerCase())) continue;
      if (isTruthy(mainParameter(main, output.name))) continue;
      yield error(
        'CreateUIDefinition.Output.Missing.From.MainTemplate',
        `output ${output.name} does not exist in template.parameters`,
        output,
      );
    }
  },
};
