// The value of an eval expression without fields, for macros that are expressions or have a validation.
import { scalarFunction, type Expression, type Value } from '../plan/index.ts';
import type { SplEnvironment } from './environment.ts';
import { readExpression } from './eval-parser.ts';
import { lowerExpression } from './expression.ts';
import type { Report } from './messages.ts';
import { Abandon, skipBlanks, type Reader } from './reader.ts';

/** Its text or truth value; null for null; undefined when it cannot be evaluated without data. */
export function evaluateMacroText(
  text: string,
  environment: SplEnvironment,
): string | boolean | null | undefined {
  const faults: string[] = [];
  const report: Report = (code) => {
    faults.push(code);
  };
  const reader: Reader = { text, at: 0, report, depth: 0 };
  try {
    const node = readExpression(reader, () => {
      throw new Abandon();
    });
    skipBlanks(reader);
    if (reader.at < text.length) return undefined;
    const { now, timezone } = environment;
    const typed = lowerExpression(node, { field: () => undefined, now, timezone }, report);
    if (!typed || faults.length > 0) return undefined;
    const found = constant(typed.expression);
    return typeof found === 'number' || typeof found === 'bigint'
      ? String(found)
      : asTextOrTruth(found);
  } catch (thrown) {
    if (thrown instanceof Abandon) return undefined;
    throw thrown;
  }
}

function asTextOrTruth(value: Value | undefined): string | boolean | null | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return undefined;
}

/** The value of an expression that has no column in it, by the functions' own meaning. */
function constant(expression: Expression): Value | undefined {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'case') {
    for (const branch of expression.branches) {
      const held = constant(branch.when);
      if (held === undefined) return undefined;
      if (held === true) return constant(branch.then);
    }
    return constant(expression.otherwise);
  }
  if (expression.kind !== 'call') return undefined;
  const found = scalarFunction(expression.function);
  const args = expression.args.map(constant);
  if (args.includes(undefined)) return undefined;
  if (found.nulls === 'propagate' && args.includes(null)) return null;
  return found.evaluate(...(args as never[]));
}
