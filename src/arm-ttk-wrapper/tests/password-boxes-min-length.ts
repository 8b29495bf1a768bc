import { error, warning, type Finding, type UiTest } from '../check.ts';
import { faultInPattern } from '../expressions/dotnet-pattern.ts';
import { find, valued } from '../json/find.ts';
import { get, isTruthy, shown, type JsonObject } from '../json/node.ts';

const shortest = 12;

/** A password box is constrained; a pattern of its own limits the length. */
export const passwordBoxesMinLength: UiTest = {
  name: 'PasswordBoxes-Must-Have-Min-Length',
  group: 'CreateUIDefinition',
  title: 'Password boxes demand a length.',
  *check({ ui: { root } }) {
    for (const { owner } of find(root, valued('type', 'Microsoft.Common.PasswordBox')))
      yield* judge(owner);
  },
};

function* judge(box: JsonObject): Iterable<Finding> {
  const name = shown(get(box, 'name'));
  const constraints = get(box, 'constraints');
  const regex = get(constraints, 'regex');
  if (!isTruthy(constraints)) {
    yield error(
      'PasswordBox.Missing.Constraints',
      `PasswordBox '${name}' is missing constraints`,
      box,
    );
    return;
  }
  if (regex === undefined || !isTruthy(regex)) return;
  const pattern = shown(regex);
  if (pattern.trimStart().startsWith('[') && pattern.trimEnd().endsWith(']')) return;
  const fault = faultInPattern(pattern);
  const lengths = [...pattern.matchAll(/\{(\d{1,9})/g)].map((match) => Number(match[1]));
  if (fault !== undefined) {
    yield error(
      'PasswordBox.Invalid.Regex',
      `PasswordBox '${name}' regex is invalid: ${fault}`,
      regex,
    );
  } else if (lengths.length === 0) {
    yield error(
      'PasswordBox.No.Length',
      `PasswordBox '${name}' regex does not have a length constraint`,
      regex,
    );
  } else if (lengths.reduce((sum, length) => sum + length, 0) < shortest) {
    yield warning(
      'PasswordBox.Short',
      `PasswordBox '${name}' regex does not have a minimum length of ${String(shortest)}`,
      regex,
    );
  }
}
