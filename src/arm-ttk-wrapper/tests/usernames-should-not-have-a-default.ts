import { error, type UiTest } from '../check.ts';
import { find, valued } from '../json/find.ts';
import { get, isTruthy, shown } from '../json/node.ts';

/** A suggested user name would be everybody's. */
export const usernamesShouldNotHaveADefault: UiTest = {
  name: 'Usernames-Should-Not-Have-A-Default',
  group: 'CreateUIDefinition',
  title: 'User names are not suggested.',
  *check({ ui: { root } }) {
    for (const { owner } of find(root, valued('type', 'Microsoft.Compute.UserNameTextBox'))) {
      const value = get(owner, 'defaultValue');
      if (value === undefined || !isTruthy(value)) continue;
      yield error(
        'Username.Has.Default',
        `the user name box "${shown(get(owner, 'name'))}" must not have a default`,
        value,
      );
    }
  },
};
