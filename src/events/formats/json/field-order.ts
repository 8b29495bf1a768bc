// The order of an event's data, for exporters that lose it: queries match `EventData` by position.

const subject = ['SubjectUserSid', 'SubjectUserName', 'SubjectDomainName', 'SubjectLogonId'];
const caller = [
  'ClientProcessStartKey',
  'ClientProcessId',
  'ParentProcessId',
  'RpcCallClientLocality',
  'FQDN',
];
const target = ['TargetUserSid', 'TargetUserName', 'TargetDomainName', 'TargetLogonId'];
const task = [...subject, 'TaskName', 'TaskContent', ...caller];
const image = ['UtcTime', 'ProcessGuid', 'ProcessId', 'Image'];

const security: ReadonlyMap<number, readonly string[]> = new Map([
  [
    4688,
    [
      ...subject,
      ...['NewProcessId', 'NewProcessName', 'TokenElevationType', 'ProcessId', 'CommandLine'],
      ...target,
      ...['ParentProcessName', 'MandatoryLabel'],
    ],
  ],
  [4698, task],
  [4699, task],
  [4700, task],
  [4701, task],
  [4702, [...subject, 'TaskName', 'TaskContentNew', ...caller]],
  [
    5145,
    [
      ...subject,
      ...['ObjectType', 'IpAddress', 'IpPort', 'ShareName', 'ShareLocalPath'],
      ...['RelativeTargetName', 'AccessMask', 'AccessList', 'AccessReason'],
    ],
  ],
]);

const sysmon: ReadonlyMap<number, readonly string[]> = new Map([
  [
    1,
    [
      'RuleName',
      ...image,
      ...['FileVersion', 'Description', 'Product', 'Company', 'OriginalFileName', 'CommandLine'],
      ...['CurrentDirectory', 'User', 'LogonGuid', 'LogonId', 'TerminalSessionId'],
      ...['IntegrityLevel', 'Hashes', 'ParentProcessGuid', 'ParentProcessId', 'ParentImage'],
      ...['ParentCommandLine', 'ParentUser'],
    ],
  ],
  [
    3,
    [
      ...['RuleName', ...image, 'User', 'Protocol', 'Initiated', 'SourceIsIpv6', 'SourceIp'],
      ...['SourceHostname', 'SourcePort', 'SourcePortName', 'DestinationIsIpv6', 'DestinationIp'],
      ...['DestinationHostname', 'DestinationPort', 'DestinationPortName'],
    ],
  ],
  [
    7,
    [
      ...['RuleName', ...image, 'ImageLoaded', 'FileVersion', 'Description', 'Product', 'Company'],
      ...['OriginalFileName', 'Hashes', 'Signed', 'Signature', 'SignatureStatus', 'User'],
    ],
  ],
  [11, ['RuleName', ...image, 'TargetFilename', 'CreationUtcTime', 'User']],
  [12, ['RuleName', 'EventType', ...image, 'TargetObject', 'User']],
  [13, ['RuleName', 'EventType', ...image, 'TargetObject', 'Details', 'User']],
  [14, ['RuleName', 'EventType', ...image, 'TargetObject', 'NewName', 'User']],
]);

const taskScheduler: ReadonlyMap<number, readonly string[]> = new Map([
  [106, ['TaskName', 'UserContext']],
  [129, ['TaskName', 'Path', 'ProcessID', 'Priority']],
  [140, ['TaskName', 'UserName']],
  [141, ['TaskName', 'UserName']],
]);

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';

const orders: ReadonlyMap<string, ReadonlyMap<number, readonly string[]>> = new Map([
  ['Security', security],
  [SYSMON, sysmon],
  ['Microsoft-Windows-TaskScheduler/Operational', taskScheduler],
]);

/** The named things in the event's own order where that is known; others follow in the order given. */
export function inEventOrder<T extends { readonly name: string | null }>(
  channel: string,
  eventId: number,
  values: readonly T[],
): readonly T[] {
  const order = orders.get(channel)?.get(eventId);
  if (!order) return values;
  const places = placesIn(order);
  const place = ({ name }: T): number => places.get(name) ?? order.length;
  let last = 0;
  const isOrdered = values.every((each) => {
    const before = last;
    last = place(each);
    return before <= last;
  });
  return isOrdered ? values : [...values].sort((a, b) => place(a) - place(b));
}

const placesOf = new Map<readonly string[], ReadonlyMap<string | null, number>>();

function placesIn(order: readonly string[]): ReadonlyMap<string | null, number> {
  const known = placesOf.get(order);
  if (known) return known;
  const places = new Map<string | null, number>(order.map((name, at) => [name, at]));
  placesOf.set(order, places);
  return places;
}

/**
 * Names of an event's data by their place. The Security log only ever appends to its events, so that the first ones are
 * known of older versions too; Sysmon inserts, and must have all of them.
 */
export function namesByPlace(
  channel: string,
  eventId: number,
  count: number,
): readonly string[] | undefined {
  const order = orders.get(channel)?.get(eventId);
  if (!order || order.length < count || count === 0) return undefined;
  return channel === SYSMON && order.length !== count ? undefined : order.slice(0, count);
}
