// Sentinel's `WindowsEvent` (forwarded events, any channel, data as an object) and `Event` (the log collections of the
// Azure Monitor agent, not the Security log; data as XML in fixed order and prefix, because queries match it by text).
import type { EventRecord, EventValue } from '../record.ts';
import { isoOfTicks, ticksOfIso } from '../ticks.ts';
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

/** Sysmon's `2026-03-02 09:15:01.234`, as rows of the table have it. */
function withIsoTime(value: EventValue): EventValue {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,7}$/.test(value.text ?? '')) return value;
  const ticks = ticksOfIso(value.text ?? '');
  return ticks === undefined ? value : { ...value, text: isoOfTicks(ticks) ?? value.text };
}

const accountNames: ReadonlyMap<string, string> = new Map([
  ['S-1-5-18', 'NT AUTHORITY\\SYSTEM'],
  ['S-1-5-19', 'NT AUTHORITY\\LOCAL SERVICE'],
  ['S-1-5-20', 'NT AUTHORITY\\NETWORK SERVICE'],
]);

/** The agent asks Windows for the name, which no event tells: other accounts stay what the event has. */
function userName({ system: { userId } }: EventRecord): string {
  return userId === undefined ? 'N/A' : (accountNames.get(userId) ?? userId);
}

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
          'object of name to text, not escaped; times as ISO 8601 with seven digits',
          ({ eventData }) => (eventData ? eventDataObject(eventData.map(withIsoTime)) : undefined),
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
        UserName: derived(
          'name of System.userId where the SID is well known, N/A without',
          userName,
        ),
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
