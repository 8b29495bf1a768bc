// Where common data lies in most Splunk installations: definitions of source macros that a pack need not write itself.
// The sources are the channel names that Splunk's Windows add-on and universal forwarder set (`XmlWinEventLog:<channel>`
// with renderXml on, `WinEventLog:<channel>` with it off).

export interface DefaultSource {
  readonly definition: string;
  readonly description: string;
}

const channel = (name: string): string =>
  `index=* (source="XmlWinEventLog:${name}" OR source="WinEventLog:${name}")`;

const windows = (name: string, title: string): DefaultSource => ({
  definition: channel(name),
  description: `Windows event log: ${title}`,
});

export const DEFAULT_SOURCES: ReadonlyMap<string, DefaultSource> = new Map([
  ['windows_security', windows('Security', 'Security')],
  ['windows_system', windows('System', 'System')],
  ['windows_application', windows('Application', 'Application')],
  ['windows_sysmon', windows('Microsoft-Windows-Sysmon/Operational', 'Sysmon')],
  [
    'windows_powershell',
    windows('Microsoft-Windows-PowerShell/Operational', 'PowerShell operational'),
  ],
  [
    'windows_task_scheduler',
    windows('Microsoft-Windows-TaskScheduler/Operational', 'Task Scheduler operational'),
  ],
  ['windows_wmi', windows('Microsoft-Windows-WMI-Activity/Operational', 'WMI activity')],
  [
    'windows_defender',
    windows('Microsoft-Windows-Windows Defender/Operational', 'Defender antivirus'),
  ],
]);
