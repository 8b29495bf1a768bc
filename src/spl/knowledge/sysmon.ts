// Sysmon events under the names of the Splunk Add-on for Sysmon.
// (Sysmon's schema; Common Information Model, Endpoint, Network Traffic and Network Resolution)
import { accountDomain, accountName, fileName, type Origin } from './origin.ts';

const channel = 'Microsoft-Windows-Sysmon/Operational';

const event = (
  name: string,
  codes: readonly number[],
  fields: Readonly<Record<string, string>>,
): Origin => ({ name, channel, codes, fields });

const lastPart = (path: string): string => `mvindex(split(${path},"\\\\"),-1)`;

/** One of the hashes in `MD5=..,SHA256=..`, under its own name. */
const hash = (name: string): string =>
  `if(match(Hashes,"(^|,)${name}="),replace(Hashes,"^(.*,)?${name}=([0-9A-Fa-f]*).*$","\\2"),null())`;

const hashes = Object.fromEntries(
  ['MD5', 'SHA1', 'SHA256', 'IMPHASH'].map((name) => [name, hash(name)]),
);

/** Fields that every event of the channel has. */
const common: Origin = {
  name: 'Sysmon',
  channel,
  fields: {
    dvc: 'Computer',
    dest: 'Computer',
    os: '"Microsoft Windows"',
    vendor_product: '"Microsoft Sysmon"',
    signature_id: 'EventCode',
    EventChannel: 'Channel',
    RecordID: 'EventRecordID',
    SecurityID: 'UserID',
    ...hashes,
    user: accountName('User'),
    user_domain: accountDomain('User'),
    user_id: 'UserID',
    process_guid: 'ProcessGuid',
    process_id: 'ProcessId',
    process_path: 'Image',
    process_name: fileName('Image'),
    process_exec: fileName('Image'),
  },
};

const signatures: readonly (readonly [code: number, title: string])[] = [
  [1, 'Process creation'],
  [2, 'A process changed a file creation time'],
  [3, 'Network connection'],
  [4, 'Sysmon service state changed'],
  [5, 'Process terminated'],
  [6, 'Driver loaded'],
  [7, 'Image loaded'],
  [8, 'CreateRemoteThread'],
  [9, 'RawAccessRead'],
  [10, 'ProcessAccess'],
  [11, 'FileCreate'],
  [12, 'RegistryEvent (Object create and delete)'],
  [13, 'RegistryEvent (Value Set)'],
  [14, 'RegistryEvent (Key and Value Rename)'],
  [15, 'FileCreateStreamHash'],
  [16, 'ServiceConfigurationChange'],
  [17, 'PipeEvent (Pipe Created)'],
  [18, 'PipeEvent (Pipe Connected)'],
  [19, 'WmiEvent (WmiEventFilter activity detected)'],
  [20, 'WmiEvent (WmiEventConsumer activity detected)'],
  [21, 'WmiEvent (WmiEventConsumerToFilter activity detected)'],
  [22, 'DNSEvent (DNS query)'],
  [23, 'FileDelete (File Delete archived)'],
  [24, 'ClipboardChange (New content in the clipboard)'],
  [25, 'ProcessTampering (Process image change)'],
  [26, 'FileDeleteDetected (File Delete logged)'],
  [27, 'FileBlockExecutable'],
  [28, 'FileBlockShredding'],
  [29, 'FileExecutableDetected'],
  [255, 'Error'],
];

const titles: readonly Origin[] = signatures.map(([code, title]) =>
  event(`Sysmon ${String(code)}`, [code], {
    signature: `"${title}"`,
    EventDescription: `"${title}"`,
  }),
);

/** One thread or handle of a process in another: the source as parent, the target as process. */
const acrossProcesses = {
  parent_process_path: 'SourceImage',
  parent_process_name: fileName('SourceImage'),
  parent_process_exec: fileName('SourceImage'),
  parent_process_id: 'SourceProcessId',
  parent_process_guid: 'coalesce(SourceProcessGuid,SourceProcessGUID)',
  process_path: 'TargetImage',
  process_name: fileName('TargetImage'),
  process_exec: fileName('TargetImage'),
  process_id: 'TargetProcessId',
  process_guid: 'coalesce(TargetProcessGuid,TargetProcessGUID)',
  granted_access: 'GrantedAccess',
  user: accountName('SourceUser'),
};

