import type { TemplateTest } from '../check.ts';
import { literalsOf } from './secret-literals.ts';

/** `adminPassword` and `administratorLoginPassword` are given by expressions. */
export const adminPasswordShouldNotBeALiteral: TemplateTest = {
  name: 'adminPassword-Should-Not-Be-A-Literal',
  group: 'deploymentTemplate',
  title: 'No administrator password is written into the template.',
  *check(input) {
    for (const property of ['administratorLoginPassword', 'adminPassword']) {
      yield* literalsOf(input, { property, label: 'AdminPassword' });
    }
  },
};
