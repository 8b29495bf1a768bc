/**
 * One step of resolving an expression against a template: `[variables('x').y]` becomes what the template has there.
 * Nothing is evaluated, and the result is not resolved again; both limits decide verdicts.
 */
import { get, isTruthy, type JsonNode } from '../json/node.ts';
import { expressionIn } from './scan.ts';

/** The text itself where there is nothing to resolve, the value, or why it could not be found. */
export type Expansion =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: JsonNode }
  | { readonly kind: 'missing'; readonly message: string };

/** Resolves an expression whose function names a section of the template, unless that section is excluded. */
export function expand(text: string, template: JsonNode | undefined, exclude = ''): Expansion {
  const expression = expressionIn(text);
  const section = expression?.called ?? '';
  if (expression === undefined || !isTruthy(get(template, section))) return { kind: 'text', text };
  const name = /^\(\s*'([^']+)'/.exec(expression.argumentText)?.[1];
  if (name === undefined || section.toLowerCase() === exclude) return { kind: 'text', text };
  let value = get(template, section, name);
  if (!isTruthy(value)) return missing(`.${section}.${name} not found`);
  const steps = [{ name: '', index: expression.index }, ...expression.properties];
  for (const step of steps) {
    if (step.name !== '') {
      value = get(value, step.name);
      if (!isTruthy(value)) return missing(`Property ${step.name} not found`);
    }
    if (step.index !== undefined) {
      value = value?.kind === 'array' ? value.items[step.index] : undefined;
      if (!isTruthy(value)) return missing(`Index ${String(step.index)} not found`);
    }
  }
  if (value === undefined) return missing(`.${section}.${name} not found`);
  return { kind: 'value', value };
}

function missing(message: string): Expansion {
  return { kind: 'missing', message };
}
