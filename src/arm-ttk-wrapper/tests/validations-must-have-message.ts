import { error, type UiTest } from '../check.ts';
import { find, named } from '../json/find.ts';
import { each, get, memberOf, members, shown } from '../json/node.ts';

/** Each validation says what is wrong. */
export const validationsMustHaveMessage: UiTest = {
  name: 'Validations-Must-Have-Message',
  group: 'CreateUIDefinition',
  title: 'Validations have messages.',
  *check({ ui: { root } }) {
    for (const { member, parents } of find(root, named('validations'))) {
      for (const item of each(member.value)) {
        if (memberOf(item, 'message') !== undefined) continue;
        const control = shown(get(parents[0], 'name'));
        yield error(
          'Validations.Must.Have.Message',
          `Validations property in ${control} is missing message for ${members(item)[0]?.name ?? 'a validation'}`,
          item,
        );
      }
    }
  },
};
