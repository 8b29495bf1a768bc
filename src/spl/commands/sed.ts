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

/** Only the first match: everything after it is carried over by a group of its own. */
function firstOnly(
  pattern: Name,
  replacement: string,
  insensitive: boolean,
  context: Context,
): Edit | undefined {
  const inner = regexOf(pattern, context);
  if (!inner) return undefined;
  const last = inner.names.length + 1;
  if (last > 9) {
    context.report('SPL1201', 'a sed expression with more than eight groups', pattern.span);
    return undefined;
  }
  const flags = insensitive ? '(?i)' : '';
  const whole = regexOf({ ...pattern, text: `${flags}(?:${pattern.text})([\\s\\S]*)$` }, context);
  return whole && ((subject) => whole.replace(subject, `${replacement}\\${String(last)}`));
}

function transliteration(
  from: string,
  to: string,
  script: Name,
  context: Context,
): Edit | undefined {
  const [source, target] = [Array.from(from), Array.from(to)];
  // One character after another is right only while no result is a source again.
  if (source.length !== target.length || source.some((each) => target.includes(each))) {
    context.report('SPL1201', 'this transliteration is not supported', script.span);
    return undefined;
  }
  return (subject) =>
    source.reduce(
      (made, each, index) => call('replace', 'string', made, text(each), text(target[index] ?? '')),
      subject,
    );
}
