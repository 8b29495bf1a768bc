// Reads Perl-compatible regular expressions: what Splunk's match, replace, rex and regex take. Constructs outside the
// dialect's common core (recursion, conditionals, callouts) are refused by name.
import {
  BLANK,
  complement,
  DIGITS,
  SPACE,
  WORD,
  type Assertion,
  type Pattern,
  type Ranges,
  type Regex,
  type RegexProblem,
} from './pattern.ts';

const LONGEST = 20_000;
const DEEPEST = 200;
const MOST_REPEATS = 65_535;

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
  readonly U: boolean;
}

class Refusal extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** The pattern as a tree, or what is wrong with it. */
export function parseRegex(source: string): Regex | RegexProblem {
  if (source.length > LONGEST) return { message: 'the pattern is too long', at: 0 };
  const reader = new Reader(source);
  try {
    const root = reader.whole();
    return { source, root, names: reader.names };
  } catch (problem) {
    if (problem instanceof Refusal) return { message: problem.message, at: problem.at };
    throw problem;
  }
}

const POSIX: ReadonlyMap<string, Ranges> = new Map<string, Ranges>([
  [
    'alpha',
    [
      [65, 90],
      [97, 122],
    ],
  ],
  ['digit', DIGITS],
  [
    'alnum',
    [
      [48, 57],
      [65, 90],
      [97, 122],
    ],
  ],
  ['upper', [[65, 90]]],
  ['lower', [[97, 122]]],
  ['space', SPACE],
  [
    'blank',
    [
      [9, 9],
      [32, 32],
    ],
  ],
  [
    'punct',
    [
      [33, 47],
      [58, 64],
      [91, 96],
      [123, 126],
    ],
  ],
  [
    'xdigit',
    [
      [48, 57],
      [65, 70],
      [97, 102],
    ],
  ],
  ['word', WORD],
  [
    'cntrl',
    [
      [0, 31],
      [127, 127],
    ],
  ],
  ['print', [[32, 126]]],
  ['graph', [[33, 126]]],
  ['ascii', [[0, 127]]],
]);

const CLASSES: ReadonlyMap<string, Ranges> = new Map<string, Ranges>([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
  ['h', BLANK],
  ['H', complement(BLANK)],
  [
    'v',
    [
      [10, 13],
      [0x85, 0x85],
      [0x2028, 0x2029],
    ],
  ],
  [
    'V',
    complement([
      [10, 13],
      [0x85, 0x85],
      [0x2028, 0x2029],
    ]),
  ],
  ['N', complement([[10, 10]])],
]);

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['f', 12],
  ['a', 7],
  ['e', 27],
]);

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map<string, Assertion>([
  ['b', 'word'],
  ['B', 'not_word'],
  ['A', 'text_start'],
  ['z', 'text_end'],
  ['Z', 'last_end'],
  ['K', 'keep'],
]);

/** Recursive descent: choice > sequence > repeat > atom. */
class Reader {
  readonly names: (string | null)[] = [];
  private at = 0;
  private depth = 0;
  private quoting = false;
  private flags: Flags = { i: false, m: false, s: false, x: false, U: false };
  private readonly pending: {
    readonly name: string;
    readonly at: number;
    readonly node: { group: number };
  }[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  whole(): Pattern {
    const root = this.choice();
    if (this.at < this.text.length) this.fail('`)` without `(`');
    for (const { name, at, node } of this.pending) {
      const index = this.names.indexOf(name);
      if (index < 0) throw new Refusal(`no group is named \`${name}\``, at);
      node.group = index + 1;
    }
    return root;
  }

  private fail(message: string, at = this.at): never {
    throw new Refusal(message, at);
  }

  private peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? '';
  }

  private take(piece: string): boolean {
    if (!this.text.startsWith(piece, this.at)) return false;
    this.at += piece.length;
    return true;
  }

  /** The text up to and including `end`, without it. */
  private until(end: string, what: string): string {
    const stop = this.text.indexOf(end, this.at);
    if (stop < 0) this.fail(`${what} is not closed with \`${end}\``);
    const found = this.text.slice(this.at, stop);
    this.at = stop + end.length;
    return found;
  }

