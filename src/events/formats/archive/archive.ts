// Files inside gzip, zip and tar, unpacked within bounds. Member names are labels; nothing is ever written by them.
import type { Content } from '../forward.ts';
import { inflated } from './inflate.ts';
import { refused, type Member, type Report, type UnpackAllowance } from './limits.ts';
import { isTar, tarMembers } from './tar.ts';
import { zipMembers } from './zip.ts';
import { LOCAL_HEADER } from './zip-directory.ts';

export type Container = 'gzip' | 'zip' | 'tar' | Foreign;

/** Containers that are known and not read. */
type Foreign = 'Zstandard' | 'bzip2' | 'xz' | '7-Zip' | 'RAR' | 'LZ4' | 'cabinet';

/** By the first ten bytes, in hexadecimal. */
const foreign: readonly (readonly [Foreign, RegExp])[] = [
  ['Zstandard', /^28b52ffd/],
  ['bzip2', /^425a683\d314159265359/],
  ['xz', /^fd377a585a00/],
  ['7-Zip', /^377abcaf271c/],
  ['RAR', /^526172211a07/],
  ['LZ4', /^04224d18/],
  ['cabinet', /^4d53434600000000/],
];

/** The container a file is, by its signature. */
export function containerOf(bytes: Buffer): Container | undefined {
  if (bytes.length >= 4 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return 'gzip';
  if (bytes.length >= 22 && bytes.readUInt32LE(0) === LOCAL_HEADER) return 'zip';
  const head = bytes.toString('hex', 0, 10);
  return isTar(bytes) ? 'tar' : foreign.find(([, start]) => start.test(head))?.[0];
}

/** The members of a container, AppleDouble entries and folders left out. */
export function* membersOf(
  container: Container,
  content: Content,
  allowance: UnpackAllowance,
  report: Report,
): Generator<Member> {
  switch (container) {
    case 'gzip':
      yield* gzipMember(content, allowance, report);
      break;
    case 'zip':
      yield* zipMembers(content.range ?? content.bytes.peek(Infinity), allowance, report);
      break;
    case 'tar':
      yield* tarMembers(content.bytes, allowance.limits, report);
      break;
    default:
      refused(report, `packed with ${container}, which is not read; unpack it first`);
  }
}

function* gzipMember(
  packed: Content,
  allowance: UnpackAllowance,
  report: Report,
): Generator<Member> {
  const size = statedSize(packed);
  const told = size === undefined ? {} : { size };
  const content = inflated(
    { kind: 'gzip', name: 'gzip', content: packed, ...told },
    allowance,
    report,
  );
  if (content) yield { name: '', content };
}

/** What the last member says of itself, the lowest 32 bits of it. */
function statedSize({ range }: Content): number | undefined {
  if (!range || range.length < 4) return undefined;
  return range.subarray(range.length - 4, range.length).readUInt32LE(0);
}
