// POSIX ustar, as much as a Splunk package needs: plain files and directories. Written in one fixed form; read with
// the extensions that other packers use for long names (GNU `L`, pax `x`), and nothing that could leave the folder.

const BLOCK = 512;

/** A regular file, or a directory when `content` is undefined. Directories end in `/`. */
export interface TarEntry {
  readonly path: string;
  readonly content?: Uint8Array;
}

/** Permission bits by path; those of folders end in `/`. */
export type Modes = ReadonlyMap<string, number>;

/** What stood in an archive: an entry to keep, or one that is refused with a reason. */
export type TarItem =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly content: Uint8Array;
      readonly mode: number;
    }
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | { readonly kind: 'refused'; readonly path: string; readonly reason: string }
  | { readonly kind: 'broken'; readonly reason: string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Why a path cannot stand in a ustar header as we write it, or undefined. */
export function pathProblem(path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0')) {
    return 'the path is absolute or holds a backslash or NUL';
  }
  const parts = path.replace(/\/$/u, '').split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    return 'the path leads out of its folder or has an empty part';
  }
  if (parts.some((part) => part.startsWith('.'))) return 'a name begins with a period';
  return splitPath(path) ? undefined : 'the path is too long for a tar header';
}

/** The bytes of an archive with the entries in the given order: time 0, owner 0 without names, modes 644 and 755. */
export function writeTar(entries: readonly TarEntry[]): Uint8Array {
  const sizes = entries.map(({ content }) => BLOCK + padded(content?.length ?? 0));
  const whole = new Uint8Array(sizes.reduce((sum, size) => sum + size, 2 * BLOCK));
  let at = 0;
  for (const [index, entry] of entries.entries()) {
    whole.set(header(entry), at);
    if (entry.content) whole.set(entry.content, at + BLOCK);
    at += sizes[index] ?? 0;
  }
  return whole;
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** ustar keeps up to 100 bytes of the name, and up to 155 more of the folders before it. */
function splitPath(path: string): readonly [prefix: string, name: string] | undefined {
  if (encoder.encode(path).length <= 100) return ['', path];
  for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
    const name = path.slice(at + 1);
    const prefix = path.slice(0, at);
    if (encoder.encode(prefix).length > 155) return undefined;
    if (name !== '' && encoder.encode(name).length <= 100) return [prefix, name];
  }
  return undefined;
}

function header({ path, content }: TarEntry): Uint8Array {
  const split = splitPath(path);
  if (!split) throw new Error(`path too long for a tar header: ${path}`);
  const [prefix, name] = split;
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number): void => {
    block.set(encoder.encode(text), at);
  };
  put(name, 0);
  put(octal(content ? 0o644 : 0o755, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(content?.length ?? 0, 12), 124);
  put(octal(0, 12), 136);
  put(content ? '0' : '5', 156);
  put('ustar\u000000', 257);
  put(octal(0, 8), 329);
  put(octal(0, 8), 337);
  put(prefix, 345);
  put(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

/** The sum of the header's bytes, with the checksum's own eight taken as spaces. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

/** Reads entries until the archive's end mark. Never throws: what is wrong comes as `refused` or, last, `broken`. */
export function* readTar(bytes: Uint8Array): Generator<TarItem> {
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) return;
    if (numberAt(block, 148, 8) !== checksum(block)) {
      yield { kind: 'broken', reason: `the header at byte ${String(at)} has a wrong checksum` };
      return;
    }
    const size = numberAt(block, 124, 12);
    if (size === undefined || at + BLOCK + size > bytes.length) {
      yield {
        kind: 'broken',
        reason: `the entry at byte ${String(at)} is longer than the archive`,
      };
      return;
    }
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + padded(size);
    const type = String.fromCharCode(block[156] ?? 0);
    const extended = extension(type, content);
    if (extended !== undefined) {
      longName = extended.name ?? longName;
      continue;
    }
    const mode = (numberAt(block, 100, 8) ?? 0) & 0o7777;
    yield item(type, longName ?? headerName(block), content, mode);
    longName = undefined;
  }
}

/** The name that an extension header gives the next entry; undefined for an entry of its own. */
function extension(type: string, content: Uint8Array): { readonly name?: string } | undefined {
  if (type === 'g') return {};
  if (type === 'L') {
    const name = textOf(content)?.replace(/\0+$/u, '');
    return name === undefined ? {} : { name };
  }
  if (type !== 'x') return undefined;
  const name = paxPath(content);
  return name === undefined ? {} : { name };
}

function item(type: string, path: string | undefined, content: Uint8Array, mode: number): TarItem {
  if (path === undefined) return { kind: 'refused', path: '?', reason: 'its name is not UTF-8' };
  const plain = path.startsWith('./') ? path.slice(2) : path;
  if (type === '5') return { kind: 'directory', path: plain, mode };
  if (type === '0' || type === '\0' || type === '7') {
    return { kind: 'file', path: plain, content, mode };
  }
  const links = type === '1' || type === '2';
  return { kind: 'refused', path: plain, reason: links ? 'it is a link' : 'it is no plain file' };
}

function headerName(block: Uint8Array): string | undefined {
  const name = textOf(untilNul(block.subarray(0, 100)));
  const isUstar = textOf(block.subarray(257, 262)) === 'ustar';
  const prefix = isUstar ? textOf(untilNul(block.subarray(345, 500))) : '';
  if (name === undefined || prefix === undefined) return undefined;
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** pax records are `<length> <key>=<value>\n`, the length counting itself. */
function paxPath(content: Uint8Array): string | undefined {
  let found: string | undefined;
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 ? NaN : Number(textOf(content.subarray(at, space)));
    if (!Number.isInteger(length) || length <= space - at + 1) return found;
    const record = textOf(content.subarray(space + 1, at + length - 1)) ?? '';
    if (record.startsWith('path=')) found = record.slice('path='.length);
    at += length;
  }
  return found;
}

function numberAt(block: Uint8Array, at: number, width: number): number | undefined {
  const text = textOf(block.subarray(at, at + width))
    ?.replaceAll('\0', ' ')
    .trim();
  return text !== undefined && /^[0-7]{1,12}$/u.test(text) ? Number.parseInt(text, 8) : undefined;
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
