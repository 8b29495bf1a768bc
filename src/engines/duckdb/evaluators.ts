// Plan functions without a native spelling, called through their evaluators.
import {
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBScalarFunction,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { ScalarFunction, Type, Value } from '../../plan/index.ts';
import { evaluatorName } from './expression.ts';
import { apiType, DECIMAL_DIGITS, DECIMAL_PLACES } from './types.ts';

type Evaluate = (...args: Value[]) => Value;

/** A DuckDB scalar function that answers row by row as the plan function does. */
export function evaluatorOf(meaning: ScalarFunction): DuckDBScalarFunction {
  const { takes = [], repeats, returns, nulls } = meaning;
  const evaluate = meaning.evaluate as unknown as Evaluate;
  const rest = takes[takes.length - 1];
  if (returns === 'argument' || (repeats && !rest)) {
    throw new Error(`${meaning.name} has no types of its own to be called with`);
  }
  return DuckDBScalarFunction.create({
    name: evaluatorName(meaning.name),
    parameterTypes: takes.map(apiType),
    ...(repeats && rest && { varArgsType: apiType(rest) }),
    returnType: apiType(returns),
    specialHandling: true,
    mainFunction: (_info, input, output) => {
      const columns = Array.from({ length: input.columnCount }, (_, at) =>
        input.getColumnValues(at),
      );
      for (let row = 0; row < input.rowCount; row++) {
        const args = columns.map((column) => toValue(column[row] ?? null));
        const silent = nulls === 'propagate' && args.includes(null);
        output.setItem(row, silent ? null : toStored(evaluate(...args), returns));
      }
      output.flush();
    },
  });
}

/** A cell as plan evaluators and results see it. */
export function toValue(cell: DuckDBValue): Value {
  if (cell === null || typeof cell !== 'object') return cell;
  if (cell instanceof DuckDBListValue) return cell.items.map((each) => each as string);
  return String(cell);
}

/** A value as DuckDB takes it for a column of the type. Numbers find their storage: a long may come as a number. */
export function toStored(value: Value, type: Type): DuckDBValue {
  if (value === null) return null;
  if (Array.isArray(value)) return new DuckDBListValue([...(value as readonly string[])]);
  switch (type) {
    case 'long':
    case 'datetime':
    case 'timespan':
      return typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value)));
    case 'int':
    case 'real':
      return Number(value);
    case 'strings':
      return new DuckDBListValue([String(value)]);
    case 'string':
    case 'guid':
    case 'dynamic':
      return typeof value === 'string' ? value.toWellFormed() : String(value);
    case 'bool':
      return value as DuckDBValue;
    case 'decimal':
      return decimalValue(String(value));
  }
}

/** Digits of a decimal text, with as many places as the column has; null for text that is no decimal or too large for it. */
function decimalValue(text: string): DuckDBDecimalValue | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const places = fraction.slice(0, DECIMAL_PLACES).padEnd(DECIMAL_PLACES, '0');
  if (whole.length > DECIMAL_DIGITS - DECIMAL_PLACES) return null;
  const digits = BigInt(whole + places);
  return new DuckDBDecimalValue(sign === '-' ? -digits : digits, DECIMAL_DIGITS, DECIMAL_PLACES);
}
