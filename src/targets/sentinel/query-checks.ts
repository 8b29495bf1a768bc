// What the service does not run in an analytics rule, from what the KQL engine found in the query.
import type { Diagnostic } from '../../text/index.ts';
import { partOf, callIn, findingsFor, type Findings } from '../findings.ts';
import * as problems from './messages.ts';
import { queryOf, type ConstructKind, type KqlInput } from '../search-facts.ts';

/** Characters that a rule's query may have. */
const LONGEST_QUERY = 10_000;

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

function checkConstructs(
  { search, facts }: KqlInput,
  nearRealTime: boolean,
  findings: Findings,
): void {
  for (const { kind, span } of facts.constructs ?? []) {
    const reason = refusal(kind, nearRealTime);
    if (reason === undefined) continue;
    findings.add(problems.forbiddenConstruct, partOf(search, span), { reason });
  }
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
