// Characters of commands in a task definition as references or CDATA, which every XML reader resolves.
import type { Mutation } from './mutation.ts';
import { mapDefinitions } from './places.ts';
import type { Random } from './random.ts';
import { mapInner } from './task-definition.ts';
import { unescapeXml } from '../xml-text.ts';

const family = 'text in XML';

function inCommands(change: (text: string, random: Random) => string): Mutation['apply'] {
  return (record, random) =>
    mapDefinitions(record, (xml) =>
      mapInner(xml, 'Exec', (inner) =>
        ['Command', 'Arguments'].reduce(
          (made, name) => mapInner(made, name, (text) => change(text, random.of(text))),
          inner,
        ),
      ),
    );
}

const reference = (letter: string, random: Random): string => {
  const code = letter.charCodeAt(0);
  return random.oneIn(2) ? `&#${String(code)};` : `&#x${code.toString(16)};`;
};

/** Letters outside of references that are there already. */
const references = (text: string, random: Random, share: number): string =>
  text
    .split(/(&[#\w]{1,10};)/)
    .map((piece, at) =>
      at % 2 === 1
        ? piece
        : piece.replaceAll(/[A-Za-z]/g, (letter) =>
            random.oneIn(share) ? reference(letter, random) : letter,
          ),
    )
    .join('');

const literal = (text: string): string => `<![CDATA[${unescapeXml(text)}]]>`;

export const xmlSpellings: readonly Mutation[] = [
  {
    name: 'references-for-letters',
    family,
    describe: 'letters of the command as numeric references',
    apply: inCommands((text, random) => references(text, random, 2)),
  },
  {
    name: 'a-few-references',
    family,
    describe: 'a letter here and there as a numeric reference',
    apply: inCommands((text, random) => references(text, random, 8)),
  },
  {
    name: 'quotes-as-references',
    family,
    describe: 'quotes by their names, as some writers of XML do',
    apply: inCommands((text) => text.replaceAll('"', '&quot;').replaceAll("'", '&apos;')),
  },
  {
    name: 'cdata',
    family,
    describe: 'the command as a CDATA section',
    apply: inCommands((text) =>
      text.includes(']]>') || text.includes('<![') ? text : literal(text),
    ),
  },
  {
    name: 'cdata-in-the-middle',
    family,
    describe: 'a part of the command as a CDATA section',
    apply: inCommands((text, random) => {
      if (text.length < 4 || /[&<]/.test(text)) return text;
      const at = 1 + random.below(text.length - 2);
      return text.slice(0, at) + literal(text.slice(at, at + 2)) + text.slice(at + 2);
    }),
  },
];
