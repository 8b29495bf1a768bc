// The sed expressions of rex: `s/regex/replacement/flags` with `g` for all or a number for the nth match, `y/abc/xyz/`.
import { call, text, type Expression } from '../../plan/index.ts';
import type { Name } from '../tree.ts';
import type { Context } from './command.ts';
import { regexOf } from './regex-text.ts';

type Edit = (subject: Expression) => Expression;

/** The edit that a script makes; undefined when it cannot be read or is not supported, which is reported. */
export function sedOf(script: Name, context: Context): Edit | undefined {
  const parts = partsOf(script.text.trim());
  if (!parts) {
    context.report('SPL1208', 'expected `s/regex/replacement/flags` or `y/from/to/`', script.span);
    return undefined;
  }
  const { command, from, to, flags } = parts;
  if (command === 'y') return transliteration(from, to, script, context);
  const insensitive = /[iI]/.test(flags);
  const functions = regexOf({ ...script, text: insensitive ? `(?i)${from}` : from }, context);
  if (!functions) return undefined;
  const rest = flags.replaceAll(/[iI]/g, '');
  if (rest === 'g') return (subject) => functions.replace(subject, to);
  if (rest === '' || rest === '1')
    return firstOnly({ ...script, text: from }, to, insensitive, context);
  if (/^[1-9]\d{0,3}$/.test(rest)) {
    return (subject) => functions.replaceOne(subject, to, Number(rest));
  }
  context.report('SPL1201', `unsupported flags \`${flags}\` of a sed expression`, script.span);
  return undefined;
}

interface Parts {
  readonly command: 's' | 'y';
  readonly from: string;
  readonly to: string;
  readonly flags: string;
}

/** Any character may part them; with a backslash before it, it is itself. */
function partsOf(script: string): Parts | undefined {
  const command = script[0];
  const delimiter = script[1];
  if (
    (command !== 's' && command !== 'y') ||
    delimiter === undefined ||
    /[\w\s\\]/.test(delimiter)
  ) {
    return undefined;
  }
  const parts: string[] = [];
  let part = '';
  for (let at = 2; at < script.length; at++) {
    const next = script[at] ?? '';
    if (next === delimiter) {
      parts.push(part);
      part = '';
    } else if (next !== '\\') part += next;
    else if (script[at + 1] === delimiter) part += script[++at] ?? '';
    else part += next + (script[++at] ?? '');
  }
  parts.push(part);
  const [from, to, flags] = parts;
  return parts.length === 3 && from !== undefined && to !== undefined && flags !== undefined
    ? { command, from, to, flags: flags.trim() }
    : undefined;
}

/** Only the first match: everything after it is carried over by a group of its own, of which there are nine. */
function firstOnly(
  pattern: Name,
  replacement: string,
  insensitive: boolean,
  context: Context,
): Edit | undefined {
  const flags = insensitive ? '(?i)' : '';
  const inner = regexOf({ ...pattern, text: flags + pattern.text }, context);
  if (!inner) return undefined;
  const last = inner.names.length + 1;
  if (last > 9) return (subject) => inner.replaceOne(subject, replacement, 1);
  const whole = regexOf({ ...pattern, text: `${flags}(?:${pattern.text})([\\s\\S]*)$` }, context);
  return whole && ((subject) => whole.replace(subject, `${replacement}\\${String(last)}`));
}

/** Each character becomes the one at its place. */
function transliteration(
  from: string,
  to: string,
  script: Name,
  context: Context,
): Edit | undefined {
  if (Array.from(from).length !== Array.from(to).length) {
    const message = '`y` takes two texts of the same length';
    context.report('SPL1201', message, script.span);
    return undefined;
  }
  return (subject) => call('translate', 'string', subject, text(from), text(to));
}
