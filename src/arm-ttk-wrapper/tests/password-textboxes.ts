import { error, type Finding, type UiInput, type UiTest } from '../check.ts';
import { isLike } from '../expressions/wildcard.ts';
import { find, valued } from '../json/find.ts';
import { get, isText, isTruthy, shown, type JsonObject } from '../json/node.ts';
import { mainParameter, outputText, outputs } from './ui-outputs.ts';

/** What is typed into a password box ends in a secure parameter. */
export const passwordTextboxes: UiTest = {
  name: 'Password-Textboxes-Must-Be-Used-For-Password-Parameters',
  group: 'CreateUIDefinition',
  needsMain: 'file',
  title: 'Password boxes feed secure parameters.',
  *check(input) {
    const boxes = find(input.ui.root, valued('type', 'Microsoft.Common.PasswordBox'));
    for (const { owner } of boxes) yield* judge(owner, input);
  },
};

function* judge(box: JsonObject, { ui, main }: UiInput): Iterable<Finding> {
  const name = shown(get(box, 'name'));
  const output = outputs(ui.root).find((candidate) => {
    const text = outputText(candidate);
    return isLike(text, `*steps(*${name}*`) || isLike(text, `*basics(*${name}*`);
  });
  if (output === undefined) {
    yield error('PasswordBox.Not.In.Outputs', `Could not find ${name} in outputs`, box);
    return;
  }
  const parameter = mainParameter(main, output.name);
  const type = get(parameter, 'type');
  if (!isTruthy(parameter)) {
    yield error(
      'PasswordBox.Parameter.Missing',
      `the output "${output.name}" of the password box "${name}" is missing from the main template's parameters`,
      box,
    );
  } else if (!isText(type, 'SecureString') && !isText(type, 'SecureObject')) {
    yield error(
      'PasswordBox.Parameter.Not.Secure',
      `the password box "${name}" must feed a secureString or secureObject; the parameter "${output.name}" has the type "${shown(type)}"`,
      box,
    );
  }
}
