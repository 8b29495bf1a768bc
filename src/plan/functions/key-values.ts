// Keys and values written one after another in a text.
import { define, type ScalarFunction } from './function.ts';
import { plainText } from './dynamic.ts';
import { readJson } from './json-text.ts';

interface Form {
  readonly pair: string;
  readonly kv: string;
  /** One sign for both ends, or an opening and a closing one; empty for none. */
  readonly quote: string;
  readonly escape: string;
  readonly greedy: boolean;
}

interface Piece {
  readonly value: string;
  readonly end: number;
}

/** What is within quotes at a place, the escape sign taking the next one as it is; undefined where no quote opens. */
function quotedAt(text: string, at: number, { quote, escape }: Form): Piece | undefined {
  const [open = '', close = open] = Array.from(quote);
  if (open === '' || !text.startsWith(open, at)) return undefined;
  let value = '';
  for (let index = at + open.length; index < text.length; index++) {
    if (escape !== '' && text.startsWith(escape, index)) value += text[++index] ?? '';
    else if (text.startsWith(close, index)) return { value, end: index + close.length };
    else value += text[index] ?? '';
  }
  return undefined;
}

function keyAt(
  text: string,
  at: number,
  form: Form,
): (Piece & { readonly quoted: boolean }) | undefined {
  const quoted = quotedAt(text, at, form);
  if (quoted && text.startsWith(form.kv, quoted.end)) {
    return { value: quoted.value, end: quoted.end + form.kv.length, quoted: true };
  }
  const end = text.indexOf(form.kv, at);
  return end < 0
    ? undefined
    : { value: text.slice(at, end), end: end + form.kv.length, quoted: false };
}

/** Where the value that begins at a place ends: at the next pair, or, greedy, before the last delimiter of the next key. */
function valueEnd(text: string, at: number, { pair, kv, greedy }: Form): number {
  if (!greedy) {
    const end = text.indexOf(pair, at);
    return end < 0 ? text.length : end;
  }
  const next = text.indexOf(kv, at);
  const end = next < 0 ? -1 : text.lastIndexOf(pair, next);
  return end < at ? text.length : end;
}

function pairsOf(text: string, form: Form): Map<string, string> {
  const found = new Map<string, string>();
  if (form.pair === '' || form.kv === '') return found;
  let at = 0;
  while (at < text.length) {
    while (text.startsWith(form.pair, at)) at += form.pair.length;
    const key = keyAt(text, at, form);
    if (!key) break;
    const quoted = quotedAt(text, key.end, form);
    const end = quoted?.end ?? valueEnd(text, key.end, form);
    // A key cannot hold the sign between pairs: what stands before it belongs to no pair.
    const plain = key.quoted ? key.value : (key.value.split(form.pair).pop()?.trim() ?? '');
    if (!found.has(plain)) found.set(plain, quoted?.value ?? text.slice(key.end, end).trim());
    const next = text.indexOf(form.pair, end);
    at = next < 0 ? text.length : next + form.pair.length;
  }
  return found;
}

/** Tokens of letters, digits and `_`, or what stands in quotes; whatever lies between separates them. */
function tokensOf(text: string, form: Form): string[] {
  const found: string[] = [];
  let plain = '';
  const close = (): void => {
    if (plain !== '') found.push(plain);
    plain = '';
  };
  for (let at = 0; at < text.length; at++) {
    const quoted = plain === '' ? quotedAt(text, at, form) : undefined;
    const sign = text[at] ?? '';
    if (quoted) {
      found.push(quoted.value);
      at = quoted.end - 1;
    } else if (/[\p{L}\p{N}_]/u.test(sign)) plain += sign;
    else close();
  }
  close();
  return found;
}

/** Each wanted key with the token behind it. */
function followers(text: string, keys: string, form: Form): Map<string, string> {
  const value = readJson(keys);
  const wanted = new Set(value?.kind === 'array' ? value.items.map(plainText) : []);
  const found = new Map<string, string>();
  const tokens = tokensOf(text, form);
  for (let at = 0; at + 1 < tokens.length; at++) {
    const [key = '', next = ''] = tokens.slice(at, at + 2);
    if (!wanted.has(key) || found.has(key)) continue;
    found.set(key, next);
    at++;
  }
  return found;
}

const printed = (members: ReadonlyMap<string, string>): string =>
  `{${[...members].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;

export const keyValues: readonly ScalarFunction[] = [
  define({
    name: 'key_values',
    takes: ['string', 'string', 'string', 'string', 'string', 'bool'],
    returns: 'dynamic',
    nulls: 'propagate',
    meaning:
      'args [text, sign between pairs, sign between key and value, quotes, escape, greedy]: the pairs as an object of texts',
    evaluate: (
      text: string,
      pair: string,
      kv: string,
      quote: string,
      escape: string,
      greedy: boolean,
    ) => printed(pairsOf(text, { pair, kv, quote, escape, greedy })),
  }),
  define({
    name: 'key_followers',
    takes: ['string', 'dynamic', 'string', 'string'],
    returns: 'dynamic',
    nulls: 'propagate',
    meaning:
      'args [text, keys, quotes, escape]: each of the keys with the word or quoted text behind it, as an object of texts',
    evaluate: (text: string, keys: string, quote: string, escape: string) =>
      printed(followers(text, keys, { pair: '', kv: '', quote, escape, greedy: false })),
  }),
  define({
    name: 'bag_of_pairs',
    takes: ['dynamic'],
    returns: 'dynamic',
    nulls: 'propagate',
    meaning: 'an object of the pairs in an array; of equal names the first counts',
    evaluate: (json: string) => {
      const value = readJson(json);
      const members = new Map<string, string>();
      for (const pair of value?.kind === 'array' ? value.items : []) {
        const [key, text] = pair.kind === 'array' ? pair.items.map(plainText) : [];
        if (key !== undefined && text !== undefined && !members.has(key)) members.set(key, text);
      }
      return printed(members);
    },
  }),
];
