// Results of other tools, which look like events and are none: refused by name, with what to take instead.
import type { AnyRecord } from '../format.ts';
import type { JsonObject, JsonShape } from './shape.ts';

const tools: readonly {
  readonly name: string;
  readonly keys: readonly string[];
  readonly instead: string;
}[] = [
  {
    name: "a timeline of Hayabusa's rules",
    keys: ['Timestamp', 'RuleTitle', 'Computer', 'EventID', 'RecordID'],
    instead: 'the EVTX files',
  },
  {
    name: 'a list of detections of Zircolite',
    keys: ['title', 'rule_level', 'matches', 'count'],
    instead: 'the events that it was given',
  },
];

function toolOf(value: JsonObject): (typeof tools)[number] | undefined {
  return tools.find(({ keys }) => keys.every((key) => Object.hasOwn(value, key)));
}

export const noEvents: JsonShape = {
  name: 'results of a tool',
  matches: (value) => toolOf(value) !== undefined,
  read: (value, { input, number }): readonly AnyRecord[] => {
    const tool = toolOf(value);
    if (tool) {
      const message = `${tool.name}, which has not the events' own fields; record ${tool.instead}`;
      input.report({ code: 'EVT305', severity: 'error', number, message });
    }
    return [];
  },
};
