import { error, type UiTest } from '../check.ts';
import { get, isText, shown } from '../json/node.ts';

const handlers = ['Microsoft.Compute.MultiVm', 'Microsoft.Azure.CreateUIDef'];

/** The handler is one that the portal knows. */
export const handlerMustBeCorrect: UiTest = {
  name: 'Handler-Must-Be-Correct',
  group: 'CreateUIDefinition',
  title: 'The handler is known.',
  *check({ ui: { root } }) {
    const handler = get(root, 'handler');
    if (handlers.some((known) => isText(handler, known))) return;
    yield error(
      'CreateUIDefinition.Bad.Handler',
      `the handler is "${shown(handler)}"; it should be ${handlers.join(' or ')}`,
      handler ?? root,
    );
  },
};
