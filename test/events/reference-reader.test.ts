// Agreement with the C reader of event logs on every real log; skipped where that or the logs are absent.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { exportedEvents, hasReference } from '../../build/evidence/reference-reader.js';
import { compareEvents, valuesOf } from '../../build/evidence/same-events.js';
import { toXml, type EventRecord } from '../../src/events/index.ts';
import { replaced } from './evtx-replaced.ts';
import { hasReal, readAll, real, realBytes, realFolder } from './recordings.ts';

const event = (id: number, data: string): string =>
  `<Event><System><EventRecordID>${String(id)}</EventRecordID></System><EventData>${data}</EventData></Event>`;

describe('the comparison', () => {
  test('takes an event apart', () => {
    expect(valuesOf(event(1, "<Data Name='a'>x\u0001</Data>\n  <Data/>"))).toEqual([
      ['Event/System/EventRecordID', '1'],
      ['Event/EventData/Data@Name', 'a'],
      ['Event/EventData/Data', 'x\\u0001'],
      ['Event/EventData/Data', ''],
    ]);
  });

  test('tells what differs and what one side does not have', () => {
    const ours = [event(1, '<Data>0x3e7</Data>'), event(2, '<Data>a</Data>'), event(3, '')];
    const theirs = [event(1, '<Data>0x00003E7</Data>'), event(2, '<Data>b</Data>'), event(4, '')];
    expect(compareEvents(ours, theirs)).toEqual({
      equal: 1,
      values: 2,
      respelled: 1,
      different: [
        { id: '2', ours: ['Event/EventData/Data', 'a'], theirs: ['Event/EventData/Data', 'b'] },
      ],
      onlyOurs: ['3'],
      onlyTheirs: ['4'],
    });
  });

  test('tells a value more', () => {
    const { different } = compareEvents(
      [event(1, '<Data>a</Data><Data>b</Data>')],
      [event(1, '<Data>a</Data>')],
    );
    expect(different).toEqual([{ id: '1', ours: ['Event/EventData/Data', 'b'], theirs: [] }]);
  });
});

/** The C reader gives up on a log whose records name no dependency, as those that were forwarded. */
const unreadable = new Map([['background/forwarded_ID4656-WS_Management_listener.evtx', 29]]);

const isHere = hasReal && hasReference();
const skipHere = (): void => {
  test.skip('evtxexport (libevtx-utils) or the logs are not here', () => undefined);
};

describe('real logs', () => {
  if (!isHere) {
    skipHere();
    return;
  }
  const logs = ['evtx', 'background'].flatMap((folder) =>
    readdirSync(`${realFolder}/events/${folder}`)
      .filter((name) => name.endsWith('.evtx'))
      .map((name) => `${folder}/${name}`),
  );
  test.each(logs)('%s', (log) => {
    const ours = real(log).records.map((each) => toXml(each as EventRecord, { message: true }));
    const { events } = exportedEvents(`${realFolder}/events/${log}`);
    const { equal, different, onlyOurs, onlyTheirs } = compareEvents(ours, events);
    expect(different).toEqual([]);
    expect(onlyTheirs).toEqual([]);
    expect(onlyOurs).toHaveLength(unreadable.get(log) ?? 0);
    expect(equal).toBe(events.length);
  });
});

describe('values that the real logs do not have', () => {
  if (!isHere) {
    skipHere();
    return;
  }
  const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const folder = mkdtempSync(join(tmpdir(), 'stratagem-reference-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  /** Both sides' XML of a real log with this value in it. */
  const both = (type: number, bytes: Buffer): [string[], readonly string[]] => {
    const log = replaced(realBytes('evtx/ID4688_at_interactive.evtx'), type, bytes);
    const path = join(folder, 'log.evtx');
    writeFileSync(path, log);
    const { records } = readAll('log.evtx', log);
    return [records.map((each) => toXml(each as EventRecord)), exportedEvents(path).events];
  };

  test.each<[string, number, Buffer]>([
    ['ANSI', 0x02, hex('80 93 e4 00')],
    ['int8', 0x03, hex('7f')],
    ['uint8', 0x04, hex('ff')],
    ['int16', 0x05, hex('ff7f')],
    ['uint32', 0x08, hex('ffffffff')],
    ['int64', 0x09, hex('ffffffffffffff7f')],
    ['uint64', 0x0a, hex('ffffffffffffffff')],
    ['a boolean', 0x0d, hex('00000000')],
    ['a boolean of one byte', 0x0d, hex('01')],
    ['a boolean that is neither', 0x0d, hex('02000000')],
    ['binary', 0x0e, hex('0aff')],
    ['binary of no bytes', 0x0e, hex('')],
    ['a GUID', 0x0f, hex('000102030405060708090a0b0c0d0e0f')],
    ['the first FILETIME', 0x11, Buffer.alloc(8)],
    ['a SYSTEMTIME', 0x12, hex('ea07 0100 0500 0200 0300 0400 0500 0600')],
    ['a SID', 0x13, hex('0102 000000000005 20000000 20020000')],
    ['hex32', 0x14, hex('e7030000')],
    ['hex64', 0x15, hex('0100000001000000')],
    ['a number of no bytes', 0x08, hex('')],
    ['texts', 0x81, utf16('a\0\0b\0')],
    ['no texts', 0x81, hex('')],
    ['uint8 array', 0x84, hex('0102')],
    ['uint16 array', 0x86, hex('0100ffff')],
    ['uint32 array', 0x88, hex('01000000ffffffff')],
    ['hex32 array', 0x94, hex('e703000001000000')],
  ])('%s', (_, type, bytes) => {
    const { equal, different } = compareEvents(...both(type, bytes));
    expect(different).toEqual([]);
    expect(equal).toBe(1);
  });

  test.each<[string, number, Buffer]>([
    ['a null where none may be', 0x00, hex('')],
    ['booleans', 0x8d, hex('0100000000000000')],
    ['SIDs', 0x93, hex('0101 000000000005 12000000')],
  ])('%s: the reference gives up', (_, type, bytes) => {
    const [ours, theirs] = both(type, bytes);
    expect([ours.length, theirs.length]).toEqual([1, 0]);
  });
});
