// The Linux audit log in Sentinel, as far as audit's syslog plugin hands it to the agent: whole lines, at the plugin's usual
// facility and level. What the plugin is set to on a machine decides.
import { constant } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { field, happened } from './fields.ts';

export const syslog: TableMapping = {
  name: 'Syslog',
  analogue: false,
  events: [],
  others: [
    {
      accepts: ({ kind }) => kind === 'auditd',
      columns: {
        TimeGenerated: happened,
        EventTime: happened,
        Type: constant('Syslog'),
        SourceSystem: constant('Linux'),
        Computer: field('node', 'medium'),
        HostName: field('node', 'medium'),
        Facility: constant('user', 'low'),
        SeverityLevel: constant('info', 'low'),
        ProcessName: constant('audisp-syslog', 'low'),
        SyslogMessage: {
          source: 'the line',
          confidence: 'medium',
          value: ({ raw }) => raw,
        },
      },
    },
  ],
};
