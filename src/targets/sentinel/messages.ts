// What the Sentinel target may have to say: of a strategy TSE1001 and up, of a template that is read TSE2001 and up.
// Limits are those of the service, as the tables of its validation and its documentation have them.
import { problem } from '../../strategy/index.ts';

// The rule as a whole

export const longTitle = problem<{ length: number; most: number }>(
  'TSE1009',
  'error',
  ({ length, most }) =>
    `the title with the label of this search has ${count(length)} characters; Sentinel takes ${count(most)}`,
  () => 'Shorten the label or the title.',
);
export const longDescription = problem<{ length: number; most: number }>(
  'TSE1001',
  'error',
  ({ length, most }) =>
    `the description has ${count(length)} characters; Sentinel takes ${count(most)}`,
  () => 'Shorten it and leave the rest to the other sections.',
);
export const badSuppression = problem<{ duration: string; least: string; most: string }>(
  'TSE1002',
  'error',
  ({ duration, least, most }) =>
    `a rule cannot be suppressed for ${duration}; Sentinel takes ${least} to ${most}`,
  () => 'Write a duration between them; to keep alerts together for longer, group incidents.',
);
export const thresholdInRealTime = problem(
  'TSE1003',
  'error',
  () => 'a near-real-time rule alerts on every result row; it has no threshold',
  () => 'Make the rule scheduled, or leave operator and threshold out.',
);
export const scheduleInRealTime = problem<{ name: string }>(
  'TSE1004',
  'error',
  ({ name }) => `a near-real-time rule has no \`${name}\``,
  () => 'Leave it out, or make the rule scheduled.',
);
export const largeTemplate = problem<{
  resources: number;
  mostResources: number;
  bytes: number;
  mostBytes: number;
}>(
  'TSE1005',
  'error',
  ({ resources, mostResources, bytes, mostBytes }) =>
    `the template has ${count(resources)} resources and ${count(bytes)} bytes; Azure deploys ${count(mostResources)} and ${count(mostBytes)}`,
  () => 'Divide the pack.',
);
export const manyRules = problem<{ kind: string; count: number; most: number }>(
  'TSE1008',
  'warning',
  ({ kind, count: rules, most }) =>
    `the pack has ${count(rules)} enabled rules of the kind \`${kind}\`; a workspace runs ${count(most)}`,
  () => 'Switch off what is not needed, or divide the pack over workspaces.',
);
export const uselessSuppression = problem<{ duration: string; frequency: string }>(
  'TSE1007',
  'warning',
  ({ duration, frequency }) =>
    `the rule is suppressed for ${duration} after an alert, but runs only every ${frequency}: nothing is suppressed`,
  () => 'Suppress it for longer than the time between two runs.',
);
export const badWorkbook = problem(
  'TSE1006',
  'error',
  () => 'a workbook must be a JSON object',
  () => "Export it from the workbook's advanced editor as a gallery template.",
);

// Schedule and trigger

export const roundedMinutes = problem<{ seconds: number; rounded: string }>(
  'TSE1101',
  'note',
  ({ seconds, rounded }) => `Sentinel counts in minutes: ${count(seconds)} s became ${rounded}`,
  () => 'Write whole minutes.',
);
export const badFrequency = problem<{ frequency: string; least: string; most: string }>(
  'TSE1102',
  'error',
  ({ frequency, least, most }) =>
    `a scheduled rule cannot run every ${frequency}; Sentinel takes ${least} to ${most}`,
  () => 'Set `platforms.sentinel.queryFrequency`, or make the rule near real time.',
);
export const badPeriod = problem<{ period: string; least: string; most: string }>(
  'TSE1103',
  'error',
  ({ period, least, most }) =>
    `a scheduled rule cannot look back ${period}; Sentinel takes ${least} to ${most}`,
  () => 'Set `platforms.sentinel.queryPeriod`.',
);
export const shortPeriod = problem<{ period: string; frequency: string }>(
  'TSE1104',
  'error',
  ({ period, frequency }) =>
    `the rule looks back ${period} but runs only every ${frequency}: events in between are never searched`,
  () => 'Let it look back at least as far as the time between two runs; Sentinel refuses less.',
);
export const longPeriodTooOften = problem<{ period: string; frequency: string; long: string }>(
  'TSE1105',
  'error',
  ({ period, frequency, long }) =>
    `a rule that looks back ${period} cannot run every ${frequency}: from ${long} on, Sentinel runs it once an hour at most`,
  ({ long }) =>
    `Run it every hour (\`platforms.sentinel.queryFrequency: 1h\`), or look back less than ${long}.`,
);
export const lateEvents = problem<{ delay: string; waits: string; period: string; needed: string }>(
  'TSE1106',
  'warning',
  ({ delay, waits, period }) =>
    `events may arrive ${delay} late, but Sentinel waits ${waits} only, and a period of ${period} does not reach back to those that the run before could not see`,
  ({ needed }) =>
    `Look back ${needed}, and select by \`ingestion_time()\` in the query to find each event once.`,
);
export const badThreshold = problem<{ threshold: number; most: number }>(
  'TSE1107',
  'error',
  ({ threshold, most }) => `the threshold ${count(threshold)} is not between 0 and ${count(most)}`,
  () => 'Count in the query (`summarize`), and alert on any row that is left.',
);

