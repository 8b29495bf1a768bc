// NXLog's lines as columns. What its reader looks up in other lines or places (clocks of hosts, lost event types) is left to it.
import {
  and,
  call,
  isNull,
  isTrue,
  not,
  nothing,
  or,
  text,
  when,
  type Expression,
} from '../../../plan/index.ts';
import { systemField, placeField } from '../../views/fields.ts';
import { member, type FieldColumn, type LineColumns } from './line-columns.ts';

const timeOf = (name: string): Expression => call('event.time', 'datetime', member(name));
const hasZone = (name: string): Expression => call('event.has_zone', 'bool', member(name));
const isKnown = (value: Expression): Expression => not(isNull(value));

const printed = timeOf('EventTime');

const fromSysmon = when(
  call('eq', 'bool', member('SourceName'), text('Microsoft-Windows-Sysmon')),
  timeOf('UtcTime'),
  nothing('datetime'),
);

/** The zone of the collector, which gives the time of receipt twice. */
const zone = call(
  'event.zone',
  'timespan',
  call('subtract', 'timespan', timeOf('@timestamp'), timeOf('EventReceivedTime')),
);

const fromReceipt = when(
  hasZone('EventReceivedTime'),
  nothing('datetime'),
  call('add', 'datetime', printed, zone),
);

const time = when(
  hasZone('EventTime'),
  printed,
  call('coalesce', 'datetime', fromSysmon, fromReceipt),
);

/** A value that is no text may print in another way here than there. */
const mayDiffer = (name: string): Expression =>
  isTrue(call('event.may_differ', 'bool', member(name)));

/** A part of `System` that is text; a condition that JSON has for it is none. */
const textPart = (name: string): FieldColumn => ({
  value: call('coalesce', 'string', member(name), text('')),
  doubt: or([
    isTrue(call('in', 'bool', member(name), text('true'), text('false'))),
    mayDiffer(name),
  ]),
});

const recordNumber = call('event.number', 'long', member('RecordNumber'));

/** `own`: names that are no event data, or not always. */
export const nxlogColumns = (own: ReadonlySet<string>): LineColumns => ({
  names: ['EventID', 'EventTime', 'SeverityValue'],
  channel: 'Channel',
  eventId: 'EventID',
  time,
  sure: and([isKnown(call('event.number', 'long', member('EventID'))), isKnown(printed)]),
  fields: new Map([
    [systemField('timeCreated').name, { value: time }],
    [systemField('computer').name, textPart('Hostname')],
    [systemField('recordId').name, { value: recordNumber, doubt: mayDiffer('RecordNumber') }],
    [placeField.name, { value: nothing('long'), doubt: isNull(recordNumber) }],
  ]),
  datum: (name) =>
    own.has(name) || /Guid$/i.test(name)
      ? undefined
      : { value: call('event.unescape', 'string', member(name)), doubt: mayDiffer(name) },
});
