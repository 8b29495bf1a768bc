// Perl's dialect as RE2 writes it, for the patterns that RE2 can run with the same outcome.
import { LAST, type Pattern, type Ranges, type Regex } from './pattern.ts';

/** RE2 refuses larger counted repeats, also when nested ones multiply. */
const MOST_COUNTED = 1000;
/** RE2 unrolls counted repeats and refuses programs that become too large for its memory. */
const LARGEST = 10_000;

/**
 * The pattern in RE2's syntax, or null when only a backtracking matcher can run it: lookaround, back-references, atomic
 * and possessive parts, `\K`, a `$` that is not at the very end. There `$` also holds before a last newline: it is
 * written so that this newline becomes part of the match; `newline` tells that the last group holds it. With `only`,
 * no group but that one captures, and it is group 1 (0: none does).
 */
export function toRe2(
  regex: Regex,
  only?: number,
): { readonly pattern: string; readonly newline: boolean } | null {
  if (unrolled(regex.root) > LARGEST || counted(regex.root) > MOST_COUNTED) return null;
  const fold = foldOf(regex.root);
  const newline = endsLoosely(regex.root);
  const printer: Printing = { mixed: fold === 'mixed', only };
  const tail = only === undefined ? '(\\n?)\\z' : '\\n?\\z';
  const body = print(newline ? withoutLast(regex.root) : regex.root, printer);
  if (body === null) return null;
  const whole = newline ? body + tail : body;
  return { pattern: fold === true ? `(?i)${whole}` : whole, newline };
}

/** How many instructions the pattern takes once its counted repeats are written out. */
function unrolled(node: Pattern): number {
  switch (node.kind) {
    case 'set':
      return 1 + node.ranges.length;
    case 'sequence':
    case 'choice':
      return node.items.reduce((sum, each) => sum + unrolled(each), 1);
    case 'repeat':
      return 1 + unrolled(node.body) * Math.max(1, node.least, node.most ?? 0);
    case 'group':
    case 'atomic':
    case 'look':
      return 1 + unrolled(node.body);
    case 'assert':
    case 'back':
      return 1;
  }
}

/** The largest product of nested repeat counts. */
function counted(node: Pattern): number {
  switch (node.kind) {
    case 'sequence':
    case 'choice':
      return Math.max(1, ...node.items.map(counted));
    case 'repeat':
      return counted(node.body) * Math.max(1, node.least, node.most ?? 0);
    case 'group':
    case 'atomic':
    case 'look':
      return counted(node.body);
    case 'set':
    case 'assert':
    case 'back':
      return 1;
  }
}

interface Printing {
  readonly mixed: boolean;
  readonly only: number | undefined;
}

/** Whether all sets with letters ignore case, none does, or some do. */
function foldOf(root: Pattern): boolean | 'mixed' {
  const seen = new Set<boolean>();
  visit(root, (node) => {
    if (node.kind === 'set' && node.ranges.some(([low, high]) => hasCase(low, high))) {
      seen.add(node.fold);
    }
  });
  return seen.size > 1 ? 'mixed' : seen.has(true);
}

const hasCase = (low: number, high: number): boolean =>
  high >= 128 || (low <= 122 && high >= 97) || (low <= 90 && high >= 65);

function visit(node: Pattern, see: (node: Pattern) => void): void {
  see(node);
  switch (node.kind) {
    case 'sequence':
    case 'choice':
      for (const each of node.items) visit(each, see);
      return;
    case 'group':
    case 'repeat':
    case 'atomic':
    case 'look':
      visit(node.body, see);
      return;
    case 'set':
    case 'assert':
    case 'back':
      return;
  }
}

const isLastEnd = (node: Pattern | undefined): boolean =>
  node?.kind === 'assert' && node.what === 'last_end';

function endsLoosely(root: Pattern): boolean {
  return isLastEnd(root) || (root.kind === 'sequence' && isLastEnd(root.items.at(-1)));
}

function withoutLast(root: Pattern): Pattern {
  return { kind: 'sequence', items: root.kind === 'sequence' ? root.items.slice(0, -1) : [] };
}

function print(node: Pattern, printing: Printing): string | null {
  switch (node.kind) {
    case 'set':
      return printSet(node.ranges, node.negated, printing.mixed && node.fold);
    case 'sequence': {
      const parts = node.items.map((each) => inSequence(each, printing));
      return parts.includes(null) ? null : parts.join('');
    }
    case 'choice': {
      const parts = node.items.map((each) => print(each, printing));
      return parts.includes(null) ? null : parts.join('|');
    }
    case 'group': {
      const body = print(node.body, printing);
      if (body === null) return null;
      if (printing.only !== undefined)
        return node.index === printing.only ? `(${body})` : `(?:${body})`;
      return node.name === undefined ? `(${body})` : `(?P<${node.name}>${body})`;
    }
    case 'repeat':
      return printRepeat(node, printing);
    case 'assert':
      return ASSERTIONS[node.what];
    case 'atomic':
    case 'look':
    case 'back':
      return null;
  }
}

function inSequence(node: Pattern, printing: Printing): string | null {
  const printed = print(node, printing);
  return printed !== null && node.kind === 'choice' ? `(?:${printed})` : printed;
}

const ASSERTIONS = {
  text_start: '\\A',
  text_end: '\\z',
  line_start: '(?m:^)',
  line_end: '(?m:$)',
  word: '\\b',
  not_word: '\\B',
  last_end: null,
  keep: null,
} as const;

type Repeat = Extract<Pattern, { kind: 'repeat' }>;

function printRepeat(node: Repeat, printing: Printing): string | null {
  if (node.mode === 'possessive') return null;
  if (node.least > MOST_COUNTED || (node.most ?? 0) > MOST_COUNTED) return null;
  const body = print(node.body, printing);
  if (body === null) return null;
  const atom = node.body.kind === 'set' || node.body.kind === 'group' ? body : `(?:${body})`;
  return `${atom}${countOf(node)}${node.mode === 'lazy' ? '?' : ''}`;
}

function countOf({ least, most }: Repeat): string {
  if (most === null) return least === 0 ? '*' : least === 1 ? '+' : `{${String(least)},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${String(least)}}` : `{${String(least)},${String(most)}}`;
}

function printSet(ranges: Ranges, negated: boolean, fold: boolean): string {
  const [first] = ranges;
  const single = ranges.length === 1 && first && first[0] === first[1] && !negated;
  const printed = single ? escape(first[0]) : printRanges(ranges, negated);
  return fold ? `(?i:${printed})` : printed;
}

function printRanges(ranges: Ranges, negated: boolean): string {
  if (ranges.length === 0) return negated ? '(?s:.)' : '[^\\x{0}-\\x{10FFFF}]';
  const members = ranges.map(([low, high]) =>
    low === high ? escape(low) : `${escape(low)}-${escape(Math.min(high, LAST))}`,
  );
  return `[${negated ? '^' : ''}${members.join('')}]`;
}

/** A code point: letters, digits and harmless signs as they are, other signs behind a backslash, the rest as a number. */
function escape(code: number): string {
  const char = String.fromCodePoint(code);
  if (/^[A-Za-z0-9_ "'%&,/:;<=>@`~#!]$/.test(char)) return char;
  if (code > 32 && code < 127) return `\\${char}`;
  if (code === 10) return '\\n';
  return `\\x{${code.toString(16).toUpperCase()}}`;
}
