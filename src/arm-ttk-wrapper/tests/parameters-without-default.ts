import { error, type UiTest } from '../check.ts';
import { get, isPresent, members } from '../json/node.ts';

/** What the template cannot do without is an output; an empty default is a default. */
export const parametersWithoutDefault: UiTest = {
  name: 'Parameters-Without-Default-Must-Exist-In-CreateUIDefinition',
  group: 'CreateUIDefinition',
  needsMain: 'value',
  title: 'Every parameter without a default is an output.',
  *check({ ui: { root }, main }) {
    const all = get(root, 'parameters', 'outputs');
    for (const { name, value } of members(get(main, 'parameters'))) {
      if (isPresent(get(value, 'defaultValue')) || isPresent(get(all, name))) continue;
      yield error(
        'Parameter.Without.Default.Missing.From.CreateUIDefinition',
        `${name} does not have a default value, and is not defined in CreateUIDefinition.outputs`,
        all ?? root,
      );
    }
  },
};
