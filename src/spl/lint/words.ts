// Words in a search expression that do not do what they look like.
import { TRANSFORMING } from '../command-kinds.ts';
import { visitSearch } from '../reads.ts';
import type { CommandNode, SearchNode, SearchTerm } from '../tree.ts';
import type { Fix } from '../../text/index.ts';
import { instead, leavingOut } from './fix.ts';
import type { Check, Subject } from './check.ts';
import { pipelinesIn, searchesOf } from './walk.ts';

export const words: Check = {
  codes: ['SPL2004', 'SPL2005', 'SPL2007', 'SPL2011', 'SPL2012'],
  explanation:
    'A word in a search expression is sought in the text of the event, whatever it looks like: a command, an operator, a macro.',
  wrong: [
    'index=a | stats count by b | search search *',
    'index=a | stats count by b | search error',
    'index=a error or failed',
    'index=a *error',
    'index=a security_content_summariesonly',
  ],
  right: [
    'index=a | stats count by b | search *',
    'index=a | stats count by b | search b=error',
    'index=a error OR failed',
    'index=a error*',
  ],
  fixed: [
    ['index=a error or failed', 'index=a error OR failed'],
    ['index=a not error', 'index=a NOT error'],
    ['index=a | stats count by b | search search b=1', 'index=a | stats count by b | search b=1'],
    ['index=a security_content_summariesonly', 'index=a `security_content_summariesonly`'],
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) {
      let transformed = false;
      for (const [index, command] of pipeline.commands.entries()) {
        const retrieves = index === 0 && command.name === 'search';
        if (command.name === 'search') checkSearch(command, { retrieves, transformed }, subject);
        transformed ||= TRANSFORMING.has(command.name);
      }
    }
  },
};

interface Place {
  readonly command: CommandNode;
  readonly retrieves: boolean;
  readonly transformed: boolean;
}

function checkSearch(command: CommandNode, place: Omit<Place, 'command'>, subject: Subject): void {
  for (const search of searchesOf(command)) {
    const terms: SearchTerm[] = [];
    visitSearch(search, (node: SearchNode) => {
      if (node.kind === 'term') terms.push(node);
    });
    for (const term of terms) checkTerm(term, terms, { ...place, command }, subject);
  }
}

function checkTerm(
  term: SearchTerm,
  all: readonly SearchTerm[],
  place: Place,
  { report, environment }: Subject,
): void {
  const { text } = term.value;
  if (term.form !== 'word') {
    if (place.transformed) tellNoText(term, report);
    return;
  }
  if (text === 'search' && !place.retrieves) {
    report('SPL2004', 'the word `search` is sought in the text of the event', term.span, {
      severity: 'warning',
      remedy: 'leave out one `search`: write the macro after the pipe by itself',
      ...doubled(place.command, term),
    });
  } else if (/^(?:or|and|not)$/.test(text)) {
    report('SPL2007', `\`${text}\` in lower case is a word to be found in the event`, term.span, {
      severity: 'warning',
      remedy: `write \`${text.toUpperCase()}\``,
      fix: instead(term.span, text.toUpperCase()),
    });
  } else if (place.transformed && !all.some((each) => each.value.text === 'search')) {
    tellNoText(term, report);
  } else if (place.retrieves && text.startsWith('*') && text.length > 1) {
    report('SPL2011', `\`${text}\` begins with a wildcard: every event has to be read`, term.span, {
      severity: 'note',
    });
  } else if (text.includes('_') && isMacro(text, environment)) {
    report('SPL2012', `\`${text}\` is the name of a macro, but stands here as a word`, term.span, {
      severity: 'warning',
      remedy: 'put it in backticks',
      fix: instead(term.span, `\`${text}\``),
    });
  }
}

/** Where the second `search` comes at once, the first is too many. */
function doubled(command: CommandNode, term: SearchTerm): { readonly fix?: Fix } {
  const first = command.args[0]?.span.start;
  if (command.implicit || first === undefined || term.span.start > first) return {};
  return {
    fix: leavingOut({ start: command.nameSpan.start, end: term.span.start }, 'one `search`'),
  };
}

function isMacro(name: string, environment: Subject['environment']): boolean {
  return environment.macros.has(name) || environment.knowledge?.macro(name) !== undefined;
}

function tellNoText(term: SearchTerm, report: Subject['report']): void {
  const message = 'after a transforming command there is no event text: nothing matches this word';
  report('SPL2005', message, term.span, {
    severity: 'warning',
    remedy: 'compare a field: `field=value`',
  });
}
