// Other spellings of a path that lead to the same file. The log's own paths (Image) are canonical and stay.
import type { Mutation } from './mutation.ts';
import { mapCommands } from './places.ts';
import type { Random } from './random.ts';

const family = 'paths';

/** A path with a drive, up to a blank, a quote or what cannot be in a path; folders with blanks end it early. */
const PATH = /(?<![\w\\])[a-z]:\\[^\s"'<>|*?,;^]{2,240}/gi;

function onPaths(change: (path: string, random: Random) => string): Mutation['apply'] {
  return (record, random) =>
    mapCommands(record, random, (command, own) => {
      const changed = (text: string): string => text.replaceAll(PATH, (path) => change(path, own));
      return { ...command, program: changed(command.program), rest: changed(command.rest) };
    });
}

/** `change` for some separators behind the drive, at least for the last one. */
function separators(path: string, random: Random, other: string): string {
  const last = path.lastIndexOf('\\');
  return path.replaceAll('\\', (own: string, at: number) =>
    at === last || (at > 2 && random.oneIn(2)) ? other : own,
  );
}

/** Behind both folders of programs, which have `~1` and `~2`. */
const PROGRAM_DATA = 'PROGRA~3';

/**
 * The name that Windows makes for volumes with short names: six letters, `~1`, three letters of the extension. A stream
 * behind a colon has none.
 */
function shortName(name: string): string {
  if (name.includes(':')) return name;
  if (name.toLowerCase() === 'programdata') return PROGRAM_DATA;
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot + 1)] : [name, ''];
  const plain = /^[\w$~!#&{}()@^-]{1,8}$/.test(stem) && /^\w{0,3}$/.test(extension);
  if (plain) return name;
  const kept = stem.replaceAll(/[^\w$~!#&{}()@-]/g, '').slice(0, 6);
  if (kept === '') return name;
  const ending = extension === '' ? '' : `.${extension.slice(0, 3)}`;
  return `${kept}~1${ending}`.toUpperCase();
}

const shortPath = (path: string): string =>
  path
    .split('\\')
    .map((name, at) => (at === 0 ? name : shortName(name)))
    .join('\\');

export const paths: readonly Mutation[] = [
  {
    name: 'doubled-separators',
    family,
    describe: 'two backslashes for one between folders, which Windows takes for one',
    apply: onPaths((path, random) => separators(path, random, '\\\\')),
  },
  {
    name: 'forward-slashes',
    family,
    describe: 'slashes for backslashes, which Windows takes in paths',
    apply: onPaths((path) => path.replaceAll('\\', '/')),
  },
  {
    name: 'a-forward-slash',
    family,
    describe: 'a slash for a backslash here and there',
    apply: onPaths((path, random) => separators(path, random, '/')),
  },
  {
    name: 'same-folder',
    family,
    describe: '`\\.\\` between folders, the folder itself',
    apply: onPaths((path, random) => separators(path, random, '\\.\\')),
  },
  {
    name: 'there-and-back',
    family,
    describe: 'into a folder and out again by `..`',
    apply: onPaths((path, random) =>
      separators(path, random, `\\${random.pick(['tmp', 'x', 'en-US', 'Vendor'])}\\..\\`),
    ),
  },
  {
    name: 'short-names',
    family,
    describe: 'short names (8.3) of folders and files, where the volume has them',
    apply: onPaths(shortPath),
  },
  {
    name: 'share-of-this-computer',
    family,
    describe: 'the drive by its administrative share on this computer',
    apply: onPaths((path, random) => {
      const host = random.pick(['localhost', '127.0.0.1', '--1.ipv6-literal.net']);
      return `\\\\${host}\\${path.charAt(0)}$${path.slice(2)}`;
    }),
  },
  {
    name: 'device-path',
    family,
    describe: 'the path with `\\\\?\\` or `\\\\.\\` in front, for the name of the device',
    apply: onPaths((path, random) => random.pick(['\\\\?\\', '\\\\.\\']) + path),
  },
];