// ATT&CK and entities

export const unknownTactic = problem<{ tactic: string; known: readonly string[] }>(
  'TSE1201',
  'error',
  ({ tactic }) => `\`${tactic}\` is not a tactic that Sentinel knows`,
  ({ known }) => `Sentinel's tactics are ${known.join(', ')}.`,
);
export const techniqueWithoutTactic = problem(
  'TSE1202',
  'warning',
  () =>
    'the rule names techniques but no tactic, and Sentinel shows a technique under a tactic only',
  () => 'Name the tactic beside the technique.',
);
export const generalAccount = problem(
  'TSE1401',
  'warning',
  () =>
    'an account mapped by `Name` alone is left out of the alert when the name is a general one, such as SYSTEM',
  () => 'Map `Sid`, or `NTDomain`, as well.',
);

export const formerEntity = problem<{ column: string }>(
  'TSE1402',
  'note',
  ({ column }) =>
    `\`${column}\` was how a query named an entity once; Sentinel passes over it, and no mapping uses it`,
  () => 'Map the entity, or leave the column out.',
);

// Details of the alert

export const detailLikeId = problem<{ name: string }>(
  'TSE1501',
  'warning',
  ({ name }) =>
    `arm-ttk takes the detail \`${name}\` for a resource id, because its name ends in "id", and fails the template`,
  () => 'Use another name, such as `Process` for `ProcessId`.',
);
export const longFormat = problem<{ name: string; length: number; most: number }>(
  'TSE1502',
  'error',
  ({ name, length, most }) =>
    `\`${name}\` has ${count(length)} characters; Sentinel takes ${count(most)}`,
  () => 'Shorten it.',
);
export const openPlaceholder = problem<{ name: string }>(
  'TSE1503',
  'error',
  ({ name }) => `\`${name}\` has a placeholder whose braces do not close`,
  () => 'Write `{{Column}}`.',
);
export const manyPlaceholders = problem<{ name: string; found: number; most: number }>(
  'TSE1504',
  'error',
  ({ name, found, most }) =>
    `\`${name}\` has ${count(found)} placeholders; Sentinel takes ${count(most)}`,
  () => 'Join columns in the query and name the one that results.',
);
export const incompleteProperty = problem(
  'TSE1505',
  'error',
  () => 'a dynamic property needs `alertProperty` and `value`',
  () => '`value` is the name of a column.',
);
export const repeatedProperty = problem<{ property: string }>(
  'TSE1506',
  'error',
  ({ property }) => `\`${property}\` is set twice`,
  () => 'Leave one of the two out.',
);

// Incidents

