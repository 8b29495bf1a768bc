// One Windows event as XML. Record numbers count up from where restartRecords() puts them. No clock, no chance.
import { createHash } from 'node:crypto';

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';
const FIRST_RECORD = 48_210;
/** Keywords of the operational logs. */
export const OPERATIONAL = '0x8000000000000000';

/** Text inside an element. */
export const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Lower-case hexadecimal digest, for hashes and identifiers that have to stay the same. */
export const sha1 = (text) => createHash('sha1').update(text).digest('hex');

/** `text` is a UTC time to the second, `ticks` the seven digits after it. */
export const time = (text, ticks = 1234567) => `${text}.${String(ticks).padStart(7, '0')}Z`;

let record = FIRST_RECORD;
const harmless = new Set();

/** Each recording's numbers begin at the same place, and nothing in it is known to be ordinary yet. */
export function restartRecords() {
  record = FIRST_RECORD;
  harmless.clear();
}

/** The events as they are, as no part of the attack that the recording is about. */
export function ordinary(...events) {
  for (const each of events) harmless.add(each);
  return events;
}

export const isOrdinary = (event) => harmless.has(event);

/** A host's name with its domain. */
export const fullName = (host) => (host.includes('.') ? host : `${host}.corp.example`);

/** One event as the log's XML. `data` is a list of name and value; a null value is an empty element. */
export function event(
  {
    provider,
    guid,
    id,
    version,
    level = 0,
    task,
    opcode = 0,
    keywords,
    at,
    channel,
    computer,
    pid,
    tid,
    user,
    dataName,
  },
  data,
) {
  record += 1;
  const system = [
    `<Provider Name='${provider}' Guid='${guid}'/>`,
    `<EventID>${id}</EventID><Version>${version}</Version><Level>${level}</Level><Task>${task}</Task><Opcode>${opcode}</Opcode>`,
    `<Keywords>${keywords}</Keywords><TimeCreated SystemTime='${at}'/><EventRecordID>${record}</EventRecordID><Correlation/>`,
    `<Execution ProcessID='${pid}' ThreadID='${tid}'/><Channel>${channel}</Channel><Computer>${computer}</Computer>`,
    user ? `<Security UserID='${user}'/>` : '<Security/>',
  ].join('');
  const values = data.map(([name, value]) =>
    value === null ? `<Data Name='${name}'/>` : `<Data Name='${name}'>${escape(value)}</Data>`,
  );
  const open = dataName ? `<EventData Name='${dataName}'>` : '<EventData>';
  return `<Event xmlns='${NAMESPACE}'><System>${system}</System>${open}${values.join('')}</EventData></Event>`;
}

/** A process identifier that differs from event to event. */
export const processId = () => 4000 + (record % 3000);
