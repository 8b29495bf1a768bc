// A subsearch in a search expression stands for the rows that it gives: ((a=1 AND b=2) OR (a=3 AND b=4)).
// (https://docs.splunk.com/Documentation/Splunk/latest/Search/Changetheformatofsubsearchresults)
import type { Value } from '../plan/index.ts';
import type { Span } from '../text/index.ts';
import type { Context } from './commands/command.ts';
import { isInternal, type Flow } from './flow.ts';
import { everything } from './need.ts';
import type { Pattern, SearchNode, SearchSubsearch } from './tree.ts';

/** limits.conf [subsearch] maxout. */
export const SUBSEARCH_ROWS = 10_000;

/** The condition that the subsearch's rows make; undefined while they are not known or when it has errors. */
export function subsearchCondition(
  node: SearchSubsearch,
  context: Context,
): SearchNode | undefined {
  const flow = context.run(node.pipeline, undefined, everything);
  if (!flow) return undefined;
  const rows = context.ask({ kind: 'limit', input: flow.relation, count: SUBSEARCH_ROWS + 1 });
  if (!rows) return undefined;
  if (rows.length > SUBSEARCH_ROWS) {
    const limit = SUBSEARCH_ROWS.toLocaleString('en');
    context.report(
      'SPL1301',
      `the subsearch gives more than ${limit} rows; the rest is ignored`,
      node.span,
      {
        severity: 'warning',
      },
    );
  }
  const nodes = rows
    .slice(0, SUBSEARCH_ROWS)
    .map((row) => rowCondition(row, flow, node.span, context));
  const terms = nodes.filter((each) => each !== undefined);
  if (terms.length < nodes.length) return undefined;
  return joined('or', terms, node.span) ?? { kind: 'none', span: node.span };
}

function joined(
  kind: 'and' | 'or',
  terms: readonly SearchNode[],
  span: Span,
): SearchNode | undefined {
  const [first] = terms;
  return terms.length > 1 ? { kind, terms, span } : first;
}

/** All fields of a row at once. Fields beginning with `_` stay out; `search` and `query` are taken as search text. */
function rowCondition(
  row: readonly Value[],
  flow: Flow,
  span: Span,
  context: Context,
): SearchNode | undefined {
  const terms: SearchNode[] = [];
  for (const [index, { name }] of flow.fields.entries()) {
    const texts = textsOf(row[index] ?? null);
    if (name.startsWith('_') || isInternal(name) || texts.length === 0) continue;
    if (name === 'search' || name === 'query') {
      const parsed = context.parseSearch(texts.join(' '), span);
      if (!parsed) return undefined;
      terms.push(parsed);
      continue;
    }
    const alternatives = texts.map((text): SearchNode => {
      const value: Pattern = { text, quoted: true, span };
      return {
        kind: 'compare',
        field: { text: name, quoted: true, span },
        operator: '=',
        value,
        span,
      };
    });
    const condition = joined('or', alternatives, span);
    if (condition) terms.push(condition);
  }
  return joined('and', terms, span) ?? { kind: 'none', span };
}

/** A value as the texts of a field: numbers as Splunk prints them. */
export function textsOf(value: Value): string[] {
  if (value === null) return [];
  if (typeof value === 'object') return [...value];
  return [String(value)];
}
