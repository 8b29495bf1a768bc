// Custom detections for Microsoft Defender: one request body per strategy, and an index that says which is whose, because
// the service gives detections ids of its own.
import { parentOf, techniqueOf, type Pack, type Strategy } from '../../strategy/index.ts';
import type { Diagnostic, FileTree, Outcome } from '../../text/index.ts';
import { checkColumn, noteUnknownColumns } from '../columns.ts';
import { isoDuration } from '../duration.ts';
import { findingsFor, callIn, type Findings } from '../findings.ts';
import * as problems from './messages.ts';
import { printJson, withoutBlanks, type JsonObject } from '../json.ts';
import { queryOf, type KqlInput } from '../search-facts.ts';
import { settingsFor } from '../settings.ts';
import { tacticName } from '../tactic-name.ts';
import { checkConstructs, checkContract, checkRealTime } from './contract.ts';
import { severities, type Detection, type DetectionTactic } from './detection.ts';
import { entitiesOf } from './entities.ts';
import { frequencyOf } from './frequency.ts';

export type DefenderInput = KqlInput;

/** The settings of `platforms.defender`. */
const settingNames: readonly string[] = ['enabled', 'severity', 'frequency'];

interface Made {
  readonly detection: Detection;
  readonly file: string;
  readonly failed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `<pack id>/detections/<strategy id>.json`, the body of a POST to `security/rules/detectionRules`, and
 * `<pack id>/detections.json`. A strategy with an error is left out and its diagnostics say why.
 */
export function emit(pack: Pack, inputs: readonly DefenderInput[]): Outcome<FileTree> {
  const made = inOrder(inputs).map(({ input, order }) => detectionOf(input, order));
  const good = made.filter((each) => !each.failed);
  const index = good.map(({ detection: { strategyId, version, displayName }, file }) => ({
    strategy: strategyId,
    version,
    displayName,
    file,
  }));
  const files = good.map(
    ({ detection, file }) => [`${pack.id}/${file}`, printJson(bodyOf(detection))] as const,
  );
  const tree = good.length === 0 ? [] : [[`${pack.id}/detections.json`, printJson(index)] as const];
  return {
    value: new Map([...tree, ...files]),
    diagnostics: made.flatMap((each) => each.diagnostics),
  };
}

/** By strategy, and within a strategy as its document has the searches, counted from 1. */
function inOrder(inputs: readonly DefenderInput[]): { input: DefenderInput; order: number }[] {
  const position = ({ strategy, search }: DefenderInput): number =>
    strategy.searches.indexOf(search);
  const sorted = [...inputs].sort((a, b) =>
    a.strategy.id === b.strategy.id
      ? position(a) - position(b)
      : a.strategy.id < b.strategy.id
        ? -1
        : 1,
  );
  let order = 0;
  return sorted.map((input, index) => {
    order = sorted[index - 1]?.strategy.id === input.strategy.id ? order + 1 : 1;
    return { input, order };
  });
}

function detectionOf(input: DefenderInput, order: number): Made {
  const { strategy, search, facts } = input;
  const findings = findingsFor(strategy);
  const settings = settingsFor(strategy, 'defender', settingNames, findings);
  const frequency = frequencyOf(strategy, settings, findings);
  checkConstructs(input, findings);
  checkContract(input, findings);
  noteUnknownColumns(input, findings);
  if (frequency === 0) checkRealTime(input, findings);
  checkColumns(input, findings);
  checkTunables(input, findings);
  const displayName =
    order === 1 ? strategy.title : `${strategy.title} (${search.label ?? String(order)})`;
  const detection: Detection = {
    strategyId: strategy.id,
    version: strategy.version,
    displayName,
    enabled: settings.flag('enabled') ?? strategy.status !== 'deprecated',
    query: queryOf(input),
    frequency,
    title: displayName,
    description: strategy.description,
    severity: settings.choice('severity', severities) ?? strategy.severity,
    recommendedActions: responseOf(strategy),
    tactics: tacticsOf(strategy, findings),
    entities: entitiesOf(strategy, facts, findings),
    customDetails: strategy.details,
  };
  const file = `detections/${strategy.id}${order === 1 ? '' : `-${String(order)}`}.json`;
  return { detection, file, failed: findings.failed(), diagnostics: findings.list };
}

function checkColumns({ strategy, facts }: DefenderInput, findings: Findings): void {
  for (const [index, { type, columns }] of strategy.entities.entries()) {
    for (const [identifier, column] of Object.entries(columns)) {
      const place = `entities.${String(index)}.columns.${identifier}`;
      checkColumn(column, `the entity \`${type}\``, place, facts, findings);
    }
  }
  for (const [name, column] of Object.entries(strategy.details)) {
    checkColumn(column, `the detail \`${name}\``, `details.${name}`, facts, findings);
  }
}

function checkTunables({ strategy, search, facts }: DefenderInput, findings: Findings): void {
  for (const name of [...strategy.tunables.map((each) => each.name), '_GetWatchlist']) {
    if (!facts.functions.includes(name)) continue;
    findings.add(problems.workspaceOnly, callIn(search, name), { name });
  }
}

function responseOf(strategy: Strategy): string {
  const bodies = strategy.sections
    .filter((each) => each.kind === 'response')
    .map((each) => each.body.trim());
  return bodies.join('\n\n');
}

function tacticsOf(strategy: Strategy, findings: Findings): readonly DetectionTactic[] {
  const tactics = new Map<string, Map<string, Set<string>>>();
  for (const reference of strategy.attack) {
    const name = reference.tactic === undefined ? undefined : tacticName(reference.tactic);
    const technique =
      reference.technique === undefined ? undefined : techniqueOf(reference.technique)?.id;
    if (name === undefined) {
      findings.add(problems.techniqueWithoutTactic, reference.span, {});
      continue;
    }
    const techniques = tactics.get(name) ?? new Map<string, Set<string>>();
    tactics.set(name, techniques);
    if (technique === undefined) continue;
    const subTechniques = techniques.get(parentOf(technique)) ?? new Set<string>();
    techniques.set(parentOf(technique), subTechniques);
    if (parentOf(technique) !== technique) subTechniques.add(technique);
  }
  return [...tactics].map(([tactic, techniques]) => ({
    tactic,
    techniques: [...techniques].map(([technique, subs]) => ({
      technique,
      subTechniques: [...subs],
    })),
  }));
}

/** The body of a request. */
export function bodyOf(detection: Detection): JsonObject {
  return {
    displayName: detection.displayName,
    status: detection.enabled ? 'enabled' : 'disabled',
    queryCondition: { queryText: detection.query },
    schedule: { frequency: isoDuration(detection.frequency) },
    detectionAction: {
      alertTemplate: withoutBlanks({
        title: detection.title,
        description: detection.description,
        severity: detection.severity,
        recommendedActions: detection.recommendedActions,
        tactics: detection.tactics.map(({ tactic, techniques }) =>
          withoutBlanks({
            tactic,
            techniques: techniques.map(({ technique, subTechniques }) =>
              withoutBlanks({ technique, subTechniques }),
            ),
          }),
        ),
        entityMappings: detection.entities,
        customDetails: detection.customDetails,
      }),
    },
  };
}
