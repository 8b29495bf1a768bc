import { operator } from './operator.ts';

/** `as name`: the rows pass; the pipe binds the name for what follows. */
export const as = operator({
  kind: 'AsOperator',
  name: 'as',
  source: 'https://learn.microsoft.com/kusto/query/as-operator',
  lower: (input) => input,
});
