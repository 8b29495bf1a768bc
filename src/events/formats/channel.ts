// Channel names in one spelling: agents write `security` and `Security` in the same file, and KQL compares case.

const known: ReadonlyMap<string, string> = new Map(
  [
    'Application',
    'Security',
    'Setup',
    'System',
    'ForwardedEvents',
    'Windows PowerShell',
    'Microsoft-Windows-PowerShell/Operational',
    'Microsoft-Windows-Sysmon/Operational',
    'Microsoft-Windows-TaskScheduler/Operational',
    'Microsoft-Windows-TaskScheduler/Maintenance',
    'Microsoft-Windows-WMI-Activity/Operational',
    'Microsoft-Windows-Windows Defender/Operational',
    'Microsoft-Windows-Bits-Client/Operational',
    'Microsoft-Windows-TerminalServices-LocalSessionManager/Operational',
    'Microsoft-Windows-Windows Firewall With Advanced Security/Firewall',
    'Directory Service',
    'DNS Server',
  ].map((name) => [name.toLowerCase(), name]),
);

/** The spelling Windows uses, where the channel is a known one; else the name as it is. */
export function channelName(name: string): string {
  return known.get(name.toLowerCase()) ?? name;
}
