// The same task definition as other XML: order, prefix, attributes, comments and blanks are free.
import type { Mutation } from './mutation.ts';
import { mapDefinitions } from './places.ts';
import type { Random } from './random.ts';
import { mapInner, mapParts, partsOf } from './task-definition.ts';

const family = 'task XML';

const onDefinition =
  (change: (xml: string, random: Random) => string): Mutation['apply'] =>
  (record, random) =>
    mapDefinitions(record, (xml) => change(xml, random));

const EXECUTED = ['Command', 'Arguments', 'WorkingDirectory'] as const;

/** Command, arguments and folder in reverse order. */
const reversedAction = (xml: string): string =>
  mapInner(xml, 'Exec', (inner) => {
    const parts = EXECUTED.flatMap((name) => partsOf(inner, name).slice(0, 1)).map(
      ({ start, end }) => inner.slice(start, end),
    );
    return parts.length < 2 ? inner : parts.reverse().join('');
  });

const SECTIONS = ['RegistrationInfo', 'Triggers', 'Principals', 'Settings', 'Actions'] as const;

/** The sections of the task in another order: actions first. */
function actionsFirst(xml: string): string {
  const found = SECTIONS.flatMap((name) => partsOf(xml, name).slice(0, 1));
  const start = Math.min(...found.map((each) => each.start));
  const end = Math.max(...found.map((each) => each.end));
  if (found.length < 2) return xml;
  const texts = found.map((part) => xml.slice(part.start, part.end)).reverse();
  return xml.slice(0, start) + texts.join('\n') + xml.slice(end);
}

/** Every element with a prefix that stands for the namespace of tasks. */
function prefixed(xml: string, random: Random): string {
  if (!/<Task[\s>]/.test(xml) || !xml.includes('xmlns="')) return xml;
  const prefix = random.pick(['t', 'ns0', 'task', 'x1']);
  return xml
    .replace(' xmlns="', ` xmlns:${prefix}="`)
    .replaceAll(/<(\/?)(?=[A-Za-z])/g, `<$1${prefix}:`);
}

const withAttribute = (xml: string, random: Random): string =>
  xml.replaceAll(
    /<(Exec|ComHandler)>/g,
    (_, name: string) => `<${name} id="${random.pick(['a1', 'Main', 'Update', 'x'])}">`,
  );

const comment = (random: Random): string =>
  random.pick([
    '<!-- updater -->',
    '<!---->',
    '<!-- <Command>notepad.exe</Command> -->',
    '<?pi x?>',
  ]);

/** Comments between the elements of an action. */
const commented = (xml: string, random: Random): string =>
  mapInner(xml, 'Exec', (inner) =>
    inner.replaceAll(/<(?=Command|Arguments|WorkingDirectory)/g, () => `${comment(random)}<`),
  );

/** Blanks where XML allows them: between elements, in front of the end of a tag. */
const spaced = (xml: string, random: Random): string =>
  xml.replaceAll(
    /(<\/?(?:Exec|Command|Arguments|Actions))(?=>)/g,
    (tag) => tag + random.pick([' ', '\n', '\t', '  ']),
  );

const packed = (xml: string): string => xml.replaceAll(/>\s{1,200}</g, '><');

const singleQuoted = (xml: string): string =>
  xml.replaceAll(/(?<=<[^<>]{1,300}=)"([^"'<>]{0,200})"/g, "'$1'");

/** Content on a line of its own, which the scheduler trims. */
const ownLines = (xml: string): string =>
  mapParts(xml, 'Command', ({ start, innerStart, innerEnd, end }) => {
    const inner = xml.slice(innerStart, innerEnd);
    return `${xml.slice(start, innerStart)}\n        ${inner}\n      ${xml.slice(innerEnd, end)}`;
  });

export const taskXml: readonly Mutation[] = [
  {
    name: 'arguments-first',
    family,
    describe: 'arguments in front of the command',
    apply: onDefinition(reversedAction),
  },
  {
    name: 'actions-first',
    family,
    describe: 'the sections of the task in reverse order',
    apply: onDefinition(actionsFirst),
  },
  {
    name: 'namespace-prefix',
    family,
    describe: 'a prefix for the namespace on every element',
    apply: onDefinition(prefixed),
  },
  {
    name: 'attribute-on-action',
    family,
    describe: 'an id on each action',
    apply: onDefinition(withAttribute),
  },
  {
    name: 'comments-in-action',
    family,
    describe: 'comments between the elements of an action, one of them with a false command',
    apply: onDefinition(commented),
  },
  {
    name: 'blanks-in-tags',
    family,
    describe: 'blanks in front of the end of tags',
    apply: onDefinition(spaced),
  },
  { name: 'packed', family, describe: 'no blanks between elements', apply: onDefinition(packed) },
  {
    name: 'single-quotes',
    family,
    describe: 'attributes in single quotes',
    apply: onDefinition(singleQuoted),
  },
  {
    name: 'command-on-own-line',
    family,
    describe: 'the command on a line of its own within its element',
    apply: onDefinition(ownLines),
  },
];
