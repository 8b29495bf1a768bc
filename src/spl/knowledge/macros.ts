// Macros that the CIM, Enterprise Security and the security content bring, defined here from what they are known to do.
import type { Macro } from '../macros.ts';

const plain = (definition: string): Macro => ({ definition });
const taking = (definition: string, ...args: readonly string[]): Macro => ({ definition, args });

/** Events of a Windows channel in both forms of the forwarder. */
const channel = (name: string): Macro =>
  plain(`(source="XmlWinEventLog:${name}" OR source="WinEventLog:${name}")`);

const macros: Readonly<Record<string, Macro>> = {
  'drop_dm_object_name(1)': taking('rename $object$.* as *', 'object'),
  'security_content_ctime(1)': taking(
    'convert timeformat="%Y-%m-%dT%H:%M:%S" ctime($field$)',
    'field',
  ),
  security_content_summariesonly: plain(
    'summariesonly=`summariesonly_config` allow_old_summaries=`oldsummaries_config` fillnull_value=`fillnull_config`',
  ),
  summariesonly_config: plain('false'),
  oldsummaries_config: plain('true'),
  fillnull_config: plain('null'),
  summariesonly: plain('summariesonly=false'),
  'ctime(1)': taking('convert timeformat="%m/%d/%Y %H:%M:%S" ctime($field$)', 'field'),
  'get_asset(1)': taking('eval $field$=$field$', 'field'),
  'get_identity4events(1)': taking('eval $field$=$field$', 'field'),
  sysmon: plain(
    '(source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" OR sourcetype="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" OR source="Syslog:Linux-Sysmon/Operational")',
  ),
  wineventlog_security: plain(
    '(eventtype=wineventlog_security OR Channel=Security OR source="XmlWinEventLog:Security")',
  ),
  wineventlog_system: plain('eventtype=wineventlog_system'),
  wineventlog_application: plain(
    '(eventtype=wineventlog_application OR source="XmlWinEventLog:Application")',
  ),
  wineventlog_task_scheduler: channel('Microsoft-Windows-TaskScheduler/Operational'),
  powershell: channel('Microsoft-Windows-PowerShell/Operational'),
  ms_defender: channel('Microsoft-Windows-Windows Defender/Operational'),
  applocker: channel('Microsoft-Windows-AppLocker/*'),
  printservice: channel('Microsoft-Windows-PrintService/*'),
  remoteconnectionmanager: channel(
    'Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational',
  ),
  capi2_operational: channel('Microsoft-Windows-CAPI2/Operational'),
  ntlm_audit: channel('Microsoft-Windows-NTLM/Operational'),
  wmi: channel('Microsoft-Windows-WMI-Activity/Operational'),
  cloudtrail: plain('sourcetype=aws:cloudtrail'),
  o365_management_activity: plain('sourcetype=o365:management:activity'),
  azure_monitor_aad: plain('sourcetype=azure:monitor:aad'),
  azure_audit: plain('sourcetype=mscs:azure:audit'),
  linux_auditd: plain('sourcetype=linux:audit'),
  okta: plain('(eventtype=okta_log OR sourcetype="OktaIM2:log")'),
  osquery_process: plain('eventtype=osquery-process'),
};

// The indexes that a data model looks at: none named means all of them.
const models = [
  'Alerts',
  'Authentication',
  'Certificates',
  'Change',
  'Data_Access',
  'Email',
  'Endpoint',
  'Intrusion_Detection',
  'Malware',
  'Network_Resolution',
  'Network_Sessions',
  'Network_Traffic',
  'Updates',
  'Vulnerabilities',
  'Web',
];

const byKey = new Map<string, Macro>([
  ...Object.entries(macros),
  ...models.map((name) => [`cim_${name}_indexes`, plain('*')] as const),
]);

/** A macro by its key as in macros.conf: `name`, with arguments `name(2)`. */
export function knownMacro(key: string): Macro | undefined {
  return byKey.get(key);
}

export function knownMacroNames(): readonly string[] {
  return [...byKey.keys()];
}
