// What must be configured before an event arrives on a platform at all: audit policy, Sysmon, log channel, connector.
import { securityLogEvent } from './security-log.ts';
import type { Platform } from './view.ts';

/** `source`: what makes Windows write the event; `transport`: what brings it to the platform. */
export interface Prerequisite {
  readonly kind: 'source' | 'transport';
  readonly text: string;
}

const sysmonRules: ReadonlyMap<number, string> = new Map([
  [1, 'ProcessCreate'],
  [2, 'FileCreateTime'],
  [3, 'NetworkConnect'],
  [5, 'ProcessTerminate'],
  [6, 'DriverLoad'],
  [7, 'ImageLoad'],
  [8, 'CreateRemoteThread'],
  [9, 'RawAccessRead'],
  [10, 'ProcessAccess'],
  [11, 'FileCreate'],
  [12, 'RegistryEvent'],
  [13, 'RegistryEvent'],
  [14, 'RegistryEvent'],
  [15, 'FileCreateStreamHash'],
  [17, 'PipeEvent'],
  [18, 'PipeEvent'],
  [19, 'WmiEvent'],
  [20, 'WmiEvent'],
  [21, 'WmiEvent'],
  [22, 'DnsQuery'],
  [23, 'FileDelete'],
  [24, 'ClipboardChange'],
  [25, 'ProcessTampering'],
  [26, 'FileDeleteDetected'],
  [27, 'FileBlockExecutable'],
  [28, 'FileBlockShredding'],
  [29, 'FileExecutableDetected'],
]);

/** Event sets of the connector, as its reference lists them; 4698, 4699 and 4701 are in neither. */
const minimalSet = new Set([
  1102, 4624, 4625, 4657, 4663, 4688, 4700, 4702, 4719, 4720, 4722, 4723, 4724, 4727, 4728, 4732,
  4735, 4737, 4739, 4740, 4754, 4755, 4756, 4767, 4799, 4825, 4946, 4948, 4956, 5024, 5033, 8222,
]);
const commonSet = new Set([
  299, 300, 324, 340, 403, 404, 410, 411, 412, 413, 431, 500, 501, 1100, 1102, 1107, 1108, 4608,
  4610, 4611, 4614, 4622, 4624, 4625, 4634, 4647, 4648, 4649, 4657, 4661, 4662, 4663, 4665, 4666,
  4667, 4670, 4672, 4673, 4674, 4675, 4688, 4689, 4697, 4700, 4702, 4704, 4705, 4716, 4717, 4718,
  4719, 4720, 4722, 4723, 4724, 4725, 4726, 4727, 4728, 4729, 4732, 4733, 4735, 4737, 4738, 4739,
  4740, 4742, 4744, 4745, 4746, 4750, 4751, 4752, 4754, 4755, 4756, 4757, 4760, 4761, 4762, 4764,
  4767, 4768, 4771, 4774, 4778, 4779, 4781, 4793, 4797, 4798, 4799, 4800, 4801, 4802, 4803, 4825,
  4826, 4870, 4886, 4887, 4888, 4893, 4898, 4902, 4904, 4905, 4907, 4931, 4932, 4933, 4946, 4948,
  4956, 4985, 5024, 5033, 5059, 5136, 5137, 5140, 5145, 5632, 6144, 6145, 6272, 6273, 6278, 6416,
  6423, 6424, 8222, 26401, 30004,
]);

const enable = (where: string) =>
  `the channel is disabled${where} until it is enabled (wevtutil sl, or group policy)`;
const scriptBlocks = 'policy: Turn on PowerShell Script Block Logging';
const modules = 'policy: Turn on PowerShell Module Logging';

/** Channels and their events that a Windows as it is set up does not write; without `ids` all of a channel. */
const channelSources: readonly {
  readonly channel: RegExp;
  readonly ids?: readonly number[];
  readonly needs: string;
}[] = [
  { channel: /^Microsoft-Windows-TaskScheduler\/Operational$/, needs: enable(' on clients') },
  {
    channel: /^(?:Microsoft-Windows-PowerShell|PowerShellCore)\/Operational$/,
    ids: [4104],
    needs: scriptBlocks,
  },
  {
    channel: /^(?:Microsoft-Windows-PowerShell|PowerShellCore)\/Operational$/,
    ids: [4103],
    needs: modules,
  },
  { channel: /^Windows PowerShell$/, ids: [800], needs: modules },
  {
    channel: /^Microsoft-Windows-NTLM\/Operational$/,
    ids: [8001, 8002, 8003, 8004],
    needs: 'policy: Network security: Restrict NTLM, one of its audits',
  },
  {
    channel: /^Microsoft-Windows-AppLocker\//,
    needs: 'an AppLocker policy with rules for such files, enforced or as an audit',
  },
  {
    channel: /^Microsoft-Windows-Windows Defender\/Operational$/,
    ids: [1121, 1122],
    needs: 'an attack surface reduction rule, on or as an audit',
  },
  {
    channel:
      /^Microsoft-Windows-(?:DNS-Client|PrintService|DriverFrameworks-UserMode|CAPI2)\/Operational$/,
    needs: enable(''),
  },
  { channel: /\/(?:Analytic|Debug)$/, needs: enable('') },
];

/** What the event needs, source first. Empty for Defender: its sensor needs no log, and the rows are analogues. */
export function prerequisitesOf(
  platform: Platform,
  channel: string,
  eventId: number,
): readonly Prerequisite[] {
  if (platform === 'defender') return [];
  const transport: Prerequisite = {
    kind: 'transport',
    text: transportOf(platform, channel, eventId),
  };
  const source = sourceOf(channel, eventId);
  return source === undefined ? [transport] : [{ kind: 'source', text: source }, transport];
}

function sourceOf(channel: string, eventId: number): string | undefined {
  switch (channel) {
    case 'Security': {
      const policy = securityLogEvent(eventId)?.policy;
      return policy === undefined ? undefined : `audit policy: ${policy}`;
    }
    case 'Microsoft-Windows-Sysmon/Operational': {
      const rule = sysmonRules.get(eventId);
      return rule === undefined
        ? 'Sysmon'
        : `Sysmon with a configuration whose ${rule} rules include it`;
    }
    default:
      return channelSource(channel, eventId);
  }
}

function channelSource(channel: string, eventId: number): string | undefined {
  const found = channelSources.find(
    (each) => each.channel.test(channel) && (each.ids?.includes(eventId) ?? true),
  );
  return found?.needs;
}

function transportOf(platform: Platform, channel: string, eventId: number): string {
  if (platform === 'splunk') {
    // The Security log's input resolves SIDs unless told not to: real exports have names where the event has SIDs.
    const sids = channel === 'Security' ? ' and evt_resolve_ad_obj = 0' : '';
    return `a forwarder input [WinEventLog://${channel}] with renderXml = true${sids}, and the add-on for its fields`;
  }
  if (channel !== 'Security') {
    return `a data collection rule for ${channel} (table Event), or Windows Forwarded Events (table WindowsEvent)`;
  }
  const sets = minimalSet.has(eventId)
    ? 'any event set (All, Common or Minimal)'
    : commonSet.has(eventId)
      ? 'the event set All or Common; Minimal leaves it out'
      : 'the event set All or a custom XPath; Common and Minimal leave it out';
  return `Windows Security Events connector with ${sets}`;
}
