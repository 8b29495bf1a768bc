// Whether two readers of a log say the same: the XML of each event taken apart into its values, place by place. Pure, so
// that a test and a command use it alike.
import { SaxesParser } from 'saxes';

/** What XML cannot hold but texts of events do: control characters and halves of surrogate pairs, made visible. */
// eslint-disable-next-line no-control-regex
const illegal = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;
const visible = (xml) =>
  xml.replace(illegal, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** `[place, text]` of every attribute and of every element without children, in the order of the event. */
export function valuesOf(xml) {
  const values = [];
  const open = [];
  const parser = new SaxesParser();
  const here = () => open.map(({ name }) => name).join('/');
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > 0) open.at(-1).isLeaf = false;
    open.push({ name, text: '', isLeaf: true });
    for (const [key, value] of Object.entries(attributes)) values.push([`${here()}@${key}`, value]);
  });
  parser.on('text', (text) => {
    if (open.length > 0) open.at(-1).text += text;
  });
  parser.on('closetag', () => {
    const { text, isLeaf } = open.at(-1);
    if (isLeaf) values.push([here(), text]);
    open.pop();
  });
  parser.write(visible(xml)).close();
  return values;
}

/**
 * Readers differ in the letter case of GUIDs, in zeros before hexadecimal digits and behind a time's seven digits, and the
 * C reader leaves out a text that is nothing but a line end.
 */
const spelled = (text) => {
  if (text === '\n') return '';
  if (/^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(text)) return text.toLowerCase();
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return `0x${BigInt(text).toString(16)}`;
  return text.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7})00Z$/, '$1Z');
};

/** The first place at which two events differ; undefined where they say the same. */
function firstDifference(ours, theirs) {
  for (let at = 0; at < Math.max(ours.length, theirs.length); at++) {
    const [mine = [], other = []] = [ours[at], theirs[at]];
    const isSame =
      mine[0] === other[0] && (mine[1] === other[1] || spelled(mine[1]) === spelled(other[1]));
    if (!isSame) return [mine, other];
  }
  return undefined;
}

const RECORD_ID = 'Event/System/EventRecordID';

function byRecordId(events) {
  const found = new Map();
  for (const values of events.map(valuesOf)) {
    const id = values.find(([place]) => place === RECORD_ID)?.[1] ?? '';
    found.set(id, [...(found.get(id) ?? []), values]);
  }
  return found;
}

/**
 * Both sides as XML, one text per event; events are paired by their record id and, where it comes twice, in their order.
 * `values` counts the values of events that say the same, `respelled` those of them that are spelled differently.
 */
export function compareEvents(ours, theirs) {
  const [mine, other] = [byRecordId(ours), byRecordId(theirs)];
  const outcome = {
    equal: 0,
    values: 0,
    respelled: 0,
    different: [],
    onlyOurs: [],
    onlyTheirs: [],
  };
  for (const id of new Set([...mine.keys(), ...other.keys()])) {
    const [left = [], right = []] = [mine.get(id), other.get(id)];
    for (let at = 0; at < Math.max(left.length, right.length); at++) {
      if (!right[at]) outcome.onlyOurs.push(id);
      else if (!left[at]) outcome.onlyTheirs.push(id);
      else tell(outcome, id, left[at], right[at]);
    }
  }
  return outcome;
}

function tell(outcome, id, ours, theirs) {
  const difference = firstDifference(ours, theirs);
  if (difference) outcome.different.push({ id, ours: difference[0], theirs: difference[1] });
  else {
    outcome.equal += 1;
    outcome.values += ours.length;
    outcome.respelled += ours.filter(([, text], at) => text !== theirs[at][1]).length;
  }
}
