import { operator } from './operator.ts';

/** `render`: a wish to whoever draws the result; the rows stay as they are. */
export const render = operator({
  kind: 'RenderOperator',
  name: 'render',
  source: 'https://learn.microsoft.com/kusto/query/render-operator',
  lower: (input) => input,
});
