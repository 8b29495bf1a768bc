// Punycode (RFC 3492): any text in letters, digits and hyphens.
import { define, type ScalarFunction } from './function.ts';

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const FIRST_BIAS = 72;
const FIRST_CODE = 128;
const LONGEST = 4096;

function adapted(delta: number, size: number, first: boolean): number {
  let rest = first ? Math.floor(delta / 700) : delta >> 1;
  rest += Math.floor(rest / size);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38));
}

const threshold = (k: number, bias: number): number =>
  k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;

const digit = (value: number): string => String.fromCharCode(value < 26 ? 97 + value : 22 + value);

function valueOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 22;
  if (code >= 65 && code <= 90) return code - 65;
  return code >= 97 && code <= 122 ? code - 97 : BASE;
}

export function encoded(text: string): string | null {
  const codes = Array.from(text, (each) => each.codePointAt(0) ?? 0);
  if (codes.length > LONGEST) return null;
  const basic = codes.filter((each) => each < FIRST_CODE);
  let output = String.fromCodePoint(...basic);
  if (basic.length > 0) output += '-';
  let [code, delta, bias, handled] = [FIRST_CODE, 0, FIRST_BIAS, basic.length];
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((each) => each >= code));
    delta += (next - code) * (handled + 1);
    code = next;
    for (const each of codes) {
      if (each < code) delta++;
      if (each !== code) continue;
      let rest = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (rest < t) break;
        output += digit(t + ((rest - t) % (BASE - t)));
        rest = Math.floor((rest - t) / (BASE - t));
      }
      output += digit(rest);
      bias = adapted(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    code++;
  }
  return output;
}

export function decoded(text: string): string | null {
  if (text.length > LONGEST) return null;
  const split = text.lastIndexOf('-');
  const output = Array.from(text.slice(0, Math.max(0, split)), (each) => each.charCodeAt(0));
  if (output.some((each) => each >= FIRST_CODE)) return null;
  let [code, at, bias] = [FIRST_CODE, 0, FIRST_BIAS];
  for (let index = split < 0 ? 0 : split + 1; index < text.length;) {
    const before = at;
    for (let k = BASE, weight = 1; ; k += BASE) {
      const value = valueOf(text.charCodeAt(index++));
      if (!(value < BASE)) return null;
      at += value * weight;
      const t = threshold(k, bias);
      if (value < t) break;
      weight *= BASE - t;
      if (at > 2 ** 40 || weight > 2 ** 40) return null;
    }
    const size = output.length + 1;
    bias = adapted(at - before, size, before === 0);
    code += Math.floor(at / size);
    at %= size;
    if (code > 0x10ffff) return null;
    output.splice(at++, 0, code);
  }
  return String.fromCodePoint(...output);
}

const PREFIX = 'xn--';

/** The dots that separate labels. */
const DOTS = /[.\u3002\uff0e\uff61]/;

/** Label by label, those that are not plain ASCII, of whatever case they are. */
const encodedDomain = (domain: string): string | null => {
  const labels = domain.split(DOTS).map((label) => {
    // eslint-disable-next-line no-control-regex
    if (/^[\x00-\x7f]*$/.test(label)) return label;
    const made = encoded(label);
    return made === null ? null : PREFIX + made;
  });
  return labels.includes(null) ? null : labels.join('.');
};

const decodedDomain = (domain: string): string | null => {
  const labels = domain
    .split('.')
    .map((label) => (label.toLowerCase().startsWith(PREFIX) ? decoded(label.slice(4)) : label));
  return labels.includes(null) ? null : labels.join('.');
};

const row = (
  name: string,
  meaning: string,
  evaluate: (text: string) => string | null,
): ScalarFunction =>
  define({ name, takes: ['string'], returns: 'string', nulls: 'propagate', meaning, evaluate });

export const punycode: readonly ScalarFunction[] = [
  row('punycode', 'the text in Punycode, without a prefix', encoded),
  row('punycode_text', 'the text that Punycode stands for; null of any other', decoded),
  row('punycode_domain', 'a domain name in ASCII', encodedDomain),
  row('punycode_domain_text', 'a domain name with its letters', decodedDomain),
];
