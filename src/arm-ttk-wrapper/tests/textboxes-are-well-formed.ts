import { error, warning, type Finding, type UiTest } from '../check.ts';
import { faultInPattern } from '../expressions/dotnet-pattern.ts';
import { find, valued } from '../json/find.ts';
import { each, get, isTruthy, shown, type JsonNode, type JsonObject } from '../json/node.ts';

/** A text box has a valid pattern and says what it wants. */
export const textboxesAreWellFormed: UiTest = {
  name: 'Textboxes-Are-Well-Formed',
  group: 'CreateUIDefinition',
  title: 'Text boxes have a valid pattern and a message.',
  *check({ ui: { root } }) {
    for (const { owner } of find(root, valued('type', 'Microsoft.Common.TextBox')))
      yield* judge(owner);
  },
};

const prefix = 'Textboxes.Are.Well.Formed';

function* judge(box: JsonObject): Iterable<Finding> {
  const name = shown(get(box, 'name'));
  const constraints = get(box, 'constraints');
  if (constraints === undefined || !isTruthy(constraints)) {
    yield error(`${prefix}.Missing.Constraints`, `Textbox ${name} is missing constraints`, box);
    return;
  }
  const listed = isTruthy(get(constraints, 'validations'));
  const pattern = patternOf(constraints);
  if (!listed && pattern !== undefined && !isTruthy(get(constraints, 'validationMessage'))) {
    yield error(
      `${prefix}.Missing.Constraints.ValidationMessage`,
      `Textbox ${name} is missing constraints.validationMessage`,
      constraints,
    );
  }
  if (pattern === undefined) {
    yield error(
      `${prefix}.Missing.Constraints.Regex`,
      `Textbox ${name} is missing constraints.regex or regex property in constraints.validations`,
      constraints,
    );
    return;
  }
  const text = shown(pattern);
  const fault = faultInPattern(text);
  if (fault !== undefined) {
    yield error(
      `${prefix}.Invalid.Constraints.Regex.Expressison`,
      `Textbox ${name} regex is invalid: ${fault}`,
      pattern,
    );
  } else if (!/\{\d{1,9}(?:,\d{0,9})?\}/.test(text)) {
    yield warning(
      `${prefix}.No.Length`,
      `TextBox '${name}' regex does not have a length constraint`,
      pattern,
    );
  }
}

/** The first pattern of the validations; where there are none, the constraint's own. */
function patternOf(constraints: JsonNode): JsonNode | undefined {
  const validations = get(constraints, 'validations');
  const patterns = isTruthy(validations)
    ? each(validations).map((validation) => get(validation, 'regex'))
    : [get(constraints, 'regex')];
  return patterns.find(isTruthy);
}
