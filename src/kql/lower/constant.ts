// Works out expressions without columns by the plan's own meaning of each function.
import {
  nothing,
  literal,
  scalarFunction,
  type Expression,
  type Literal,
} from '../../plan/index.ts';

/** The literal that an expression comes to, undefined when it depends on data. */
export function constantOf(value: Expression): Literal | undefined {
  if (value.kind === 'literal') return value;
  if (value.kind === 'case') {
    for (const branch of value.branches) {
      const when = constantOf(branch.when);
      if (!when) return undefined;
      if (when.value === true) return constantOf(branch.then);
    }
    return constantOf(value.otherwise);
  }
  if (value.kind !== 'call') return undefined;
  const row = scalarFunction(value.function);
  const args: Literal['value'][] = [];
  for (const each of value.args) {
    const constant = constantOf(each);
    if (!constant) return undefined;
    args.push(constant.value);
  }
  if (row.nulls === 'propagate' && args.includes(null)) return nothing(value.type);
  const evaluate = row.evaluate as (...all: Literal['value'][]) => Literal['value'];
  return literal(evaluate(...args), value.type);
}
