// Addresses and SIDs: replaced by keyed ones of the same sort, wherever they stand in a text. No list is needed, because
// they can be told by their form.
import type { Keyed } from './keyed.ts';

const sidForm = /S-1-(?:5-21|12-1)-\d{1,10}-\d{1,10}-\d{1,10}(?:-\d{1,10})?/g;

/** Domain and cloud SIDs: who issued them changes, the last part (500, 512, 1104) stays. All other SIDs are well known. */
export function replaceSids(text: string, keyed: Keyed): string {
  if (!text.includes('S-1-')) return text;
  return text.replace(sidForm, (sid) => {
    const parts = sid.split('-');
    const cloud = sid.startsWith('S-1-12');
    const issuer = parts.slice(4, cloud ? undefined : 7).join('-');
    const made = [0, 1, 2, 3].map((at) => String(keyed.number(`sid ${issuer} ${String(at)}`)));
    if (cloud) return `S-1-12-1-${made.slice(0, parts.length - 4).join('-')}`;
    return ['S-1-5-21', ...made.slice(0, 3), ...parts.slice(7)].join('-');
  });
}

const macForm =
  /(?<![\w:-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}(?![\w:-])/g;

/** Hardware addresses, to locally administered ones. */
export function replaceMacs(text: string, keyed: Keyed): string {
  return text.replace(macForm, (mac, mark: string) => {
    const hex = keyed.hex(`mac ${mac.toLowerCase().replaceAll(/[:-]/g, '')}`, 10);
    const made = ['02', ...(hex.match(/../g) ?? [])].join(mark);
    return mac === mac.toUpperCase() ? made.toUpperCase() : made;
  });
}

const v4Form = /(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)/g;

/**
 * IPv4 addresses. Private ones stay in their range and equal networks stay equal; public ones go to 198.18.0.0/15.
 * `certain`: the field holds addresses; elsewhere `4.0.0.0`, `v1.2.3.4` and a folder `\1.2.3.4\` are versions.
 */
export function replaceV4(text: string, keyed: Keyed, certain: boolean): string {
  if (!/\d\.\d/.test(text)) return text;
  return text.replace(v4Form, (address, ...rest) => {
    const groups = rest.slice(0, 4).map(Number);
    const at = rest[4] as number;
    if (groups.some((each) => each > 255)) return address;
    if (!certain && isVersion(text, at, groups, address.length)) return address;
    return mappedV4(groups, keyed) ?? address;
  });
}

function isVersion(text: string, at: number, groups: readonly number[], length: number): boolean {
  if (groups.slice(1).every((each) => each === 0)) return true;
  const before = text.slice(Math.max(0, at - 10), at);
  if (/(?:version[ =:]{1,3}|[/ ]v)$/i.test(before)) return true;
  return /[^\\]\\$/.test(before) && text[at + length] === '\\';
}

/** Networks for examples (RFC 5737): nobody's. */
const documentationNets = new Set(['192.0.2', '198.51.100', '203.0.113']);

/** Undefined for addresses that mean the same everywhere. */
function mappedV4(
  [a = 0, b = 0, c = 0, d = 0]: readonly number[],
  keyed: Keyed,
): string | undefined {
  if (a === 0 || a === 127 || a >= 224 || (a === 169 && b === 254 && c === 169 && d === 254))
    return undefined;
  if ((a === 198 && (b === 18 || b === 19)) || documentationNets.has([a, b, c].join('.')))
    return undefined;
  const last = keyed.octet(`${String(a)}.${String(b)}.${String(c)}`, d);
  const third = keyed.octet(`${String(a)}.${String(b)}`, c);
  if (a === 192 && b === 168) return `192.168.${third}.${last}`;
  if (a === 169 && b === 254) return `169.254.${third}.${last}`;
  if (a === 10) return `10.${keyed.octet('10', b)}.${third}.${last}`;
  if (a === 172 && b >= 16 && b < 32) {
    const second = 16 + ((keyed.number('172') + b) % 16);
    return `172.${String(second)}.${third}.${last}`;
  }
  const bits = keyed.number(`v4 ${[a, b, c, d].join('.')}`) % 0x20000;
  return `198.${String(18 + (bits >>> 16))}.${String((bits >>> 8) & 255)}.${String(bits & 255)}`;
}

const v6Form = /(?<![\w:.%])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:]|\.\d)/g;

/** IPv6 addresses; where the field does not promise one, only those of three groups or more. */
export function replaceV6(text: string, keyed: Keyed, certain: boolean): string {
  if (!text.includes(':')) return text;
  return text.replace(v6Form, (address) => {
    const groups = v6Groups(address);
    const written = address.split(':').filter((each) => each !== '').length;
    if (!groups || (!certain && written < 3)) return address;
    return mappedV6(groups, keyed) ?? address;
  });
}

/** The eight groups of an address; undefined for anything else. */
function v6Groups(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) =>
    half === ''
      ? []
      : half.split(':').map((each) => (each === '' ? NaN : Number.parseInt(each, 16))),
  );
  const given = [...head, ...(tail ?? [])];
  if (given.some(Number.isNaN)) return undefined;
  if (tail === undefined) return given.length === 8 ? given : undefined;
  if (given.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - given.length).fill(0), ...tail];
}

/** Undefined for loopback, the unspecified address, multicast, and the network for examples (RFC 3849). */
function mappedV6(groups: readonly number[], keyed: Keyed): string | undefined {
  const [first = 0, second = 0] = groups;
  if (first === 0x2001 && second === 0xdb8) return undefined;
  if (groups.slice(0, 7).every((each) => each === 0) || first >= 0xff00) return undefined;
  const hex = keyed.hex(`v6 ${groups.join(':')}`, 16);
  const end = (hex.match(/..../g) ?? []).join(':');
  if ((first & 0xffc0) === 0xfe80) return `fe80::${end}`;
  return (first & 0xfe00) === 0xfc00 ? `fd00::${end}` : `2001:db8::${end}`;
}

/** Whether a field of that name holds addresses. */
export function isAddressField(field: string | undefined): boolean {
  return (
    field !== undefined &&
    /(?:^|[a-z_])(?:ip|ips|ipaddress|address|addr|ipv4|ipv6)$/i.test(field.slice(-40))
  );
}
