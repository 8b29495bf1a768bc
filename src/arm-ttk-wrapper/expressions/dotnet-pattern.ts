/**
 * Whether a regular expression is well-formed for .NET, without running it. Only the syntax is read: groups, classes,
 * quantifiers, escapes and references, in time linear in the pattern.
 */

/** What is wrong with the pattern; undefined if it can be used. */
export function faultInPattern(pattern: string): string | undefined {
  const reader: Reader = { pattern, at: 0, open: 0, canRepeat: false, names: groupNames(pattern) };
  while (reader.at < pattern.length) {
    const fault = step(reader);
    if (fault !== undefined) return fault;
  }
  return reader.open > 0 ? 'a "(" is not closed' : undefined;
}

interface Reader {
  readonly pattern: string;
  readonly names: ReadonlySet<string>;
  at: number;
  open: number;
  /** Whether a quantifier may follow. */
  canRepeat: boolean;
}

function step(reader: Reader): string | undefined {
  const { pattern } = reader;
  switch (pattern[reader.at]) {
    case '\\':
      return escape(reader);
    case '[':
      return characterClass(reader);
    case '(':
      return group(reader);
    case ')':
      reader.at++;
      reader.canRepeat = true;
      return --reader.open < 0 ? 'too many ")"' : undefined;
    case '*':
    case '+':
    case '?':
    case '{':
      return quantifier(reader);
    case '|':
    case '^':
      reader.at++;
      reader.canRepeat = pattern[reader.at - 1] === '^';
      return undefined;
    default:
      reader.at++;
      reader.canRepeat = true;
      return undefined;
  }
}

/** A brace that opens no number is an ordinary character. */
function quantifier(reader: Reader): string | undefined {
  const form = /[*+?]\??|\{(\d{1,10})(?:,(\d{0,10}))?\}\??/y;
  form.lastIndex = reader.at;
  const match = form.exec(reader.pattern);
  if (match === null) {
    reader.at++;
    reader.canRepeat = true;
    return undefined;
  }
  if (!reader.canRepeat) return `the quantifier "${match[0]}" follows nothing`;
  const [, least, most] = match;
  if (least !== undefined && most !== undefined && most !== '' && Number(most) < Number(least)) {
    return `the range ${match[0]} is reversed`;
  }
  reader.at = form.lastIndex;
  reader.canRepeat = false;
  return undefined;
}

function group(reader: Reader): string | undefined {
  const rest = reader.pattern.slice(reader.at, reader.at + 300);
  reader.canRepeat = false;
  if (rest.startsWith('(?#')) {
    const end = reader.pattern.indexOf(')', reader.at);
    reader.at = end + 1;
    return end < 0 ? 'a comment is not closed' : undefined;
  }
  const options = /^\(\?[imnsx]*(?:-[imnsx]+)?\)/.exec(rest);
  if (options !== null) {
    reader.at += options[0].length;
    return undefined;
  }
  const opening =
    /^\((?:\?(?:[:=!>]|<[=!]|[imnsx]*(?:-[imnsx]+)?:|<[\w-]+>|'[\w-]+'|(?=\()))?/.exec(rest)?.[0] ??
    '(';
  if (opening === '(' && rest[1] === '?') return 'an unknown group form';
  reader.at += opening.length;
  reader.open++;
  return undefined;
}

function escape(reader: Reader): string | undefined {
  const form =
    /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|c[@-_a-z]|[pP]\{[\w-]+\}|k(?:<(\w+)>|'(\w+)')|[0-9]+|[abefnrtvAzZGbBdDsSwW]|[^\w])/y;
  form.lastIndex = reader.at;
  const match = form.exec(reader.pattern);
  if (match === null) {
    return reader.at + 1 >= reader.pattern.length ? 'a "\\" at the end' : 'an unknown escape';
  }
  const name = match[1] ?? match[2];
  if (name !== undefined && !reader.names.has(name))
    return `a reference to the unknown group "${name}"`;
  const digit = /^\\([1-9])$/.exec(match[0])?.[1];
  if (digit !== undefined && !reader.names.has(digit))
    return `a reference to the unknown group ${digit}`;
  reader.at = form.lastIndex;
  reader.canRepeat = true;
  return undefined;
}

function characterClass(reader: Reader): string | undefined {
  const { pattern } = reader;
  const start = reader.at++;
  if (pattern[reader.at] === '^') reader.at++;
  let first = true;
  for (; reader.at < pattern.length; first = false) {
    const char = pattern.charAt(reader.at);
    if (char === ']' && !first) {
      reader.at++;
      reader.canRepeat = true;
      return undefined;
    }
    const one = classItem(reader);
    if (one.fault !== undefined) return one.fault;
    const next = pattern[reader.at];
    const afterNext = pattern[reader.at + 1];
    if (next !== '-' || afterNext === undefined || afterNext === ']' || afterNext === '[') continue;
    if (one.char === undefined) continue;
    reader.at++;
    const last = classItem(reader);
    if (last.fault !== undefined) return last.fault;
    if (last.char === undefined) return 'a class as the end of a range';
    if (last.char < one.char) return `the range ${one.char}-${last.char} is reversed`;
  }
  return `the class opened at ${String(start + 1)} is not closed`;
}

/** One character of a class, or a class escape, which has no character. */
function classItem(reader: Reader): { char?: string; fault?: string } {
  const { pattern } = reader;
  const char = pattern.charAt(reader.at);
  if (char !== '\\') {
    reader.at++;
    return { char };
  }
  const form =
    /\\(?:(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})|[pP]\{[\w-]+\}|([dDsSwW])|c[@-_a-z]|[0-7]{1,3}|[abefnrtv-]|[^\w])/y;
  form.lastIndex = reader.at;
  const match = form.exec(pattern);
  if (match === null) return { fault: 'an unknown escape in a class' };
  reader.at = form.lastIndex;
  if (match[1] !== undefined) return { char: String.fromCharCode(parseInt(match[1].slice(1), 16)) };
  const escaped = match[0].slice(1);
  return escaped.length === 1 && !/\w/.test(escaped) ? { char: escaped } : {};
}

/** Names of the groups, and the numbers that unnamed ones have. */
function groupNames(pattern: string): ReadonlySet<string> {
  const names = new Set<string>();
  let count = 0;
  for (const [all, angled, quoted] of pattern.matchAll(
    /\\[\s\S]|\((?!\?)|\(\?(?:<(\w+)>|'(\w+)')/g,
  )) {
    if (all.startsWith('\\')) continue;
    names.add(String(++count));
    const name = angled ?? quoted;
    if (name !== undefined) names.add(name);
  }
  return names;
}