export const groupingWithoutIncident = problem(
  'TSE1601',
  'error',
  () => 'the rule groups alerts into incidents but creates no incidents',
  () => 'Set `createIncident: true`, or leave the grouping out.',
);
export const badGroupingTime = problem<{ lookback: string; least: string; most: string }>(
  'TSE1602',
  'error',
  ({ lookback, least, most }) =>
    `alerts cannot be grouped over ${lookback}; Sentinel takes ${least} to ${most}`,
  () => 'Write a duration between them.',
);
export const unknownGroup = problem<{ name: string; value: string; known: readonly string[] }>(
  'TSE1603',
  'error',
  ({ name, value }) => `\`${name}\` names \`${value}\`, which the rule does not have`,
  ({ known }) => (known.length > 0 ? `It has ${known.join(', ')}.` : 'It has none.'),
);
export const emptyGrouping = problem(
  'TSE1604',
  'error',
  () => 'the method `Selected` needs something to group by',
  () => 'Name entities, alert details or custom details.',
);
export const groupingWithoutEntities = problem(
  'TSE1605',
  'warning',
  () => 'alerts without entities are never grouped by `AllEntities`',
  () => 'Map an entity, or use another method.',
);
export const throttleNotMapped = problem<{ field: string }>(
  'TSE1606',
  'warning',
  ({ field }) =>
    `Sentinel cannot group incidents by \`${field}\`, which is neither an entity's column nor a detail`,
  () => 'Map it to an entity, or add it to the details.',
);
export const throttleClamped = problem<{ period: string; lookback: string }>(
  'TSE1607',
  'warning',
  ({ period, lookback }) =>
    `Sentinel cannot group alerts over ${period}; it groups them over ${lookback}`,
  () => 'Five minutes to seven days are possible.',
);

// Query and prerequisites

export const longQuery = problem<{ length: number; most: number }>(
  'TSE1701',
  'error',
  ({ length, most }) => `the query has ${count(length)} characters; Sentinel takes ${count(most)}`,
  () => 'Move lists to a watchlist and shared parts to a workspace function.',
);
export const forbiddenConstruct = problem<{ reason: string }>(
  'TSE1702',
  'error',
  ({ reason }) => `this cannot be in an analytics rule: ${reason}`,
  () => 'Name the tables, in this workspace, that the detection needs.',
);
export const defenderFunction = problem<{ name: string }>(
  'TSE1703',
  'error',
  ({ name }) => `\`${name}()\` exists in Defender's advanced hunting, not in a Sentinel workspace`,
  () =>
    'Publish the search as a custom detection, or decide by what the workspace has, such as prevalence in the organisation.',
);
export const countingInRealTime = problem(
  'TSE1704',
  'warning',
  () =>
    'a near-real-time rule sees about one minute of events at a time: counting over longer never adds up',
  () => 'Use a scheduled rule.',
);
export const manyWorkspaces = problem<{ count: number; most: number }>(
  'TSE1705',
  'error',
  ({ count: named, most }) =>
    `the query reads ${count(named)} other workspaces; a scheduled rule may read ${count(most)}`,
  () => 'Split the rule, or collect the tables in fewer workspaces.',
);
export const computedWorkspace = problem(
  'TSE1706',
  'error',
  () => 'the other workspace is named by an expression; Sentinel wants its name written out',
  () => 'Write the name, the workspace id or the resource id as a text, without variables.',
);
export const otherWorkspaces = problem<{ names: readonly string[] }>(
  'TSE1707',
  'note',
  ({ names }) =>
    `${names.map((each) => `\`${each}\``).join(', ')}: tables of other places are checked as tables of this workspace`,
  () =>
    'See that they are there, that Sentinel is on both workspaces, and that whoever deploys the rule may read them.',
);
export const eventsNotCollected = problem<{ events: readonly number[] }>(
  'TSE1801',
  'note',
  ({ events }) =>
    `${events.join(', ')}: not in the set "Common" of the Windows Security Events connector`,
  () => 'Collect "All Security Events", or name them in a custom data collection rule.',
);

// Tunables

export const badNumber = problem<{ name: string }>(
  'TSE1901',
  'error',
  ({ name }) => `the value of \`${name}\` is not a number that Kusto can write`,
  () => 'Write a finite number.',
);
export const emptyWatchlist = problem<{ name: string }>(
  'TSE1902',
  'note',
  ({ name }) => `the watchlist \`${name}\` has no rows; it is deployed with its columns alone`,
  () => 'Rows can be added in the workspace.',
);
export const badAlias = problem<{ name: string }>(
  'TSE1903',
  'error',
  ({ name }) => `\`${name}\` cannot name a watchlist`,
  () => 'Use 3 to 64 letters, digits, `-` and `_`, with a letter or digit at both ends.',
);
export const brokenValue = problem<{ name: string }>(
  'TSE1904',
  'error',
  ({ name }) => `a value of the list \`${name}\` has a line break, which a watchlist cannot hold`,
  () => 'Take it out.',
);
export const largeWatchlist = problem<{ name: string; mostContent: number; mostLine: number }>(
  'TSE1905',
  'error',
  ({ name, mostContent, mostLine }) =>
    `the list \`${name}\` is too large for a watchlist: ${count(mostContent)} characters, ${count(mostLine)} in a line`,
  () => 'Divide it, or load it from storage.',
);

