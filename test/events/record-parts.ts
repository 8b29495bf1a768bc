// Arbitrary records for the property tests: every part there or not, texts with whatever a log may hold.
import fc from 'fast-check';
import type { AnyRecord, EventRecord, NeutralRecord, XmlElement } from '../../src/events/index.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', '-', '<a & b>', "it's", '\r\n\t', 'CORP\\alice', '\ud800', '{"a":1}'),
);
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,12}$/);
const count = fc.nat({ max: 2 ** 32 });
const ticks = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });

const types = ['null', 'text', 'int32', 'hex64', 'sid', 'guid', 'binary', 'filetime'] as const;

const value = fc.record(
  {
    name: fc.option(text),
    text: fc.option(text),
    type: fc.constantFrom(...types),
    element: fc.constantFrom('Binary', 'ComplexData'),
    attributes: fc.array(fc.tuple(name, text), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['name', 'text', 'type'] },
);

const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc.record({
    name,
    attributes: fc.array(fc.tuple(name, text), { maxLength: 3 }),
    children: fc.array(fc.oneof({ depthSize: 'small' }, text, tie('element')), { maxLength: 3 }),
  }),
}));

const origin = fc.oneof(
  fc.record({ file: text, number: count }),
  fc.record({ file: text, member: text, number: count }),
);

const system = fc.record(
  {
    provider: text,
    providerGuid: text,
    eventSourceName: text,
    eventId: count,
    qualifiers: count,
    version: count,
    level: count,
    task: count,
    opcode: count,
    keywords: text,
    timeCreated: ticks,
    recordId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    activityId: text,
    relatedActivityId: text,
    processId: count,
    threadId: count,
    channel: text,
    computer: text,
    userId: text,
    extra: fc.array(element, { maxLength: 2 }),
  },
  { requiredKeys: ['provider', 'eventId', 'timeCreated', 'channel', 'computer'] },
);

const eventRecord: fc.Arbitrary<EventRecord> = fc.record(
  {
    system,
    eventData: fc.array(value, { maxLength: 6 }),
    eventDataName: text,
    userData: element,
    extra: fc.array(element, { maxLength: 2 }),
    message: text,
    raw: text,
    origin,
  },
  { requiredKeys: ['system', 'origin'] },
);

const json = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(Infinity, -Infinity, -0, 1e300, 2 ** 53),
);

const neutralRecord: fc.Arbitrary<NeutralRecord> = fc.record(
  { fields: fc.dictionary(text, json), time: ticks, kind: text, raw: text, origin },
  { requiredKeys: ['fields', 'kind', 'raw', 'origin'] },
);

export const anyRecord: fc.Arbitrary<AnyRecord> = fc.oneof(eventRecord, neutralRecord);
