// A strategy whose search is run by hand: a hunting query, which raises no alerts.
import type { Pack, Strategy } from '../../strategy/index.ts';
import type { Diagnostic } from '../../text/index.ts';
import { findingsFor } from '../findings.ts';
import { withoutBlanks, type JsonObject } from '../json.ts';
import { queryOf, type KqlInput } from '../search-facts.ts';
import { settingsFor } from '../settings.ts';
import { uuid5 } from '../uuid5.ts';
import type { HuntingQuery } from './alert-rule.ts';
import { literal } from './arm.ts';
import { classificationOf } from './attack.ts';
import { isUuid, settingNames } from './rule.ts';
import * as problems from './messages.ts';
import { mentions, type Tunables } from './tunables.ts';

/** The kind, beside those of rules, that `platforms.sentinel.kind` may have. */
export const HUNTING = 'Hunting';

export interface MadeHunting {
  readonly query: HuntingQuery;
  /** Names of the functions and watchlists that it calls. */
  readonly needs: readonly string[];
  readonly failed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export function isHunting({ platforms }: Strategy): boolean {
  return platforms['sentinel']?.['kind'] === HUNTING;
}

/** `order` counts the searches of the strategy from 1. */
export function huntingOf(
  pack: Pack,
  input: KqlInput,
  order: number,
  tunables: Tunables,
): MadeHunting {
  const { strategy, search } = input;
  const findings = findingsFor(strategy);
  const settings = settingsFor(strategy, 'sentinel', settingNames, findings);
  const set = settings.text('id');
  if (set !== undefined && !isUuid(set)) {
    findings.add(problems.badIdentity, `${settings.path}.id`, { id: set });
  }
  const further = order === 1 ? '' : ` (${search.label ?? String(order)})`;
  const { tactics, techniques, subTechniques } = classificationOf(strategy, findings);
  const name =
    set !== undefined && order === 1
      ? set.toLowerCase()
      : uuid5(`sentinel/huntingQueries/${pack.id}/${strategy.id}/${String(order)}`);
  const query: HuntingQuery = {
    strategyId: strategy.id,
    version: strategy.version,
    name,
    displayName: `${strategy.title}${further}`,
    description: strategy.description,
    query: queryOf(input),
    tactics,
    techniques: [...new Set([...techniques, ...subTechniques])],
  };
  const needs = [...tunables.functions.keys(), ...tunables.watchlists.keys()].filter((each) =>
    mentions(query.query, each),
  );
  return { query, needs, failed: findings.failed(), diagnostics: findings.list };
}

/** A hunting query's properties under any of its types. */
export function huntingProperties(made: HuntingQuery): JsonObject {
  const tags = [
    { name: 'description', value: made.description },
    { name: 'tactics', value: made.tactics.join(',') },
    { name: 'techniques', value: made.techniques.join(',') },
  ].filter(({ value }) => value !== '');
  return withoutBlanks({
    displayName: literal(made.displayName),
    category: 'Hunting Queries',
    query: literal(made.query),
    version: 2,
    tags: tags.map(({ name, value }) => ({ name, value: literal(value) })),
  });
}
