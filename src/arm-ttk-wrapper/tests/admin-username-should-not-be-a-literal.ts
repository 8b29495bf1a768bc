import type { TemplateTest } from '../check.ts';
import { literalsOf } from './secret-literals.ts';

/** `adminUsername` and `administratorLogin` are given by expressions. */
export const adminUsernameShouldNotBeALiteral: TemplateTest = {
  name: 'adminUsername-Should-Not-Be-A-Literal',
  group: 'deploymentTemplate',
  title: 'No administrator name is written into the template.',
  *check(input) {
    for (const property of ['administratorLogin', 'adminUsername']) {
      yield* literalsOf(input, { property, label: 'AdminUsername' });
    }
  },
};
