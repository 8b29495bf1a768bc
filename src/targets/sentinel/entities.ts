// Entity mappings: the columns that fill them. Types and identifiers are checked with the strategy itself.
import type { Strategy } from '../../strategy/index.ts';
import type { Findings } from '../findings.ts';
import * as problems from './messages.ts';
import type { SearchFacts } from '../search-facts.ts';
import type { RuleEntity } from './alert-rule.ts';
import { checkColumn } from '../columns.ts';

/** The mappings of a strategy, in the document's order. */
export function entitiesOf(
  strategy: Strategy,
  facts: SearchFacts,
  findings: Findings,
): readonly RuleEntity[] {
  noteFormer(strategy, facts, findings);
  return strategy.entities.map(({ type, columns }, index) => {
    const path = `entities.${String(index)}.columns`;
    for (const [identifier, column] of Object.entries(columns)) {
      checkColumn(column, `the entity \`${type}\``, `${path}.${identifier}`, facts, findings);
    }
    if (type === 'Account' && Object.keys(columns).join() === 'Name') {
      findings.add(problems.generalAccount, `${path}.Name`, {});
    }
    return { type, columns };
  });
}

/** Columns by which queries named entities before rules had mappings. */
const FORMER = /^(?:Account|Host|IP|URL|FileHash)CustomEntity$/i;

function noteFormer(strategy: Strategy, { columns }: SearchFacts, findings: Findings): void {
  const used = new Set(strategy.entities.flatMap((each) => Object.values(each.columns)));
  const idle = columns.filter(({ name }) => FORMER.test(name) && !used.has(name));
  for (const { name } of idle) findings.add(problems.formerEntity, 'entities', { column: name });
}
