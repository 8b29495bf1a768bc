// Words and phrases sought in the event's text. Splunk's index cuts text into segments at major breakers, and those again
// at minor ones; a word matches a whole segment. (https://docs.splunk.com/Documentation/Splunk/latest/Data/Abouteventsegmentation)
import { and, bool, call, text, type Expression } from '../plan/index.ts';
import { asText, type Typed } from './shape.ts';
import type { SearchTerm } from './tree.ts';

/** Inside a regular expression's brackets. */
const MAJOR = '\\s\\[\\]<>(){}|!;,\'"*&?+';
const MINOR = '/:=@.$#%\\\\_\\-';

/** Whether the raw text holds the term; without raw text, as after a transforming command, nothing does. */
export function termTest(term: SearchTerm, raw: Typed | undefined): Expression {
  if (!raw) return bool(false);
  const subject = asText(raw);
  const wanted = term.value.text.trim();
  if (wanted === '' || /^\*+$/.test(wanted)) return bool(true);
  const pattern = patternOf(wanted, term.form);
  const exact = call('regex_matches', 'bool', subject, text(pattern));
  const part = longestPart(wanted);
  // The engine finds a plain piece much faster than a pattern.
  return part === '' ? exact : and([call('contains_ci', 'bool', subject, text(part)), exact]);
}

function patternOf(wanted: string, form: SearchTerm['form']): string {
  const breakers = form === 'TERM' ? `[${MAJOR}]` : `[${MAJOR}${MINOR}]`;
  const body = wanted
    .replace(/^\*+|\*+$/g, '')
    .split(/\*+/)
    .map(escape)
    .join(`[^${MAJOR}]*`);
  // A star at the edge goes on within the segment, so nothing is asked of what lies beyond it.
  const start = wanted.startsWith('*') || isBreaker(wanted[0]) ? '' : `(?:^|${breakers})`;
  const end =
    wanted.endsWith('*') || isBreaker(wanted[wanted.length - 1]) ? '' : `(?:$|${breakers})`;
  return `(?${form === 'CASE' ? '' : 'i'}s)${start}${body}${end}`;
}

const isBreaker = (character: string | undefined): boolean =>
  character !== undefined && /[\s[\]<>(){}|!;,'"*&?+/:=@.$#%\\_-]/.test(character);

const escape = (part: string): string => part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const longestPart = (wanted: string): string =>
  wanted.split('*').reduce((longest, part) => (part.length > longest.length ? part : longest), '');