const file = (action: string): Readonly<Record<string, string>> => ({
  action: `"${action}"`,
  file_path: 'TargetFilename',
  file_name: fileName('TargetFilename'),
  file_create_time: 'CreationUtcTime',
  file_hash: 'coalesce(Hashes,Hash)',
  object_category: '"file"',
});

export const sysmon: readonly Origin[] = [
  event('Sysmon process', [1], {
    action: '"allowed"',
    process: 'CommandLine',
    process_current_directory: 'CurrentDirectory',
    process_hash: 'Hashes',
    process_integrity_level: 'lower(IntegrityLevel)',
    original_file_name: 'OriginalFileName',
    parent_process: 'ParentCommandLine',
    parent_process_path: 'ParentImage',
    parent_process_name: fileName('ParentImage'),
    parent_process_exec: fileName('ParentImage'),
    parent_process_id: 'ParentProcessId',
    parent_process_guid: 'ParentProcessGuid',
    user_logon_id: 'LogonId',
  }),
  event('Sysmon connection', [3], {
    action: '"allowed"',
    app: 'Image',
    src: 'coalesce(SourceIp,SourceHostname)',
    src_ip: 'SourceIp',
    src_host: 'SourceHostname',
    src_port: 'SourcePort',
    dest_ip: 'DestinationIp',
    dest_host: 'DestinationHostname',
    dest_port: 'DestinationPort',
    transport: 'lower(Protocol)',
    direction: 'if(lower(Initiated)="true","outbound","inbound")',
    protocol: '"ip"',
    protocol_version: 'if(lower(SourceIsIpv6)="true","ipv6","ipv4")',
  }),
  event('Sysmon image', [6, 7], {
    process_hash: 'Hashes',
    loaded_file: fileName('ImageLoaded'),
    loaded_file_path: 'ImageLoaded',
    original_file_name: 'OriginalFileName',
    service_dll_signature_exists: 'Signed',
    service_dll_signature_verified: 'if(SignatureStatus="Valid","true","false")',
  }),
  event('Sysmon thread, access', [8, 10], acrossProcesses),
  event('Sysmon creation time', [2], file('modified')),
  event('Sysmon file', [11, 15, 29], file('created')),
  event('Sysmon file deleted', [23, 26], file('deleted')),
  event('Sysmon registry', [12, 13, 14], {
    action:
      'case(EventType="CreateKey","created",EventType="DeleteKey" OR EventType="DeleteValue","deleted",EventType="SetValue" OR like(EventType,"Rename%"),"modified")',
    status: '"success"',
    registry_hive: 'mvindex(split(TargetObject,"\\\\"),0)',
    registry_path: 'TargetObject',
    registry_key_name: lastPart('TargetObject'),
    registry_value_name:
      'if(EventCode="13" OR EventType="DeleteValue",mvindex(split(TargetObject,"\\\\"),-1),null())',
    // `DWORD (0x00000001)` and `QWORD (0x00000000-0x00000001)` by their number, everything else as it is.
    registry_value_data:
      'if(match(Details,"^[DQ]WORD \\("),replace(Details,"^[DQ]WORD \\((.*)\\)$","\\1"),Details)',
    registry_value_type:
      'case(like(Details,"DWORD%"),"REG_DWORD",like(Details,"QWORD%"),"REG_QWORD",Details="Binary Data","REG_BINARY",isnotnull(Details),"REG_SZ")',
    object_category: '"registry"',
    object_path: 'TargetObject',
  }),
  event('Sysmon pipe', [17, 18], { pipe_name: 'PipeName' }),
  event('Sysmon name resolution', [22], {
    src: 'Computer',
    query: 'QueryName',
    query_count: '1',
    answer: 'QueryResults',
    reply_code_id: 'QueryStatus',
    reply_code: 'if(QueryStatus="0","No Error",QueryStatus)',
    message_type: '"Query"',
  }),
  ...titles,
  common,
];
