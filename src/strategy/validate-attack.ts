// ATT&CK references held against the table.
import type { Diagnostic } from '../text/index.ts';
import * as attack from './attack.ts';
import * as problems from './messages.ts';
import type { AttackRef, Strategy } from './strategy.ts';
import type { Place } from './problem.ts';

/** Unknown tactics and techniques, retired ones, and techniques outside the tactic they are named under. */
export function validateAttack(strategy: Strategy): Diagnostic[] {
  if (strategy.attack.length === 0) {
    if (strategy.status === 'deprecated') return [];
    return [problems.noAttack({ source: strategy.source }, { id: strategy.id })];
  }
  return strategy.attack.flatMap((each) =>
    validateRef(each, { source: strategy.source, span: each.span }),
  );
}

function validateRef(ref: AttackRef, at: Place): Diagnostic[] {
  const release = attack.attackRelease();
  const found: Diagnostic[] = [];
  const tactic = ref.tactic === undefined ? undefined : attack.tacticOf(ref.tactic);
  if (ref.tactic !== undefined && !tactic) {
    const suggestions = attack.nearestTactics(ref.tactic);
    found.push(problems.unknownTactic(at, { tactic: ref.tactic, release, suggestions }));
  }
  if (ref.technique === undefined) return found;
  const technique = attack.techniqueOf(ref.technique);
  if (!technique) return [...found, unknown(ref.technique, at)];
  if (technique.id !== ref.technique && /^t\d/i.test(ref.technique)) {
    const parameters = { technique: ref.technique, canonical: technique.id };
    found.push(problems.subTechniqueNotation(at, parameters));
  }
  if (technique.retired) {
    const { id, retired, replacedBy } = technique;
    found.push(problems.retiredTechnique(at, { technique: id, how: retired, by: replacedBy }));
  } else if (tactic && !technique.tactics.includes(tactic.id)) {
    const serves = technique.tactics.map((id) => `${id} ${attack.tacticOf(id)?.name ?? ''}`);
    const names = { technique: technique.id, tactic: `${tactic.id} ${tactic.name}` };
    found.push(problems.techniqueOutsideTactic(at, { ...names, tactics: serves.join(', ') }));
  }
  return found;
}

/** `T1053/005`, `T1053-5`, `1053.005`: meant well, and told how it is written. */
const LOOSE = /^T?(\d{4})(?:[./\-_ ]{1,3}(\d{1,3}))?$/i;

function unknown(technique: string, at: Place): Diagnostic {
  const release = attack.attackRelease();
  const suggestions = attack.nearestTechniques(technique);
  // A name of several words may be that of another release.
  if (attack.isTechniqueId(technique) || /^\p{L}[^\d]*\s/u.test(technique.slice(0, 200))) {
    return problems.unknownTechnique(at, { technique, release, suggestions });
  }
  const [, base, sub] = LOOSE.exec(technique.trim()) ?? [];
  if (base === undefined) return problems.malformedTechnique(at, { technique, suggestions });
  const canonical = sub === undefined ? `T${base}` : `T${base}.${sub.padStart(3, '0')}`;
  return problems.subTechniqueNotation(at, { technique, canonical });
}