  private choice(): Pattern {
    if (++this.depth > DEEPEST) this.fail('groups are nested too deeply');
    const before = this.flags;
    const items = [this.sequence()];
    while (this.take('|')) items.push(this.sequence());
    this.flags = before;
    this.depth--;
    return items.length === 1 && items[0] ? items[0] : { kind: 'choice', items };
  }

  private sequence(): Pattern {
    const items: Pattern[] = [];
    for (;;) {
      if (!this.quoting) this.skipIgnored();
      const next = this.peek();
      if (next === '' || (!this.quoting && (next === '|' || next === ')'))) break;
      const atom = this.quoting ? this.quoted() : this.atom();
      if (atom) items.push(this.quoting ? atom : this.repeated(atom));
    }
    return items.length === 1 && items[0] ? items[0] : { kind: 'sequence', items };
  }

  /** Comments, and with flag x blanks. */
  private skipIgnored(): void {
    for (;;) {
      if (this.take('(?#')) this.until(')', 'a comment');
      else if (this.flags.x && /\s/.test(this.peek())) this.at++;
      else if (this.flags.x && this.peek() === '#') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end + 1;
      } else return;
    }
  }

  private repeated(atom: Pattern): Pattern {
    let body = atom;
    for (;;) {
      this.skipIgnored();
      const bounds = this.bounds();
      if (!bounds) return body;
      const [least, most] = bounds;
      if (least > MOST_REPEATS || (most ?? 0) > MOST_REPEATS)
        this.fail('a repeat count is too large');
      if (most !== null && most < least) this.fail('a repeat ends before it begins');
      const lazy = this.take('?') !== this.flags.U;
      const mode = this.take('+') ? 'possessive' : lazy ? 'lazy' : 'greedy';
      body = { kind: 'repeat', body, least, most, mode };
    }
  }

  private bounds(): [number, number | null] | undefined {
    if (this.take('*')) return [0, null];
    if (this.take('+')) return [1, null];
    if (this.take('?')) return [0, 1];
    const found = /^\{(\d{1,6})(?:(,)(\d{0,6}))?\}/.exec(this.text.slice(this.at, this.at + 20));
    if (!found) return undefined;
    this.at += found[0].length;
    const least = Number(found[1]);
    if (found[2] === undefined) return [least, least];
    return [least, found[3] === undefined || found[3] === '' ? null : Number(found[3])];
  }

  private atom(): Pattern | undefined {
    const start = this.at;
    const char = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    this.at += char.length;
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.bracket();
      case '.':
        return this.flags.s ? this.set([], true) : this.set([[10, 10]], true);
      case '^':
        return { kind: 'assert', what: this.flags.m ? 'line_start' : 'text_start' };
      case '$':
        return { kind: 'assert', what: this.flags.m ? 'line_end' : 'last_end' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        return this.fail(`\`${char}\` has nothing to repeat`, start);
      default:
        return this.literal(char.codePointAt(0) ?? 0);
    }
  }

  private literal(code: number): Pattern {
    return this.set([[code, code]], false);
  }

  private set(ranges: Ranges, negated: boolean): Pattern {
    return { kind: 'set', ranges, negated, fold: this.flags.i };
  }

  private group(): Pattern | undefined {
    if (this.peek() === '*') this.fail('verbs such as `(*FAIL)` are not supported');
    if (!this.take('?')) return this.capture(null);
    if (this.take('P<') || (this.peek() === '<' && !/[=!]/.test(this.peek(1)) && this.take('<'))) {
      return this.capture(this.groupName('>'));
    }
    if (this.take("'")) return this.capture(this.groupName("'"));
    if (this.take('P=')) return this.named(this.groupName(')'));
    if (this.take(':')) return this.close(this.choice());
    if (this.take('>')) return this.close({ kind: 'atomic', body: this.choice() });
    for (const [sign, behind, negative] of LOOKS) {
      if (this.take(sign))
        return this.close({ kind: 'look', behind, negative, body: this.choice() });
    }
    return this.inlineFlags();
  }

  private close(pattern: Pattern): Pattern {
    if (!this.take(')')) this.fail('`(` is not closed');
    return pattern;
  }

  private groupName(end: string): string {
    const start = this.at;
    const name = this.until(end, 'a group name');
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) {
      this.fail(`\`${name}\` cannot name a group`, start);
    }
    return name;
  }

  private capture(name: string | null): Pattern {
    this.names.push(name);
    const index = this.names.length;
    const body = this.choice();
    return this.close({ kind: 'group', index, body, ...(name === null ? {} : { name }) });
  }

  /** `(?i)` up to the end of the group, `(?i:...)` for its body. */
  private inlineFlags(): Pattern | undefined {
    const found = /^\^?([imsxUJ]*)(?:-([imsxU]*))?([:)])/.exec(
      this.text.slice(this.at, this.at + 20),
    );
    if (!found) this.fail('this kind of group is not supported');
    this.at += found[0].length;
    const before = this.flags;
    const set = (flag: keyof Flags): boolean =>
      !(found[2] ?? '').includes(flag) && ((found[1] ?? '').includes(flag) || before[flag]);
    this.flags = { i: set('i'), m: set('m'), s: set('s'), x: set('x'), U: set('U') };
    if (found[3] === ')') return undefined;
    const body = this.close(this.choice());
    this.flags = before;
    return body;
  }

  private named(name: string): Pattern {
    const node = { kind: 'back' as const, group: 0, fold: this.flags.i };
    this.pending.push({ name, at: this.at, node });
    return node;
  }

  private escape(): Pattern | undefined {
    const start = this.at - 1;
    const char = this.peek();
    if (char === '') this.fail('`\\` at the end', start);
    if (char === 'Q' || char === 'E') {
      this.at++;
      this.quoting = char === 'Q';
      return undefined;
    }
    if (char === 'k' || char === 'g') return this.reference();
    if (char === 'R') {
      this.at++;
      return this.lineEnd();
    }
    if (/[1-9]/.test(char)) return this.numbered();
    const what = ASSERTIONS.get(char);
    if (what) {
      this.at++;
      return { kind: 'assert', what };
    }
    const ranges = CLASSES.get(char);
    if (ranges) {
      this.at++;
      return this.set(ranges, false);
    }
    return this.literal(this.code());
  }

  /** A character between `\Q` and `\E`; one that `\E` follows can be repeated like any other. */
  private quoted(): Pattern | undefined {
    if (this.take('\\E')) {
      this.quoting = false;
      return undefined;
    }
    const code = this.text.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    if (this.take('\\E')) this.quoting = false;
    return this.literal(code);
  }

  private lineEnd(): Pattern {
    const one = this.set(
      [
        [10, 13],
        [0x85, 0x85],
        [0x2028, 0x2029],
      ],
      false,
    );
    const pair: Pattern = { kind: 'sequence', items: [this.literal(13), this.literal(10)] };
    return { kind: 'atomic', body: { kind: 'choice', items: [pair, one] } };
  }

  /** `\k<name>`, `\k{name}`, `\k'name'`, `\g1`, `\g{-1}`, `\g{name}`. */
  private reference(): Pattern {
    const found = /^(?:k<(\w+)>|k\{(\w+)\}|k'(\w+)'|g\{([A-Za-z_]\w*)\}|g\{?(-?\d{1,3})\}?)/.exec(
      this.text.slice(this.at, this.at + 140),
    );
    if (!found) this.fail('a back-reference was expected');
    this.at += found[0].length;
    const number = found[5];
    if (number === undefined) return this.named(found.slice(1, 5).find(Boolean) ?? '');
    const group = Number(number) < 0 ? this.names.length + 1 + Number(number) : Number(number);
    return { kind: 'back', group, fold: this.flags.i };
  }

  /** `\1`: a group; a number with no such group before or after is octal, as in Perl, when it could be. */
  private numbered(): Pattern {
    const digits = /^\d{1,3}/.exec(this.text.slice(this.at, this.at + 3))?.[0] ?? '';
    const octal = /^[0-7]{2,3}/.exec(digits)?.[0];
    if (Number(digits) > 9 && Number(digits) > this.names.length && octal !== undefined) {
      this.at += octal.length;
      return this.literal(parseInt(octal, 8));
    }
    const used = Number(digits) > this.names.length ? digits.slice(0, 1) : digits;
    this.at += used.length;
    return { kind: 'back', group: Number(used), fold: this.flags.i };
  }

  /** The code point that an escape (after its backslash) stands for. */
  private code(): number {
    const char = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    const control = CONTROLS.get(char);
    if (control !== undefined) {
      this.at++;
      return control;
    }
    if (char === 'x') return this.hexadecimal();
    if (char === '0') {
      const octal = /^[0-7]{1,3}/.exec(this.text.slice(this.at, this.at + 3))?.[0] ?? '0';
      this.at += octal.length;
      return parseInt(octal, 8);
    }
    if (char === 'c') {
      const code = this.peek(1).toUpperCase().charCodeAt(0) ^ 64;
      this.at += 2;
      return code;
    }
    if (/[A-Za-z0-9]/.test(char)) this.fail(`\`\\${char}\` is not supported`, this.at - 1);
    this.at += char.length;
    return char.codePointAt(0) ?? 0;
  }

  private hexadecimal(): number {
    const rest = this.text.slice(this.at, this.at + 12);
    const found = /^x\{([0-9A-Fa-f]{1,6})\}/.exec(rest) ?? /^x([0-9A-Fa-f]{0,2})/.exec(rest);
    this.at += found?.[0].length ?? 1;
    return parseInt(`0${found?.[1] ?? ''}`, 16);
  }

  private bracket(): Pattern {
    const start = this.at - 1;
    const negated = this.take('^');
    const ranges: (readonly [number, number])[] = [];
    let first = true;
    for (;;) {
      if (this.at >= this.text.length) this.fail('`[` is not closed', start);
      if (!first && this.take(']')) break;
      first = false;
      this.member(ranges);
    }
    return this.set(ranges, negated);
  }

  private member(ranges: (readonly [number, number])[]): void {
    const low = this.memberStart(ranges);
    if (low === undefined) return;
    if (this.peek() !== '-' || this.peek(1) === ']' || this.peek(1) === '') {
      ranges.push([low, low]);
      return;
    }
    const dash = this.at++;
    const extra: (readonly [number, number])[] = [];
    const high = this.memberStart(extra);
    if (high === undefined) {
      ranges.push([low, low], [45, 45], ...extra);
      return;
    }
    if (high < low) this.fail('a range in brackets ends before it begins', dash);
    ranges.push([low, high]);
  }

  /** A single code point, or undefined when a whole class was put into `ranges`. */
  private memberStart(ranges: (readonly [number, number])[]): number | undefined {
    const posix = /^\[:(\^?)([a-z]{1,8}):\]/.exec(this.text.slice(this.at, this.at + 16));
    if (posix) {
      const named = POSIX.get(posix[2] ?? '');
      if (!named) this.fail(`there is no class \`[:${posix[2] ?? ''}:]\``);
      ranges.push(...(posix[1] === '^' ? complement(named) : named));
      this.at += posix[0].length;
      return undefined;
    }
    if (!this.take('\\')) {
      const code = this.text.codePointAt(this.at) ?? 0;
      this.at += code > 0xffff ? 2 : 1;
      return code;
    }
    const char = this.peek();
    const named = CLASSES.get(char);
    if (named) {
      ranges.push(...named);
      this.at++;
      return undefined;
    }
    if (char === 'b') {
      this.at++;
      return 8;
    }
    if (/[1-7]/.test(char)) {
      const octal = /^[0-7]{1,3}/.exec(this.text.slice(this.at, this.at + 3))?.[0] ?? '0';
      this.at += octal.length;
      return parseInt(octal, 8);
    }
    return this.code();
  }
}

const LOOKS = [
  ['=', false, false],
  ['!', false, true],
  ['<=', true, false],
  ['<!', true, true],
] as const;