// Identities

export const badIdentity = problem<{ id: string }>(
  'TSE1951',
  'error',
  ({ id }) => `the rule's id \`${id.slice(0, 60)}\` is no UUID`,
  () => 'Give the name of the rule that is to be replaced, or leave the setting out.',
);
export const sharedIdentity = problem<{ id: string; other: string }>(
  'TSE1952',
  'error',
  ({ id, other }) => `the rule's id \`${id}\` is that of \`${other}\` as well`,
  () => 'Two rules of one id replace each other; give one of them another, or none.',
);

// Solutions

export const noPublisher = problem(
  'TSE1961',
  'error',
  () => 'the pack does not say who publishes it, which a solution must',
  () =>
    'Give `solution` in pack.yaml: `publisher`, `published`, `email`, `link`, `tier` and `domains`.',
);
export const largeSolution = problem<{
  variables: number;
  resources: number;
  bytes: number;
  mostVariables: number;
  mostResources: number;
  mostBytes: number;
}>(
  'TSE1962',
  'error',
  ({ variables, resources, bytes, mostVariables, mostResources, mostBytes }) =>
    `the solution has ${count(variables)} variables, ${count(resources)} resources and ${count(bytes)} bytes; a template has at most ${count(mostVariables)}, ${count(mostResources)} and ${count(mostBytes)}`,
  () => 'Divide the pack: each part becomes a solution of its own.',
);
export const subTechniquesLeft = problem<{ count: number }>(
  'TSE1963',
  'note',
  ({ count: rules }) =>
    `sub-techniques of ${count(rules)} rules are not in the solution, whose rule templates know techniques only`,
  () => 'Nothing needs doing; the other forms have them.',
);

// Templates that are read

export const notATemplate = problem(
  'TSE2001',
  'error',
  () => 'a template is a JSON object, and this is none',
  () => 'Give the file that was built or exported.',
);
export const untypedResource = problem(
  'TSE2002',
  'error',
  () => 'a resource has no type',
  () => 'Give it its type, such as `Microsoft.SecurityInsights/alertRules`.',
);
export const unresolvedExpression = problem<{ key: string; name: string; expression: string }>(
  'TSE2003',
  'error',
  ({ key, name, expression }) =>
    `\`${key}\` of \`${name}\` is an expression whose value depends on the deployment: \`${expression}\``,
  () => 'Write the value, or a parameter with a default.',
);
export const noSearchKey = problem<{ name: string; key: string }>(
  'TSE2004',
  'error',
  ({ name, key }) => `the watchlist \`${name}\` has no column \`${key}\`, its search key`,
  () => 'Name one of its columns in `itemsSearchKey`.',
);
export const ruleWithoutQuery = problem<{ name: string; kind: string }>(
  'TSE2005',
  'warning',
  ({ name, kind }) => `the rule \`${name}\` is of the kind \`${kind}\`, which has no query to run`,
  () => 'Only scheduled and near-real-time rules are read.',
);
export const incompleteRule = problem<{ name: string; lacks: string }>(
  'TSE2006',
  'error',
  ({ name, lacks }) => `the rule \`${name}\` has no ${lacks} that Sentinel would take`,
  () => 'Set it as the service documents it.',
);

export const notRestorable = problem<{ kind: string; name: string }>(
  'TSE2007',
  'warning',
  ({ kind, name }) =>
    `the export does not hold the content of the ${kind} \`${name}\`, so the rollback cannot restore it`,
  () =>
    'Export it with its content: the items of a watchlist, a workbook with `canFetchContent=true`.',
);

function count(number: number): string {
  return number.toLocaleString('en');
}
