// The attack among harmless actions: the scheduler runs all of a task's actions in order.
import type { Mutation } from './mutation.ts';
import { mapDefinitions } from './places.ts';
import type { Random } from './random.ts';
import { mapInner, partsOf } from './task-definition.ts';

const family = 'several actions';

type Action = readonly [command: string, argument: string];

const HARMLESS: readonly [Action, ...Action[]] = [
  ['C:\\Windows\\System32\\cleanmgr.exe', '/verylowdisk'],
  ['C:\\Windows\\System32\\defrag.exe', 'C: /O'],
  ['C:\\Windows\\System32\\sc.exe', 'query wuauserv'],
  ['C:\\Program Files\\Windows Defender\\MpCmdRun.exe', '-SignatureUpdate'],
  ['C:\\Windows\\System32\\w32tm.exe', '/resync'],
];

/** A definition holds up to 32 actions, and Windows cuts long ones off in the event. */
const ROOM = 3_500;

function action(prefix: string, random: Random): string {
  const [command, argument] = random.pick(HARMLESS);
  const tag = (name: string, text: string): string =>
    `<${prefix}${name}>${text}</${prefix}${name}>`;
  return tag('Exec', tag('Command', command) + tag('Arguments', argument));
}

/** `before` and `after`: the most harmless actions on either side. */
function among(before: number, after: number): Mutation['apply'] {
  return (record, random) =>
    mapDefinitions(record, (xml) => {
      const [first] = [...partsOf(xml, 'Exec'), ...partsOf(xml, 'ComHandler')];
      const room = Math.floor((ROOM - xml.length) / 130);
      if (!first || room < 1) return xml;
      const prefix = /^<([\w.-]{1,40}:)?/.exec(xml.slice(first.start))?.[1] ?? '';
      const made = (most: number): string =>
        Array.from({ length: most === 0 ? 0 : 1 + random.below(Math.min(most, room)) }, () =>
          action(prefix, random),
        ).join('');
      return mapInner(xml, 'Actions', (inner) => made(before) + inner + made(after));
    });
}

export const actions: readonly Mutation[] = [
  {
    name: 'harmless-actions-before',
    family,
    describe: 'harmless actions in front of the malicious one',
    apply: among(6, 0),
  },
  {
    name: 'harmless-actions-after',
    family,
    describe: 'harmless actions behind the malicious one',
    apply: among(0, 6),
  },
  {
    name: 'harmless-actions-around',
    family,
    describe: 'harmless actions on both sides of the malicious one',
    apply: among(3, 3),
  },
];
