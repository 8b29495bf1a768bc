import { error, type UiTest } from '../check.ts';
import { isLike } from '../expressions/wildcard.ts';
import { find } from '../json/find.ts';
import { get, shown } from '../json/node.ts';

// Controls that show text only, or nothing.
const without = [
  'Microsoft.Common.InfoBox',
  'Microsoft.Common.Section',
  'Microsoft.Common.TextBlock',
  'Microsoft.Common.EditableGrid',
  'Microsoft.Solutions.ArmApiControl',
  'Microsoft.Solutions.GraphApiControl',
  'Microsoft.Solutions.BladeInvokeControl',
].map((type) => type.toLowerCase());

/** Every control that can have a tooltip has one. */
export const tooltipsShouldBePresent: UiTest = {
  name: 'Tooltips-Should-Be-Present',
  group: 'CreateUIDefinition',
  title: 'Controls have tooltips.',
  *check({ ui: { root } }) {
    const isControl = { name: (name: string) => name === 'type', value: isControlType };
    for (const { owner, member } of find(root, isControl)) {
      if (without.includes(shown(member.value).toLowerCase())) continue;
      if (shown(get(owner, 'toolTip')).trim() !== '') continue;
      yield error(
        'Tooltip.Missing',
        `Element missing tooltip: ${shown(get(owner, 'name'))}`,
        owner,
      );
    }
  },
};

function isControlType(value: Parameters<typeof shown>[0]): boolean {
  return isLike(shown(value), 'Microsoft.*.*');
}
