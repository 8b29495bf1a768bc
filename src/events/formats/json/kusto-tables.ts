// Which table of Log Analytics or advanced hunting a row is of.
import { own, textAt, type JsonObject } from './shape.ts';

/** The table a row names, or the one that its columns or its action tell; undefined for any other object. */
export function tableOf(row: JsonObject): string | undefined {
  const type = own(row, 'Type');
  if (typeof type === 'string' && type !== '' && isRowOf(type, row)) return type;
  return isTimed(row) ? (tableOfColumns(row) ?? tableOfAction(row)) : undefined;
}

/** `Type` is a common name: beside it stands the time of every table, or it is the name of a table. */
function isRowOf(type: string, row: JsonObject): boolean {
  return Object.hasOwn(row, 'TimeGenerated') || namedTables.has(type) || customTable.test(type);
}

const customTable = /^\w{1,100}_CL$/;

/** Tables whose rows are known by their `Type` alone; the time may stand in another column. */
const namedTables: ReadonlySet<string> = new Set([
  'SecurityEvent',
  'WindowsEvent',
  'Event',
  'Syslog',
  'CommonSecurityLog',
  'SigninLogs',
  'AADNonInteractiveUserSignInLogs',
  'AADServicePrincipalSignInLogs',
  'AADManagedIdentitySignInLogs',
  'AuditLogs',
  'OfficeActivity',
  'AWSCloudTrail',
  'AzureActivity',
  'AzureDiagnostics',
  'SecurityAlert',
  'SecurityIncident',
  'DeviceProcessEvents',
  'DeviceRegistryEvents',
  'DeviceFileEvents',
  'DeviceEvents',
  'DeviceImageLoadEvents',
  'DeviceNetworkEvents',
  'DeviceLogonEvents',
  'DeviceFileCertificateInfo',
  'DeviceInfo',
  'DeviceNetworkInfo',
]);

/** Columns that only one table has together; rows of advanced hunting do not name their table. The first that fits counts. */
const tableColumns: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['DeviceFileCertificateInfo', ['Timestamp', 'DeviceId', 'SHA1', 'IsSigned']],
  ['DeviceNetworkInfo', ['Timestamp', 'DeviceId', 'NetworkAdapterName']],
  ['DeviceInfo', ['Timestamp', 'DeviceId', 'OSPlatform']],
  ['AlertInfo', ['Timestamp', 'AlertId', 'Title', 'DetectionSource']],
  ['AlertEvidence', ['Timestamp', 'AlertId', 'EntityType', 'EvidenceRole']],
  ['EmailAttachmentInfo', ['Timestamp', 'NetworkMessageId', 'FileName', 'SHA256']],
  ['EmailUrlInfo', ['Timestamp', 'NetworkMessageId', 'Url', 'UrlDomain']],
  ['EmailPostDeliveryEvents', ['Timestamp', 'NetworkMessageId', 'ActionTrigger']],
  ['EmailEvents', ['Timestamp', 'NetworkMessageId', 'SenderFromAddress', 'DeliveryAction']],
  ['UrlClickEvents', ['Timestamp', 'Url', 'IsClickedThrough']],
  ['CloudAppEvents', ['Timestamp', 'ActionType', 'ApplicationId', 'RawEventData']],
  ['IdentityQueryEvents', ['Timestamp', 'ActionType', 'QueryTarget']],
  ['IdentityLogonEvents', ['Timestamp', 'ActionType', 'LogonType', 'Application']],
  ['IdentityDirectoryEvents', ['Timestamp', 'ActionType', 'TargetAccountUpn', 'Application']],
  ['SecurityEvent', ['TimeGenerated', 'EventID', 'EventSourceName', 'Activity']],
  ['WindowsEvent', ['TimeGenerated', 'EventID', 'Provider', 'Channel', 'EventData']],
  ['Event', ['TimeGenerated', 'EventID', 'Source', 'EventLog']],
  ['SigninLogs', ['TimeGenerated', 'ResultType', 'UserPrincipalName', 'IsInteractive']],
  ['AuditLogs', ['TimeGenerated', 'InitiatedBy', 'TargetResources', 'OperationName']],
  ['OfficeActivity', ['TimeGenerated', 'OfficeWorkload', 'Operation']],
  ['AWSCloudTrail', ['TimeGenerated', 'AwsEventId', 'EventName']],
  ['Syslog', ['TimeGenerated', 'Facility', 'SyslogMessage']],
  ['CommonSecurityLog', ['TimeGenerated', 'DeviceVendor', 'DeviceProduct', 'DeviceEventClassID']],
];

/** Whether it has a time as rows of every table have one. */
function isTimed(row: JsonObject): boolean {
  return Object.hasOwn(row, 'Timestamp') || Object.hasOwn(row, 'TimeGenerated');
}

function tableOfColumns(row: JsonObject): string | undefined {
  return tableColumns.find(([, columns]) => columns.every((name) => Object.hasOwn(row, name)))?.[0];
}

const tableOfActions: ReadonlyMap<string, string> = new Map([
  ['ProcessCreated', 'DeviceProcessEvents'],
  ['OpenProcess', 'DeviceProcessEvents'],
  ['FileCreated', 'DeviceFileEvents'],
  ['FileDeleted', 'DeviceFileEvents'],
  ['FileModified', 'DeviceFileEvents'],
  ['FileRenamed', 'DeviceFileEvents'],
  ['ImageLoaded', 'DeviceImageLoadEvents'],
  ['LogonAttempted', 'DeviceLogonEvents'],
  ['LogonFailed', 'DeviceLogonEvents'],
  ['LogonSuccess', 'DeviceLogonEvents'],
  ['RegistryKeyCreated', 'DeviceRegistryEvents'],
  ['RegistryKeyDeleted', 'DeviceRegistryEvents'],
  ['RegistryKeyRenamed', 'DeviceRegistryEvents'],
  ['RegistryValueDeleted', 'DeviceRegistryEvents'],
  ['RegistryValueSet', 'DeviceRegistryEvents'],
]);

/** Connections, and what network detection sees in them. */
const networkAction =
  /^(?:Connection|Inbound|ListeningConnectionCreated|NetworkSignatureInspected)|(?:Connection|Authentication)Inspected$/;

/** The table that reports an action: all that have none of their own are in `DeviceEvents`. */
function tableOfAction(row: JsonObject): string | undefined {
  const action = textAt(row, 'ActionType');
  if (action === undefined || !Object.hasOwn(row, 'DeviceId')) return undefined;
  const single = action.replace(/AggregatedReport$/, '');
  return (
    tableOfActions.get(single) ??
    (networkAction.test(single) ? 'DeviceNetworkEvents' : 'DeviceEvents')
  );
}
