/** The rule shared by the tests on administrator names and passwords: what looks like one must be an expression. */
import { error, type Finding, type TemplateInput } from '../check.ts';
import { calls, expressionIn, variableReferences } from '../expressions/scan.ts';
import { findEach, named } from '../json/find.ts';
import { get, members, memberOf, shown, stringOf, type JsonNode } from '../json/node.ts';

/** Which property, and how its findings are called. */
export interface SecretProperty {
  readonly property: string;
  readonly label: string;
}

/** Looks at every such property in resources and variables. */
export function* literalsOf(
  { template: { root } }: TemplateInput,
  { property, label }: SecretProperty,
): Iterable<Finding> {
  let last: { value: string; at: JsonNode } | undefined;
  for (const { member } of findEach(get(root, 'resources'), named(property))) {
    const text = stringOf(member.value) ?? stringOf(get(member.value, 'value'));
    if (text === undefined) continue;
    last = { value: text.trim(), at: member.value };
    if (!holdsExpression(last.value)) {
      yield error(`${label}.Is.Literal`, `${label} "${last.value}" is not an expression`, member);
    }
  }
  if (memberOf(root, 'variables') === undefined) return;
  for (const { member } of findEach(get(root, 'variables'), named(property))) {
    const text = stringOf(member.value);
    if (text === undefined) continue;
    last = { value: text.trim(), at: member.value };
    if (!holdsExpression(last.value)) {
      yield error(
        `${label}.Var.Is.Literal`,
        `the variable ${label} "${last.value}" is not an expression`,
        member,
      );
    }
  }
  if (last !== undefined) yield* literalVariable(root, { ...last, label });
}

/** Something in brackets; `[]` alone is nothing. */
function holdsExpression(text: string): boolean {
  for (let open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
    const close = text.indexOf(']', open + 1);
    if (close !== open + 1) return close > open;
  }
  return false;
}

/** Only the value seen last is followed to its variable, as upstream does. */
function* literalVariable(
  root: JsonNode,
  { value, at, label }: { value: string; at: JsonNode; label: string },
): Iterable<Finding> {
  const name = variableReferences(value)[0]?.name;
  const outermost = calls(value, () => true);
  if (name === undefined || !outermost.some((call) => call.name.toLowerCase() === 'variables'))
    return;
  const variable = members(get(root, 'variables')).find(
    (m) => m.name.toLowerCase() === name.toLowerCase(),
  );
  if (expressionIn(shown(variable?.value)) === undefined) {
    yield error(
      `${label}.Is.Variable.Literal`,
      `${label} references the variable "${name}", which is a literal`,
      at,
    );
  }
}
