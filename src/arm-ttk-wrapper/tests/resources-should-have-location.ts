import { error, type TemplateTest } from '../check.ts';
import { each, get, isTruthy, shown } from '../json/node.ts';

/** A resource's location, where it has one, is an expression or `global`. */
export const resourcesShouldHaveLocation: TemplateTest = {
  name: 'Resources-Should-Have-Location',
  group: 'deploymentTemplate',
  title: 'Resource locations are expressions or global.',
  *check({ template: { root } }) {
    for (const resource of each(get(root, 'resources'))) {
      const location = get(resource, 'location');
      const text = shown(location).trim();
      if (location === undefined || !isTruthy(location) || text.toLowerCase() === 'global')
        continue;
      if (text.startsWith('[') && text.endsWith(']') && !text.includes('\n')) continue;
      yield error(
        'Resource.Location.Literal',
        `the location of the resource "${shown(get(resource, 'name'))}" must be an expression or "global"`,
        location,
      );
    }
  },
};
