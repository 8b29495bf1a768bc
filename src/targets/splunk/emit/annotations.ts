// What Enterprise Security files a detection under: its type, the security domain, and the frameworks it is annotated with.
// Phases, functions and controls follow from ATT&CK's tactics, the type and the domain by the tables that Splunk's own
// content is made with; a document may give others under `platforms.splunk.annotations`.
import {
  placeIn,
  tacticOf,
  techniqueOf,
  type Pack,
  type Strategy,
} from '../../../strategy/index.ts';
import type { Diagnostic } from '../../../text/index.ts';
import { diagnose } from '../messages.ts';
import { rolesOf } from './entity-roles.ts';
import { compactJson, type Json } from './json.ts';
import { oneLine } from './macros.ts';
import { ownSettings } from './settings.ts';

/** What a detection raises: `TTP` a finding and risk, `Anomaly` risk alone, `Correlation` a finding alone, `Hunting` nothing. */
const DETECTION_TYPES = ['TTP', 'Anomaly', 'Correlation', 'Hunting'] as const;
export type DetectionType = (typeof DETECTION_TYPES)[number];

/** What a document says to Enterprise Security besides settings. */
export interface Filing {
  readonly type: DetectionType;
  readonly annotations: ReadonlyMap<string, readonly string[] | number>;
}

/** ATT&CK's tactics to the phases of Lockheed Martin's kill chain. */
const PHASES: ReadonlyMap<string, string> = new Map([
  ['TA0043', 'Reconnaissance'],
  ['TA0042', 'Weaponization'],
  ['TA0001', 'Delivery'],
  ['TA0002', 'Installation'],
  ['TA0003', 'Installation'],
  ['TA0004', 'Exploitation'],
  ['TA0005', 'Exploitation'],
  ['TA0006', 'Exploitation'],
  ['TA0007', 'Exploitation'],
  ['TA0008', 'Exploitation'],
  ['TA0009', 'Exploitation'],
  ['TA0011', 'Command and Control'],
  ['TA0010', 'Actions on Objectives'],
  ['TA0040', 'Actions on Objectives'],
]);

/** NIST's Cybersecurity Framework: continuous monitoring; analysis of adverse events where nothing is an attack by itself. */
const FUNCTIONS: Readonly<Record<DetectionType, string>> = {
  TTP: 'DE.CM',
  Anomaly: 'DE.AE',
  Correlation: 'DE.AE',
  Hunting: 'DE.AE',
};

// Written by the tool itself, from other parts of the document.
const RESERVED = new Set(['data_source', 'mitre_attack', 'type', 'type_list']);
const PERCENTAGES = new Set(['confidence', 'impact']);

/** The type and the annotations that the document gives; what cannot be one is reported and left out. */
export function filingOf(strategy: Strategy, found: Diagnostic[]): Filing {
  const own = ownSettings(strategy);
  const refuse = (key: string, expected: string): void => {
    const { source, span } = placeIn(strategy, `platforms.splunk.${key}`);
    found.push(diagnose('TSP1011', source, span, { key, expected }));
  };
  const type = typeGiven(own.get('type'), refuse);
  if (type === 'Anomaly' && !raisesRisk(strategy)) {
    refuse('type', 'another than `Anomaly` without `risk` and a user or host among the entities');
  }
  return {
    type,
    annotations: annotationsGiven(own.get('annotations'), refuse),
  };
}

function raisesRisk({ risk, entities }: Strategy): boolean {
  return risk !== undefined && rolesOf(entities).some(({ kind }) => kind !== 'threat');
}

type Refuse = (key: string, expected: string) => void;

function typeGiven(given: unknown, refuse: Refuse): DetectionType {
  const type = DETECTION_TYPES.find((each) => each === given);
  if (given !== undefined && type === undefined) {
    refuse('type', '`TTP`, `Anomaly`, `Correlation` or `Hunting`');
  }
  return type ?? 'TTP';
}

function annotationsGiven(given: unknown, refuse: Refuse): Filing['annotations'] {
  if (given === undefined) return new Map();
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    refuse('annotations', 'frameworks, each with a list of texts: `cis20: [CIS 10]`');
    return new Map();
  }
  const annotations = new Map<string, readonly string[] | number>();
  for (const [name, value] of Object.entries(given)) {
    const expected = annotationProblem(name, value);
    if (expected !== undefined) refuse(`annotations.${oneLine(name)}`, expected);
    else if (typeof value === 'number') annotations.set(name, value);
    else annotations.set(name, textsOf(value));
  }
  return annotations;
}

/** What an annotation should be, when it is not that. */
function annotationProblem(name: string, value: unknown): string | undefined {
  if (RESERVED.has(name)) return 'left out: it follows from the rest of the document';
  if (!/^[a-z][a-z0-9_]{0,40}$/iu.test(name)) return 'named with letters, digits and `_`';
  if (PERCENTAGES.has(name)) {
    const fits = typeof value === 'number' && value >= 0 && value <= 100;
    return fits ? undefined : 'a number from 0 to 100';
  }
  return textsOf(value).length > 0 ? undefined : 'a list of texts';
}

/** The texts of a list; none when it holds anything else. */
function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.map((each: unknown) => (typeof each === 'string' ? oneLine(each) : ''));
  return texts.includes('') ? [] : [...new Set(texts)];
}

/** `endpoint` for what the logs and sensors of Windows hosts alone tell, else `threat`; `action.*` settings of a document stand over it. */
export function securityDomain({ dataSources }: Strategy): 'endpoint' | 'threat' {
  const onHosts = dataSources.every(({ provider }) =>
    /^(?:microsoft-windows-|microsoft defender for endpoint$|sysmon\b)/iu.test(provider),
  );
  return dataSources.length > 0 && onHosts ? 'endpoint' : 'threat';
}

/** `action.correlationsearch.annotations`: JSON, keys sorted. */
export function annotations(
  pack: Pack,
  strategy: Strategy,
  { type, annotations: given }: Filing,
): string {
  const techniques = strategy.attack.flatMap(({ technique }) => technique ?? []);
  const derived: Record<string, Json> = {
    analytic_story: [oneLine(pack.title)],
    // Controls 10 (malware defences) and 13 (network monitoring and defence) of the Center for Internet Security.
    cis20: [securityDomain(strategy) === 'endpoint' ? 'CIS 10' : 'CIS 13'],
    data_source: sourcesOf(strategy),
    kill_chain_phases: phasesOf(strategy),
    mitre_attack: [...new Set(techniques)].sort(),
    nist: [FUNCTIONS[type]],
    type,
    type_list: [type],
  };
  const all = [...Object.entries(derived), ...given] as const;
  return compactJson(
    Object.fromEntries(all.filter(([, value]) => !Array.isArray(value) || value.length > 0)),
  );
}

/** Without the tables of advanced hunting, which Splunk does not have. */
function sourcesOf({ dataSources }: Strategy): string[] {
  const names = dataSources
    .filter(({ table = '' }) => !/^Device[A-Z]/u.test(table))
    .map(({ provider, eventId }) => (eventId === undefined ? provider : `${provider} ${eventId}`));
  return [...new Set(names)];
}

/** In the order of the chain; a technique without a tactic counts for every tactic that it serves. */
function phasesOf({ attack }: Strategy): string[] {
  const named = attack.flatMap(({ tactic, technique = '' }) =>
    tactic === undefined ? (techniqueOf(technique)?.tactics ?? []) : [tactic],
  );
  const phases = new Set(named.map((each) => PHASES.get(tacticOf(each)?.id ?? '')));
  return [...new Set(PHASES.values())].filter((phase) => phases.has(phase));
}
