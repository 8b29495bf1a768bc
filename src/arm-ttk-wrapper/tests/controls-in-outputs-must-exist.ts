import { error, type Finding, type UiTest } from '../check.ts';
import {
  each,
  get,
  isText,
  members,
  stringOf,
  type JsonMember,
  type JsonNode,
} from '../json/node.ts';
import { outputs } from './ui-outputs.ts';

// [basics('control' or [steps('step').element
const reference =
  /\[\s*(?:basics\(\s*'([^']{1,300})'|steps\(\s*'([^']{1,300})'\s*\)(?:\.(\w+))?)/gi;

/** What outputs refer to exists; objects are searched one level deep. */
export const controlsInOutputsMustExist: UiTest = {
  name: 'Controls-In-Outputs-Must-Exist',
  group: 'CreateUIDefinition',
  title: 'Outputs refer to controls that exist.',
  *check({ ui }) {
    for (const output of outputs(ui.root)) {
      for (const text of textsOf(output)) yield* judge(text, { output, root: ui.root });
    }
  },
};

function textsOf({ value }: JsonMember): string[] {
  const values = value.kind === 'object' ? members(value).map((member) => member.value) : [value];
  return values.map(stringOf).filter((text) => text !== undefined);
}

function* judge(
  text: string,
  { output, root }: { output: JsonMember; root: JsonNode },
): Iterable<Finding> {
  for (const [, control, step, element] of text.matchAll(reference)) {
    const within = control === undefined ? 'steps' : 'basics';
    const name = control ?? step ?? '';
    const found = byName(get(root, 'parameters', within), name);
    if (found === undefined && control !== undefined) {
      yield error(
        'ControlName.Not.Found',
        `Could not find control '${name}' in .parameters.basics`,
        output,
      );
    } else if (found === undefined) {
      yield error(
        'StepName.Not.Found',
        `Could not find step '${name}' in .parameters.steps`,
        output,
      );
    } else if (element !== undefined && byName(get(found, 'elements'), element) === undefined) {
      yield error(
        'ElementName.Not.Found',
        `Could not find element '${element}' in .parameters.steps.${name}`,
        output,
      );
    }
  }
}

function byName(list: JsonNode | undefined, name: string): JsonNode | undefined {
  return each(list).find((item) => isText(get(item, 'name'), name));
}
