// What the service does not run in an analytics rule, from what the KQL engine found in the query.
import type { Diagnostic } from '../../text/index.ts';
import { partOf, callIn, findingsFor, type Findings } from '../findings.ts';
import * as problems from './messages.ts';
import {
  queryOf,
  type Construct,
  type ConstructKind,
  type KqlInput,
  type SearchFacts,
} from '../search-facts.ts';

/** Characters that a rule's query may have. */
const LONGEST_QUERY = 10_000;

/** Workspaces that a scheduled rule may read. https://learn.microsoft.com/azure/sentinel/sentinel-service-limits */
const MOST_WORKSPACES = 20;

/** Functions of Defender's advanced hunting that a workspace does not have. */
const defenderFunctions: readonly string[] = [
  'FileProfile',
  'DeviceFromIP',
  'AssignedIPAddresses',
  'SeenBy',
];

/** Why a scheduled rule, or a near-real-time rule, cannot have a construct; undefined where it can. */
function refusal(kind: ConstructKind, nearRealTime: boolean): string | undefined {
  switch (kind) {
    case 'search-all':
      return 'it searches every table of the workspace, which Sentinel refuses in rules';
    case 'union-all':
      return 'it unites every table of the workspace, which Sentinel refuses in rules';
    case 'cross-cluster':
      return 'it reads another cluster, which rules cannot';
    case 'resource-graph':
      return 'it reads Azure Resource Graph, which rules cannot';
    case 'management':
      return 'it holds a management command, where a rule needs one tabular statement';
    case 'cross-workspace':
      return nearRealTime
        ? 'it reads another workspace, and a near-real-time rule reads one only'
        : undefined;
    case 'external-data':
    case 'join':
    case 'union':
    case 'aggregate':
      return undefined;
  }
}

export function checkQuery(input: KqlInput, nearRealTime: boolean, findings: Findings): void {
  const { search, facts } = input;
  const text = queryOf(input);
  if (text.length > LONGEST_QUERY) {
    findings.add(problems.longQuery, search.span, { length: text.length, most: LONGEST_QUERY });
  }
  checkConstructs(input, nearRealTime, findings);
  noteWorkspaces(input, nearRealTime, findings);
  for (const name of facts.functions.filter((each) => defenderFunctions.includes(each))) {
    findings.add(problems.defenderFunction, callIn(search, name), { name });
  }
  checkNearRealTime(input, nearRealTime, findings);
}

/** What an analytics rule cannot have of what the search does, each at its place. */
export function refusedConstructs(input: KqlInput, nearRealTime: boolean): readonly Diagnostic[] {
  const findings = findingsFor(input.strategy);
  checkConstructs(input, nearRealTime, findings);
  return findings.list;
}

function checkConstructs(input: KqlInput, nearRealTime: boolean, findings: Findings): void {
  const { search, facts } = input;
  for (const { kind, span } of facts.constructs ?? []) {
    const reason = refusal(kind, nearRealTime);
    if (reason === undefined) continue;
    findings.add(problems.forbiddenConstruct, partOf(search, span), { reason });
  }
  if (!nearRealTime) checkWorkspaces(input, findings);
}

/** A scheduled rule may read other workspaces, so many and each by a name that is written out. */
function checkWorkspaces({ search, facts }: KqlInput, findings: Findings): void {
  const others = otherWorkspaces(facts);
  for (const { span } of others.filter(({ place }) => place === undefined)) {
    findings.add(problems.computedWorkspace, partOf(search, span), {});
  }
  const names = workspaceNames(others);
  const last = others.at(-1);
  if (!last || names.size <= MOST_WORKSPACES) return;
  const counts = { count: names.size, most: MOST_WORKSPACES };
  findings.add(problems.manyWorkspaces, partOf(search, last.span), counts);
}

/** What cannot be known here of other workspaces is said once. */
function noteWorkspaces(
  { search, facts }: KqlInput,
  nearRealTime: boolean,
  findings: Findings,
): void {
  const others = otherWorkspaces(facts);
  const [first] = others;
  if (!first || nearRealTime) return;
  const names = [...workspaceNames(others).values()];
  findings.add(problems.otherWorkspaces, partOf(search, first.span), { names });
}

const otherWorkspaces = ({ constructs }: SearchFacts): readonly Construct[] =>
  (constructs ?? []).filter(({ kind }) => kind === 'cross-workspace');

/** As written first; names and resource ids have no case. */
function workspaceNames(others: readonly Construct[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { place } of others) {
    const key = place?.toLowerCase();
    if (place !== undefined && key !== undefined && !names.has(key)) names.set(key, place);
  }
  return names;
}

function checkNearRealTime(
  { search, facts }: KqlInput,
  nearRealTime: boolean,
  findings: Findings,
): void {
  const aggregate = facts.constructs?.find((each) => each.kind === 'aggregate');
  if (!nearRealTime || !aggregate) return;
  findings.add(problems.countingInRealTime, partOf(search, aggregate.span), {});
}
