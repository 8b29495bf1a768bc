/** Every expression of a template: its syntax, its functions, the parameters and variables that it names. */
import { parseValue, parts, type ArmCall, type ArmExpression } from '../expressions/parse.ts';
import { get, isText, members, type JsonNode, type JsonString } from '../json/node.ts';
import type { Report } from './finding.ts';
import { isFunction } from './functions.ts';
import { scopeOf, type Scope } from './scope.ts';

/** Looks at all strings below a template; templates with a scope of their own are looked at in theirs. */
export function checkExpressions(template: JsonNode, report: Report): void {
  const scope = scopeOf(template);
  for (const { name, value } of members(template)) {
    switch (name.toLowerCase()) {
      // Neither is evaluated.
      case '$schema':
      case 'metadata':
        break;
      case 'parameters':
      case 'outputs':
        for (const each of members(value)) visitDeclaration(each.value, scope, report);
        break;
      case 'functions':
        checkFunctions(value, scope, report);
        break;
      default:
        visit(value, scope, report);
    }
  }
}

/** A declaration without its `metadata`, which is text. */
function visitDeclaration(declaration: JsonNode, scope: Scope, report: Report): void {
  for (const { name, value } of members(declaration)) {
    if (name.toLowerCase() !== 'metadata') visit(value, scope, report);
  }
}

/** In a user-defined function, `parameters()` means its own. */
function checkFunctions(groups: JsonNode, scope: Scope, report: Report): void {
  if (groups.kind !== 'array') return;
  for (const made of groups.items.flatMap((group) => members(get(group, 'members')))) {
    const own = get(made.value, 'parameters');
    const named = own?.kind === 'array' ? own.items.map((each) => get(each, 'name')) : [];
    const parameters = new Set(
      named.flatMap((each) => (each?.kind === 'string' ? [each.value.toLowerCase()] : [])),
    );
    const output = get(made.value, 'output', 'value');
    if (output) visit(output, { ...scope, parameters, variables: new Set() }, report);
  }
}

function visit(node: JsonNode, scope: Scope, report: Report): void {
  switch (node.kind) {
    case 'string':
      checkText(node, scope, report);
      break;
    case 'array':
      for (const item of node.items) visit(item, scope, report);
      break;
    case 'object':
      for (const { name, value } of node.members) {
        // A policy's rule is in a language of its own, with functions of its own.
        if (name.toLowerCase() === 'policyrule') continue;
        if (name.toLowerCase() === 'template' && isInner(node)) checkExpressions(value, report);
        else visit(value, scope, report);
      }
      break;
    default:
  }
}

/** Whether the `properties` are those of a deployment whose template is evaluated by itself. */
function isInner(properties: JsonNode): boolean {
  return isText(get(properties, 'expressionEvaluationOptions', 'scope'), 'inner');
}

function checkText(node: JsonString, scope: Scope, report: Report): void {
  const parsed = parseValue(node.value);
  if (parsed.kind === 'fault') {
    report('expression', 'error', node, `the expression cannot be read: ${parsed.message}`);
  }
  if (parsed.kind !== 'expression') return;
  for (const part of parts(parsed.root)) {
    if (part.kind === 'call') checkCall(part, node, scope, report);
  }
}

function checkCall(call: ArmCall, node: JsonString, scope: Scope, report: Report): void {
  const name = call.name.toLowerCase();
  const own = name.includes('.');
  if (own ? !scope.functions.has(name) : !isFunction(name)) {
    const where = own ? 'the template defines no function' : 'there is no function';
    report('function', 'error', place(call, node), `${where} \`${call.name}\``);
  }
  if (name !== 'parameters' && name !== 'variables') return;
  const [given] = call.args;
  const declared = name === 'parameters' ? scope.parameters : scope.variables;
  if (given?.kind !== 'string' || declared.has(given.value.toLowerCase())) return;
  const what = name === 'parameters' ? 'parameter' : 'variable';
  report(what, 'error', place(given, node), `the template declares no ${what} \`${given.value}\``);
}

/** A part's place in the file: exact where the string has no escape sequences, else the whole string. */
function place(part: ArmExpression, node: JsonString): { start: number; end: number } {
  const exact = node.end - node.start === node.value.length + 2;
  if (!exact) return node;
  return { start: node.start + 1 + part.start, end: node.start + 1 + part.end };
}
