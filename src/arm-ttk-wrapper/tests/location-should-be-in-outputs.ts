import { error, type UiTest } from '../check.ts';
import { get, isPresent, isText, shown } from '../json/node.ts';

/** The location chosen in the portal reaches the template. */
export const locationShouldBeInOutputs: UiTest = {
  name: 'Location-Should-Be-In-Outputs',
  group: 'CreateUIDefinition',
  title: 'The outputs have the location.',
  *check({ ui: { root } }) {
    const all = get(root, 'parameters', 'outputs');
    const location = get(all, 'location');
    if (!isPresent(location)) {
      yield error('Location.Not.In.Outputs', 'the outputs have no location', all ?? root);
    } else if (!isText(location, '[location()]')) {
      yield error(
        'Location.Output.Incorrect',
        `the output location is "${shown(location)}"; it should be [location()]`,
        location,
      );
    }
  },
};
