import { error, type UiTest } from '../check.ts';
import { isLike } from '../expressions/wildcard.ts';
import { find, valued } from '../json/find.ts';
import { get, isText, shown } from '../json/node.ts';
import { outputText, outputs } from './ui-outputs.ts';

const selectors = [
  'Microsoft.Storage.StorageAccountSelector',
  'Microsoft.Network.PublicIpAddressCombo',
  'Microsoft.Network.VirtualNetworkCombo',
];

/** Where an existing resource may be chosen, the outputs say which, and whether it is new. */
export const hideExisting: UiTest = {
  name: 'HideExisting-Must-Be-Correctly-Handled',
  group: 'CreateUIDefinition',
  title: 'Selectors of existing resources give their group and whether they are new.',
  *check({ ui: { root } }) {
    const texts = outputs(root).map(outputText);
    for (const selector of selectors) {
      for (const { owner } of find(root, valued('type', selector))) {
        if (isText(get(owner, 'options', 'hideExisting'), 'True')) continue;
        const name = shown(get(owner, 'name'));
        for (const property of ['ResourceGroup', 'NewOrExisting']) {
          if (texts.some((text) => isLike(text, `*${name}*.${property}*`))) continue;
          yield error(
            `Missing.Output.${property}`,
            `the control "${name}" must output ${property} when existing resources are not hidden`,
            owner,
          );
        }
      }
    }
  },
};
