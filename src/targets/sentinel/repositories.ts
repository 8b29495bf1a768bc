// The same rules for Sentinel Repositories, which deploys file by file, takes rules under their provider's path only, and
// takes no watchlists. Functions come first, by `prioritizedcontentfiles` of sentinel-deployment.config.
import type { Pack } from '../../strategy/index.ts';
import { printJson } from '../json.ts';
import type { HuntingQuery } from './alert-rule.ts';
import type { MadeRule } from './rule.ts';
import {
  functionResource,
  huntingResource,
  metadataOf,
  providerRuleResource,
  template,
} from './template.ts';
import type { Tunables } from './tunables.ts';

/** What a pack publishes: rules, and queries to run by hand. */
export interface Contents {
  readonly rules: readonly MadeRule[];
  readonly hunting: readonly HuntingQuery[];
}

/** Paths relative to the connected repository's root. Rules that read a watchlist are there too: it must exist already. */
export function repositoryFiles(
  pack: Pack,
  { rules: made, hunting }: Contents,
  { functions }: Tunables,
): ReadonlyMap<string, string> {
  const parsers = [...functions.values()].map((each) => {
    const content = template({ description: pack.title }, {}, [functionResource(each, pack.title)]);
    return [`Parsers/${each.name}.json`, printJson(content)] as const;
  });
  const seen = new Map<string, number>();
  const rules = made.map((each) => {
    const count = (seen.get(each.rule.strategyId) ?? 0) + 1;
    seen.set(each.rule.strategyId, count);
    const file = `${each.rule.strategyId}${count === 1 ? '' : `-${String(count)}`}`;
    const content = template(metadataOf(pack, [each]), {}, [providerRuleResource(each.rule)]);
    return [`AnalyticsRules/${file}.json`, printJson(content)] as const;
  });
  const queries = hunting.map((each) => {
    const content = template(metadataOf(pack, [], [each]), {}, [
      huntingResource(each, [], new Map()),
    ]);
    return [`HuntingQueries/${each.name}.json`, printJson(content)] as const;
  });
  const config = { prioritizedcontentfiles: parsers.map(([path]) => path) };
  return new Map([
    ...parsers,
    ...rules,
    ...queries,
    ...(parsers.length > 0 ? [['sentinel-deployment.config', printJson(config)] as const] : []),
  ]);
}
