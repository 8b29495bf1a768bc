// ATT&CK references as Sentinel spells them: tactic names without spaces, techniques apart from sub-techniques.
import {
  isTechniqueId,
  parentOf,
  techniqueOf,
  type AttackRef,
  type Strategy,
} from '../../strategy/index.ts';
import type { Findings } from '../findings.ts';
import * as problems from './messages.ts';
import { tacticName } from '../tactic-name.ts';

/** The service's list. It does not follow ATT&CK's releases. */
const tactics: readonly string[] = [
  'Reconnaissance',
  'ResourceDevelopment',
  'InitialAccess',
  'Execution',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Collection',
  'Exfiltration',
  'CommandAndControl',
  'Impact',
  'PreAttack',
  'ImpairProcessControl',
  'InhibitResponseFunction',
];

const byName = new Map(tactics.map((name) => [name.toLowerCase(), name]));

export interface Classification {
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly subTechniques: readonly string[];
}

/** Each tactic, technique and sub-technique once, in the document's order; a sub-technique brings its technique. */
export function classificationOf(strategy: Strategy, findings: Findings): Classification {
  const tactics = new Set<string>();
  const techniques = new Set<string>();
  const subTechniques = new Set<string>();
  for (const reference of strategy.attack) {
    const tactic = tacticIn(reference, findings);
    if (tactic !== undefined) tactics.add(tactic);
    const technique = techniqueIn(reference);
    if (technique === undefined) continue;
    techniques.add(parentOf(technique));
    if (parentOf(technique) !== technique) subTechniques.add(technique);
  }
  if (techniques.size > 0 && tactics.size === 0) {
    findings.add(problems.techniqueWithoutTactic, strategy.attack[0]?.span, {});
  }
  return { tactics: [...tactics], techniques: [...techniques], subTechniques: [...subTechniques] };
}

function tacticIn({ tactic, span }: AttackRef, findings: Findings): string | undefined {
  if (tactic === undefined) return undefined;
  const name = byName.get(tacticName(tactic).toLowerCase());
  if (name === undefined) {
    findings.add(problems.unknownTactic, span, { tactic, known: tactics });
  }
  return name;
}

/** The technique's id. A reference that is none is reported by the strategy's own validation. */
function techniqueIn({ technique }: AttackRef): string | undefined {
  if (technique === undefined) return undefined;
  return techniqueOf(technique)?.id ?? (isTechniqueId(technique) ? technique : undefined);
}
