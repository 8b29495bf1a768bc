import { error, type Finding, type UiInput, type UiTest } from '../check.ts';
import { isLike } from '../expressions/wildcard.ts';
import { find, named, type Found } from '../json/find.ts';
import { each, get, isTruthy, memberOf, shown, type JsonNode } from '../json/node.ts';
import { mainParameter, outputText, outputs } from './ui-outputs.ts';

/** The values that a control offers are values that the template's parameter takes. */
export const allowedValues: UiTest = {
  name: 'Allowed-Values-Should-Actually-Be-Allowed',
  group: 'CreateUIDefinition',
  needsMain: 'file',
  title: 'Controls offer only values that the template allows.',
  *check(input) {
    for (const found of find(input.ui.root, named('allowedValues'))) yield* judge(found, input);
  },
};

function* judge(found: Found, { ui, main }: UiInput): Iterable<Finding> {
  const control = found.parents[0];
  const name = shown(get(control, 'name'));
  const container = shown(get(found.parents[1], 'name'));
  const output = outputs(ui.root).find((candidate) =>
    carries(outputText(candidate), name, container),
  );
  if (name === '' || output === undefined) {
    if (ui.text.toLowerCase().includes(`.${name.toLowerCase()}`)) return;
    yield error(
      'Allowed.Value.No.Output',
      `Could not find ${name} in outputs`,
      control ?? found.member,
    );
    return;
  }
  const parameter = mainParameter(main, output.name);
  if (parameter === undefined) {
    yield error(
      'Allowed.Value.No.Parameter',
      `the output "${output.name}" is missing from the main template's parameters`,
      output,
    );
    return;
  }
  const offered = each(found.member.value).map((item) => memberOf(item, 'value')?.value ?? item);
  yield* compare(offered, { parameter, name, at: found });
}

/**
 * `basics('control')` for a control directly among the basics, `steps('step')...control` for one in something with a
 * name. A section's name is taken for that of a step, as upstream does, so controls in sections are not compared.
 */
function carries(output: string, control: string, container: string): boolean {
  const text = output.toLowerCase().replace(/\s+/g, '');
  const name = control.toLowerCase();
  if (container === '') return text.includes(`basics('${name}')`);
  const start = text.indexOf(`steps('${container.toLowerCase()}')`);
  return start >= 0 && hasProperty(text.slice(start), name);
}

function hasProperty(text: string, name: string): boolean {
  for (let at = text.indexOf(`.${name}`); at >= 0; at = text.indexOf(`.${name}`, at + 1)) {
    if (!/\w/.test(text.charAt(at + name.length + 1))) return true;
  }
  return false;
}

interface Compared {
  readonly parameter: JsonNode;
  readonly name: string;
  readonly at: Found;
}

/** Upstream compares by substring: a value is allowed if an allowed value contains it. */
function* compare(
  offered: readonly JsonNode[],
  { parameter, name, at }: Compared,
): Iterable<Finding> {
  const allowed = get(parameter, 'allowedValues');
  const taken = each(allowed).map(shown);
  if (isTruthy(allowed)) {
    for (const value of offered) {
      if (taken.some((text) => isLike(text, `*${shown(value)}*`))) continue;
      yield error(
        'Allowed.Value.Mismatch',
        `"${name}" offers the value "${shown(value)}", which the main template does not allow`,
        value,
      );
    }
  }
  const fallback = get(parameter, 'defaultValue');
  if (!isTruthy(fallback)) return;
  const text = shown(fallback);
  if (offered.some((value) => shown(value).toLowerCase() === text.toLowerCase())) return;
  if (offered.length > 0 && taken.some((value) => isLike(value, `*${text}*`))) return;
  yield error(
    'Allowed.Value.Default.Mismatch',
    `"${name}" does not offer the main template's default "${text}"`,
    at.member,
  );
}
