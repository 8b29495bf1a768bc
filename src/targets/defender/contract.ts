// What the service asks of a detection's query: columns that tell when, which record and whom, and little else in near
// real time. https://learn.microsoft.com/defender-xdr/custom-detection-rules#required-columns-in-the-query-results
import type { Diagnostic } from '../../text/index.ts';
import { findingsFor, partOf, type Findings } from '../findings.ts';
import * as problems from './messages.ts';
import type { ConstructKind, KqlInput } from '../search-facts.ts';

const timeColumns = ['Timestamp', 'TimeGenerated'];

/** Columns that name the device, mailbox or account that an alert is about. */
const impactedColumns = [
  'DeviceId',
  'DeviceName',
  'RemoteDeviceName',
  'RecipientEmailAddress',
  'SenderFromAddress',
  'SenderMailFromAddress',
  'SenderObjectId',
  'RecipientObjectId',
  'AccountObjectId',
  'AccountSid',
  'AccountUpn',
  'InitiatingProcessAccountSid',
  'InitiatingProcessAccountUpn',
  'InitiatingProcessAccountObjectId',
];

const constructsNotInRealTime: readonly ConstructKind[] = [
  'join',
  'union',
  'union-all',
  'external-data',
];

/** What a detection cannot read, whatever a query that is run by hand can. */
function elsewhere(kind: ConstructKind): string | undefined {
  switch (kind) {
    case 'cross-workspace':
      return 'it reads another workspace';
    case 'cross-cluster':
      return 'it reads another cluster';
    case 'resource-graph':
      return 'it reads Azure Resource Graph';
    case 'management':
    case 'search-all':
    case 'union-all':
    case 'external-data':
    case 'join':
    case 'union':
    case 'aggregate':
      return undefined;
  }
}

/** What a custom detection cannot have of what the search does, each at its place. */
export function refusedConstructs(input: KqlInput): readonly Diagnostic[] {
  const findings = findingsFor(input.strategy);
  checkConstructs(input, findings);
  return findings.list;
}

export function checkConstructs({ search, facts }: KqlInput, findings: Findings): void {
  for (const { kind, span } of facts.constructs ?? []) {
    const reason = elsewhere(kind);
    if (reason !== undefined) {
      findings.add(problems.readsElsewhere, partOf(search, span), { reason });
    }
  }
}

/** An error per column that is missing: the service does not create the detection without it. */
export function checkContract({ search, facts }: KqlInput, findings: Findings): void {
  if (facts.open === true) return;
  const names = new Set(facts.columns.map((each) => each.name));
  const wanted = [
    [problems.noTime, timeColumns],
    [problems.noRecord, ['ReportId']],
    [problems.noAsset, impactedColumns],
  ] as const;
  for (const [problem, columns] of wanted) {
    if (columns.some((each) => names.has(each))) continue;
    const shown = columns.map((each) => `\`${each}\``).join(' or ');
    findings.add(problem, search.span, { columns: shown });
  }
}

/** What a detection in near real time cannot do. */
export function checkRealTime({ search, facts }: KqlInput, findings: Findings): void {
  const tables = new Set(facts.tables);
  if (tables.size > 1) {
    findings.add(problems.severalTables, search.span, { tables: [...tables].sort() });
  }
  for (const { kind, span } of facts.constructs ?? []) {
    if (!constructsNotInRealTime.includes(kind)) continue;
    findings.add(problems.notInRealTime, partOf(search, span), {});
  }
}
