// The canonical form gives back the event's XML: of the log's own tree for every real log, of small events by eye.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readEvents, toCanonical, toXml, type EventRecord } from '../../src/events/index.ts';
import { ChunkXml } from '../../src/events/formats/evtx/binary-xml.ts';
import { parseXml } from '../../src/events/formats/parse-xml.ts';
import { isElement, type Element } from '../../src/events/formats/xml-tree.ts';
import { hasReal, real, realBytes, realFolder, realTest } from './recordings.ts';

/** What the record says, after it was written and read again. */
function again(record: EventRecord): string {
  const [read] = readEvents('r.jsonl', Buffer.from(toCanonical(record))).records;
  return toXml(read as EventRecord, { message: true });
}

const XML = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>";
const SYSTEM =
  "<System><Provider Name='P' Guid='{1}' EventSourceName='S'/><EventID Qualifiers='16384'>1</EventID><Version>2</Version><Level>4</Level><Task>5</Task><Opcode>6</Opcode><Keywords>0x80</Keywords><TimeCreated SystemTime='2026-01-02T03:04:05.1234567Z'/><EventRecordID>18446744073709551615</EventRecordID><Correlation ActivityID='{a}' RelatedActivityID='{b}'/><Execution ProcessID='7' ThreadID='8'/><Channel>C</Channel><Computer>ws1</Computer><Security UserID='S-1-5-18'/></System>";
const EXECUTION =
  "<Execution ProcessID='7' ThreadID='8' ProcessorID='1' SessionID='2' KernelTime='3' UserTime='4'/>";

describe('events by eye come back letter by letter', () => {
  test.each<[string, string]>([
    [
      'named data, a null, an empty text',
      "<EventData><Data Name='a'>x</Data><Data Name='b'/><Data Name='c'></Data></EventData>",
    ],
    [
      'unnamed data and a name of the whole',
      "<EventData Name='T'><Data>1</Data><Data>2</Data></EventData>",
    ],
    ['binary data', '<EventData><Data>a</Data><Binary>DEADBEEF</Binary></EventData>'],
    ['complex data', "<EventData><ComplexData Name='c'>0102</ComplexData></EventData>"],
    [
      'other attributes of data',
      "<EventData><Data Name='a' Type='win:Pointer'>0x1</Data></EventData>",
    ],
    ['XML inside data', "<EventData><Data Name='a'><x y='1'>z</x></Data></EventData>"],
    [
      'line ends, entities and quotes',
      '<EventData><Data Name=\'a&apos;b\'>&lt;Task a="1"&gt;\r\n\t&amp;amp;</Data></EventData>',
    ],
    ['user data', "<UserData><E xmlns='u' a='1'><F>x</F><F></F></E></UserData>"],
    [
      'user data beside event data',
      "<EventData><Data>1</Data></EventData><UserData><E a='1'></E></UserData>",
    ],
    [
      'a processing error',
      '<ProcessingErrorData><ErrorCode>15003</ErrorCode><DataItemName>A</DataItemName><EventPayload>0102</EventPayload></ProcessingErrorData>',
    ],
    ['binary event data', '<BinaryEventData>0102</BinaryEventData>'],
    ['the message', '<RenderingInfo><Message>A &amp; B\r\nC</Message></RenderingInfo>'],
    [
      'all that is rendered',
      "<EventData><Data>1</Data></EventData><RenderingInfo Culture='en-US'><Message>M</Message><Level>Information</Level><Keywords><Keyword>Audit Success</Keyword></Keywords></RenderingInfo>",
    ],
  ])('%s', (_, data) => {
    const xml = `${XML}${SYSTEM}${data}</Event>`;
    const { records, problems } = readEvents('x', Buffer.from(xml));
    expect(again([...records][0] as EventRecord)).toBe(xml);
    expect(problems).toEqual([]);
  });

  test('unusual parts of System', () => {
    const system = SYSTEM.replace(/<Execution[^>]*>/, EXECUTION)
      .replace("Guid='{1}'", "Guid='{1}' Other='o'")
      .replace('<Channel>', "<Channel UserDefined='1'>")
      .replace('</System>', "<Odd a='1'>x</Odd><Odd>y</Odd></System>");
    const [record] = readEvents('x', Buffer.from(`${XML}${system}</Event>`)).records;
    const expected = system.replace(
      " Guid='{1}' Other='o' EventSourceName='S'",
      " Guid='{1}' EventSourceName='S' Other='o'",
    );
    expect(again(record as EventRecord)).toBe(`${XML}${expected}</Event>`);
  });
});

/** A tree as text in one order: parts of `System` sorted, empty ones and namespaces left out. */
function flat(element: Element): string {
  const attributes = element.attributes
    .filter(([name, value]) => name !== 'xmlns' || value !== NAMESPACE)
    // Older Windows writes nine digits, of which 100 ns leave the last two zero.
    .map(([name, value]) => `${name}=${value.replace(/(\.\d{7})00Z$/, '$1Z')}`)
    .sort();
  const children = element.children.map((each) => (isElement(each) ? flat(each) : each.text));
  const parts =
    element.name === 'System' ? children.filter((each) => !EMPTY.test(each)).sort() : children;
  const text = element.name === 'Channel' ? parts.join('').toLowerCase() : parts.join('');
  return `<${element.name} ${attributes.join(' ')}>${text}</>`;
}

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';
const EMPTY = /^<\w+ ><\/>$/;
const CHUNK = 0x10000;

/** The trees of all records of a whole log. */
function* treesOf(log: Buffer): Generator<Element> {
  for (let base = 4096; base + CHUNK <= log.length; base += CHUNK) {
    const chunk = log.subarray(base, base + CHUNK);
    if (chunk.toString('latin1', 0, 7) !== 'ElfChnk') continue;
    const xml = new ChunkXml(chunk);
    for (let at = 512; at + 28 <= Math.min(chunk.readUInt32LE(48), CHUNK);) {
      const size = chunk.readUInt32LE(at + 4);
      if (chunk.readUInt32LE(at) !== 0x2a2a || size < 28) break;
      yield xml.root(at + 24, at + size - 4);
      at += size;
    }
  }
}

describe("every real log's XML comes back", () => {
  const logs = hasReal
    ? ['evtx', 'background'].flatMap((folder) =>
        readdirSync(`${realFolder}/events/${folder}`)
          .filter((name) => name.endsWith('.evtx'))
          .map((name) => `${folder}/${name}`),
      )
    : ['no logs here'];
  for (const log of logs) {
    realTest(log, () => {
      const { records } = real(log);
      const trees = [...treesOf(realBytes(log))];
      expect(records).toHaveLength(trees.length);
      for (const [at, tree] of trees.entries()) {
        const back = parseXml(again(records[at] as EventRecord));
        if ('fault' in back) throw new Error(back.message);
        expect(flat(back)).toBe(flat(tree));
      }
    });
  }
});
