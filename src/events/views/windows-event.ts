// Sentinel's `WindowsEvent` (forwarded events, any channel, data as an object) and `Event` (the log collections of the
// Azure Monitor agent, not the Security log; data as XML in fixed order and prefix, because queries match it by text).
import { constant, derived, system, type ColumnSources } from './source.ts';
import { dataItem, eventDataObject, levelName, paramXml } from './renderings.ts';
import type { TableMapping } from './table.ts';

const shared: ColumnSources = {
  TimeGenerated: system('timeCreated'),
  Computer: system('computer'),
  EventLevel: system('level'),
  EventLevelName: derived('name of the level', levelName),
  EventID: system('eventId'),
};

export const windowsEvent: TableMapping = {
  name: 'WindowsEvent',
  analogue: false,
  events: [
    {
      accepts: () => true,
      columns: {
        ...shared,
        Type: constant('WindowsEvent'),
        Provider: system('provider'),
        Channel: system('channel'),
        Task: system('task'),
        Opcode: system('opcode'),
        Version: system('version'),
        Keywords: system('keywords'),
        Correlation: system('activityId'),
        EventRecordId: system('recordId'),
        SystemProcessId: system('processId'),
        SystemThreadId: system('threadId'),
        SystemUserId: system('userId'),
        EventData: derived(
          'object of name to text, not escaped',
          ({ eventData }) => (eventData ? eventDataObject(eventData) : undefined),
          'high',
        ),
      },
    },
  ],
};

export const event: TableMapping = {
  name: 'Event',
  analogue: false,
  events: [
    {
      accepts: (record) => record.system.channel !== 'Security',
      columns: {
        ...shared,
        Type: constant('Event'),
        SourceSystem: constant('OpsManager'),
        Source: system('provider'),
        EventLog: system('channel'),
        EventCategory: system('task'),
        UserName: system('userId', 'low'),
        EventData: derived('DataItem with all data as XML', dataItem, 'high'),
        ParameterXml: derived(
          'one Param per value',
          ({ eventData }) => paramXml(eventData ?? []),
          'high',
        ),
        RenderedDescription: derived('the message, where recorded', (record) => record.message),
      },
    },
  ],
};
