// Names, addresses and SIDs of a recording replaced by pseudonyms, the same everywhere: in fields, paths, command lines,
// task definitions, messages and raw text, also where they are encoded there (Base64, hexadecimal, percent signs), and so
// are ids of organisations, machines and accounts. What is compressed or enciphered, and ids that are random, are left.
import type { AnyRecord } from '../../formats/format.ts';
import { mapTexts } from '../map-texts.ts';
import { isAddressField, replaceMacs, replaceSids, replaceV4, replaceV6 } from './addresses.ts';
import { changeEncoded } from './encoded.ts';
import type { Identities } from './identities.ts';
import { idLike } from './ids.ts';
import { Keyed } from './keyed.ts';
import {
  isKeptField,
  isOrdinary,
  isPublicDomain,
  isWellKnown,
  kindOfField,
  type IdentityKind,
} from './well-known.ts';

const prefixes: Readonly<Record<IdentityKind, string>> = {
  user: 'user',
  host: 'host',
  domain: 'dom',
};
const token = /[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu;

const GUID_LENGTH = 36;
/** Encoded text may hold encoded text. */
const DEEPEST_ENCODING = 3;
const LONGEST_REMEMBERED = 400;
const MOST_REMEMBERED = 50_000;

/** Changes records by the names found in all of them. */
export class Redactor {
  readonly #keyed: Keyed;
  readonly #names = new Map<string, string>();
  readonly #domains: ReadonlySet<string>;
  readonly #realms: ReadonlySet<string>;
  readonly #phrases: readonly RegExp[];
  readonly #ids = new Map<string, string>();
  readonly #machines = new Map<string, string>();
  readonly #remembered = new Map<string, string>();

  constructor(found: Identities, seed: string) {
    this.#keyed = new Keyed(seed);
    this.#domains = found.domain;
    this.#realms = new Set([...found.domain, ...found.host]);
    // A name of several kinds keeps one pseudonym; the order of kinds and names decides, not that of the records.
    for (const name of [...found.host].sort()) this.#give(name, 'host');
    for (const name of [...found.domain].sort()) this.#giveDomain(name);
    for (const name of [...found.user].sort()) this.#give(name, 'user');
    for (const id of found.id)
      this.#ids.set(
        id,
        idLike(id, (digits) => this.#keyed.hex(`id ${id}`, digits)),
      );
    for (const part of found.machine)
      this.#machines.set(part, this.#keyed.hex(`machine ${part}`, part.length));
    this.#phrases = phrasesOf([...found.user, ...found.domain, ...found.host]);
  }

  redact(record: AnyRecord): AnyRecord {
    return mapTexts(record, { text: (text, field) => this.#change(text, field) });
  }

  /** A name that stands by itself, such as that of a file. */
  name(text: string): string {
    return this.#change(text, undefined);
  }

  #give(name: string, kind: IdentityKind): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const made = prefixes[kind] + this.#keyed.hex(`name ${name}`, 8);
    this.#names.set(name, made);
    return made;
  }

  /** `corp.example.com`: label by label, so that `CORP` and `corp.example.com` stay recognisably one; the last one stays. */
  #giveDomain(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const labels = name.split('.');
    const kept = labels.length > 1 ? labels.pop() : undefined;
    const made = labels.map((label) => (isWellKnown(label) ? label : this.#give(label, 'domain')));
    const whole = [...made, ...(kept === undefined ? [] : [kept])].join('.');
    this.#names.set(name, whole);
    return whole;
  }

  /** Events say the same things again and again. */
  #change(text: string, field: string | undefined): string {
    if (text === '' || isKeptField(field)) return text;
    if (text.length > LONGEST_REMEMBERED) return this.#changeAnew(text, field);
    const key = `${field ?? ''}\u0000${text}`;
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    const changed = this.#changeAnew(text, field);
    this.#remembered.set(key, changed);
    return changed;
  }

  #changeAnew(text: string, field: string | undefined, depth = 0): string {
    const outside =
      depth >= DEEPEST_ENCODING
        ? text
        : changeEncoded(text, (inner) => this.#changeAnew(inner, undefined, depth + 1));
    let changed = replaceSids(outside, this.#keyed);
    const certain = isAddressField(field);
    changed = replaceMacs(changed, this.#keyed);
    changed = replaceV6(replaceV4(changed, this.#keyed, certain), this.#keyed, certain);
    if (kindOfField(field)) {
      const whole = this.#names.get(changed.trim().toLowerCase());
      if (whole !== undefined) return styled(whole, changed);
    }
    for (const phrase of this.#phrases) {
      changed = changed.replace(phrase, (name) =>
        styled(this.#names.get(name.toLowerCase()) ?? name, name),
      );
    }
    return this.#changeTokens(changed, kindOfField(field));
  }

  #changeTokens(text: string, kind: IdentityKind | undefined): string {
    let realmEnd = -1;
    return text.replace(token, (found: string, at: number) => {
      // `WS-7.` ends a sentence, unless a name ends like that.
      const isWhole = this.#names.has(found.toLowerCase());
      const end = isWhole ? found.length : endOfName(found);
      const name = found.slice(0, end);
      const rest = found.slice(end);
      const isAccount = realmEnd === at - 1 && text[realmEnd] === '\\';
      const isRealm = text[at + end] === '\\' && this.#isRealm(text, at, name);
      realmEnd = isRealm ? at + end : -1;
      const expected =
        isAccount || isRealm || kind !== undefined || isNamePlace(text, at, at + end);
      return this.#word(name, expected, isAccount) + rest;
    });
  }

  /** Whether `X\` before a name makes an account of it, and no path. */
  #isRealm(text: string, at: number, name: string): boolean {
    const before = text[at - 1];
    return before !== '\\' && before !== '/' && this.#realms.has(name.toLowerCase());
  }

  #word(word: string, expected: boolean, isAccount: boolean): string {
    const lower = word.toLowerCase();
    const id = this.#ids.get(lower) ?? this.#machineGuid(lower);
    if (id !== undefined) return styled(id, word);
    const known = this.#names.get(lower);
    if (known !== undefined && (expected || !isOrdinary(lower))) return styled(known, word);
    if (known !== undefined || isWellKnown(lower)) return word;
    if (isAccount && !word.includes('.')) return styled(this.#give(lower, 'user'), word);
    const below =
      word.includes('.') && word.length <= LONGEST_DNS_NAME ? this.#belowDomain(word) : undefined;
    return below ?? this.#parts(word);
  }

  /** A GUID that Sysmon made on a machine that is known. */
  #machineGuid(word: string): string | undefined {
    if (word.length !== GUID_LENGTH || word[8] !== '-') return undefined;
    const machine = this.#machines.get(word.slice(0, 8));
    return machine === undefined ? undefined : machine + word.slice(8);
  }

  /** `dc01.corp.example.com` below a known domain: its own labels are hosts. */
  #belowDomain(word: string): string | undefined {
    const lower = word.toLowerCase();
    for (let dot = lower.indexOf('.'); dot >= 0; dot = lower.indexOf('.', dot + 1)) {
      const domain = lower.slice(dot + 1);
      if (!domain.includes('.') || !this.#domains.has(domain) || isPublicDomain(domain)) continue;
      const labels = word.slice(0, dot).split('.');
      const made = labels.map((label) =>
        label.startsWith('_') || isWellKnown(label.toLowerCase())
          ? label
          : styled(this.#give(label.toLowerCase(), 'host'), label),
      );
      const suffix = styled(this.#names.get(domain) ?? domain, word.slice(dot + 1));
      return `${made.join('.')}.${suffix}`;
    }
    return undefined;
  }

  /** Names inside a longer word, `alice-report.docx`: the longest run of its parts that is one. */
  #parts(word: string): string {
    const parts = word.split(/([._-])/);
    if (parts.length === 1 || parts.length > 25) return word;
    let made = '';
    for (let from = 0; from < parts.length;) {
      let to = parts.length;
      let found: string | undefined;
      for (; to > from; to -= 2) {
        const run = parts.slice(from, to).join('');
        const lower = run.toLowerCase();
        const known = isOrdinary(lower) ? undefined : this.#names.get(lower);
        found = known === undefined ? undefined : styled(known, run);
        if (found !== undefined) break;
      }
      const next = found === undefined ? from + 1 : to;
      made += (found ?? parts[from] ?? '') + (parts[next] ?? '');
      from = next + 1;
    }
    return made;
  }
}

const LONGEST_DNS_NAME = 253;

/** Where a word ends without the dots and hyphens behind it. */
function endOfName(word: string): number {
  let end = word.length;
  while (word[end - 1] === '.' || word[end - 1] === '-') end -= 1;
  return end;
}

/** Behind `\Users\`, at either side of `@`, inside a task's `<UserId>`, behind `\\`: a common word is a name there. */
function isNamePlace(text: string, start: number, end: number): boolean {
  if (text[end] === '@' || text[start - 1] === '@' || text[end] === '$') return true;
  const before = text.slice(Math.max(0, start - 24), start).toLowerCase();
  return /(?:(?:^|[^a-z])(?:cn|dc)=|\\users\\|\\documents and settings\\|\/home\/|<userid>|<author>|<username>|(?:^|[^\w:\\])\\\\)$/.test(
    before,
  );
}

/** The pseudonym in the case of what it stands for. */
function styled(pseudonym: string, original: string): string {
  return /\p{L}/u.test(original) && original === original.toUpperCase()
    ? pseudonym.toUpperCase()
    : pseudonym;
}

/** Names that are no single word (`Jane Doe`, `o'neil`), longest first, as few expressions. */
function phrasesOf(names: readonly string[]): RegExp[] {
  const phrases = [...new Set(names)]
    .filter((name) => !/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name) && !isOrdinary(name))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const made: RegExp[] = [];
  for (let at = 0; at < phrases.length; at += 500) {
    const some = phrases
      .slice(at, at + 500)
      .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
    made.push(new RegExp(`(?<![\\p{L}\\p{N}_])(?:${some.join('|')})(?![\\p{L}\\p{N}_])`, 'giu'));
  }
  return made;
}
