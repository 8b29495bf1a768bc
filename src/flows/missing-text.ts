// What a Splunk search reads that a recording cannot have: classic events, and the messages of events, are texts that
// Windows renders. A recording of XML or of EVTX files has none, and no one else can make them.
import type { Column } from '../plan/index.ts';
import type { Facts } from '../spl/index.ts';

const isClassic = (name: string): boolean => /^WinEventLog\b/i.test(name);

/** Columns from which the knowledge of add-ons makes a message where events have none. */
const messageParts = ['Message', 'ScriptBlockText', 'Payload'];

/** What is missed, in words; empty where the recording has rendered texts, or no Windows events at all. */
export function missingText(
  { sources, sourcetypes, reads }: Pick<Facts, 'sources' | 'sourcetypes' | 'reads'>,
  events: readonly Column[],
): readonly string[] {
  const columns = new Set(events.map(({ name }) => name));
  if (!columns.has('Channel') || columns.has('LogName')) return [];
  const places = [...sources, ...sourcetypes];
  const why = 'the Windows events of the recording are XML, without the texts that Windows renders';
  if (places.length > 0 && places.every(isClassic))
    return [
      `it reads classic events only (${places.map((each) => `\`${each}\``).join(', ')}): ${why}`,
    ];
  const readsMessage = reads.includes('Message') && !messageParts.some((each) => columns.has(each));
  return readsMessage ? [`it reads \`Message\`, which no event has: ${why}`] : [];
}
