import { error, type TemplateTest } from '../check.ts';
import { expand } from '../expressions/expand.ts';
import { find, named } from '../json/find.ts';
import { get, isText, shown, stringOf, type JsonNode } from '../json/node.ts';

const machines = ['Microsoft.Compute/virtualMachines', 'Microsoft.Compute/virtualMachineScaleSets'];

/** Virtual machines and scale sets do not use preview images. */
export const virtualMachinesShouldNotBePreview: TemplateTest = {
  name: 'Virtual-Machines-Should-Not-Be-Preview',
  group: 'deploymentTemplate',
  title: 'No virtual machine uses a preview image.',
  *check({ template: { root } }) {
    for (const { member, parents } of find(root, named('storageProfile'))) {
      const ofMachine = parents.some((parent) =>
        machines.some((type) => isText(get(parent, 'type'), type)),
      );
      if (!ofMachine) continue;
      const profile = resolved(member.value, root);
      if (typeof profile === 'string') {
        yield error('VM.Storage.Profile.Not.Resolved', profile, member);
      } else if (usesPreview(get(profile, 'imageReference'))) {
        const name = parents
          .map((parent) => shown(get(parent, 'name')))
          .find((text) => text !== '');
        yield error(
          'VM.Using.Preview.Image',
          `the storage profile of "${name ?? ''}" must not use a preview version`,
          member,
        );
      }
    }
  },
};

/** The profile itself, where it is an expression what that names, or why it names nothing. */
function resolved(value: JsonNode, root: JsonNode): JsonNode | string {
  const text = stringOf(value);
  if (!text?.trimStart().startsWith('[')) return value;
  const expanded = expand(text, root);
  switch (expanded.kind) {
    case 'text':
      return value;
    case 'value':
      return expanded.value;
    case 'missing':
      return expanded.message;
  }
}

function usesPreview(image: JsonNode | undefined): boolean {
  const ends = (node: JsonNode | undefined): boolean =>
    shown(node).toLowerCase().endsWith('preview');
  return (
    (image?.kind === 'string' && ends(image)) ||
    ends(get(image, 'version')) ||
    ends(get(image, 'sku')) ||
    shown(get(image, 'offer')).toLowerCase().includes('preview')
  );
}
