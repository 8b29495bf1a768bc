// Regular expressions whose work can grow without bound: a repetition of something that is itself a repetition and
// nothing else, so that the same text can be divided in ever more ways.
import { parseRegex, type Pattern } from '../../plan/index.ts';
import type { Span } from '../../text/index.ts';
import { visitEval } from '../reads.ts';
import type { CommandNode } from '../tree.ts';
import type { Check, Subject } from './check.ts';
import { expressionsOf, pipelinesIn } from './walk.ts';

export const regexes: Check = {
  codes: ['SPL2020'],
  explanation:
    'With a repetition inside a repetition the number of ways to match grows with every character; Splunk gives up on such an event when its limit is reached, and the event counts as one that does not match.',
  wrong: [
    'index=a | rex field=b "(?<c>(?:\\\\w+)+)x"',
    'index=a | where match(b, "^(a*)*$")',
    'index=a | regex b="(?:[a-z]+|\\\\d)+!"',
  ],
  right: [
    'index=a | rex field=b "(?<c>\\\\w+(?:\\\\.\\\\w+)*)"',
    'index=a | where match(b, "(?:a+b)+")',
    'index=a | regex b="(?:[a-z]|\\\\d)+!"',
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) {
      for (const command of pipeline.commands) {
        for (const [source, span] of patternsOf(command)) judge(source, span, subject);
      }
    }
  },
};

const FUNCTIONS: ReadonlySet<string> = new Set(['match', 'replace', 'mvfind']);

function patternsOf(command: CommandNode): [source: string, span: Span][] {
  const found: [string, Span][] = [];
  for (const argument of command.args) {
    if (argument.kind === 'match') found.push([argument.pattern.text, argument.pattern.span]);
    const isRex = command.name === 'rex' && argument.kind === 'word' && argument.role === 'regex';
    if (isRex && !command.options.some((each) => each.name === 'mode')) {
      found.push([argument.word.text, argument.word.span]);
    }
  }
  for (const expression of expressionsOf(command)) {
    visitEval(expression, (node) => {
      if (node.kind !== 'call' || !FUNCTIONS.has(node.name.toLowerCase())) return;
      const [, pattern] = node.args;
      if (pattern?.kind === 'text') found.push([pattern.value, pattern.span]);
    });
  }
  return found;
}

function judge(source: string, span: Span, { report }: Subject): void {
  const regex = parseRegex(source);
  if (!('root' in regex) || !explodes(regex.root)) return;
  report('SPL2020', 'a repetition of a repetition can take endless work', span, {
    severity: 'warning',
    remedy: 'repeat only once, or put something that must stand between',
  });
}

function explodes(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'repeat':
      if (pattern.most === null && pattern.mode !== 'possessive' && isRun(pattern.body))
        return true;
      return explodes(pattern.body);
    case 'sequence':
    case 'choice':
      return pattern.items.some(explodes);
    case 'group':
    case 'atomic':
    case 'look':
      return explodes(pattern.body);
    case 'set':
    case 'assert':
    case 'back':
      return false;
  }
}

/** Whether it can be one unbounded repetition and nothing more. */
function isRun(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'repeat':
      return pattern.most === null && pattern.mode !== 'possessive' && mayRepeat(pattern.body);
    case 'sequence':
      return pattern.items.length === 1 && pattern.items.every(isRun);
    case 'choice':
      return pattern.items.some(isRun);
    case 'group':
      return isRun(pattern.body);
    case 'set':
    case 'atomic':
    case 'look':
    case 'assert':
    case 'back':
      return false;
  }
}

const mayRepeat = (pattern: Pattern): boolean =>
  pattern.kind !== 'assert' && pattern.kind !== 'look';
