// Functions of neighbouring rows: they need rows in an order that has been fixed.
import { nothing } from '../../plan/index.ts';
import { refuse } from '../lower/context.ts';
import { page, type FunctionRow } from './row.ts';

/** Until a window can be asked for within an expression, these are told apart from unknown names. */
const pending = (name: string): FunctionRow => ({
  name,
  lower: (_, { context, node, type }) => {
    refuse(context, node, `function \`${name}()\``);
    return nothing(type);
  },
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples: [],
});

export const windows: readonly FunctionRow[] = ['row_rank_min', 'row_rank_dense'].map(pending);
