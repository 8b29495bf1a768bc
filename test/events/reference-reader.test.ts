// Agreement with the C reader of event logs on every real log; skipped where that or the logs are absent.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { exportedEvents, hasReference } from '../../build/evidence/reference-reader.js';
import { compareEvents, valuesOf } from '../../build/evidence/same-events.js';
import { toXml, type EventRecord } from '../../src/events/index.ts';
import { hasReal, real, realFolder } from './recordings.ts';

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

describe('real logs', () => {
  if (!hasReal || !hasReference()) {
    test.skip('evtxexport (libevtx-utils) or the logs are not here', () => undefined);
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
