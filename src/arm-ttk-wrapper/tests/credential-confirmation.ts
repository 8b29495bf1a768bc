import { error, type UiTest } from '../check.ts';
import { find, valued } from '../json/find.ts';
import { get, shown } from '../json/node.ts';

/** A password is typed twice. */
export const credentialConfirmation: UiTest = {
  name: 'Credential-Confirmation-Should-Not-Be-Hidden',
  group: 'CreateUIDefinition',
  title: 'Password confirmation is shown.',
  *check({ ui: { root } }) {
    for (const { member, parents } of find(root, valued('hideConfirmation', 'True'))) {
      yield error(
        'Credential.Confirmation.Hidden',
        `the control "${shown(get(parents[0], 'name'))}" hides the confirmation`,
        member,
      );
    }
  },
};
