// The codes of this room, and how a finding at a place of the expanded text is handed on.
import type { Fix, Severity, Span } from '../text/index.ts';

/** What each code is about; the reference in the documentation is made from this. */
export const codes = {
  SPL1001: 'something else was expected here',
  SPL1002: 'a quote, bracket or parenthesis is not closed',
  SPL1003: 'the value of an option cannot be read',
  SPL1004: 'a part that the command requires is missing',
  SPL1005: 'the search is nested too deeply or is too long',
  SPL1101: 'a macro is not defined',
  SPL1102: 'a macro call is malformed',
  SPL1103: 'macros expand without end',
  SPL1104: 'the arguments of a macro fail its validation',
  SPL1201: 'a form of a command is not supported',
  SPL1202: 'an option is unknown or not supported',
  SPL1203: 'a command is not supported',
  SPL1204: 'a function is not supported',
  SPL1205: 'a function has the wrong number of arguments',
  SPL1206: 'an operator or function got a kind of value that it does not take',
  SPL1207: 'an expression gives a truth value where a field needs a value',
  SPL1208: 'a regular expression is not valid',
  SPL1209: 'a subsearch stands where none can',
  SPL1210: 'a lookup, data model or other knowledge object is not known',
  SPL1301: 'a default limit may cut the result',
  SPL1302: 'a command that acts on the outside does nothing here',
  SPL2001: 'the events searched have no such field',
  SPL2002: 'the field is gone: a command before kept only others',
  SPL2003: 'a program and its arguments are sought as one text, but stand apart in the event',
  SPL2004: '`search` is applied to a macro that begins with `search`',
  SPL2005: 'words are sought where there is no event text any more',
  SPL2006: 'a wildcard stands where none works',
  SPL2007: 'an operator in lower case is only a word',
  SPL2008: 'a field of a data model lacks its prefix, or has it in the wrong case',
  SPL2009: 'the data model has no such field',
  SPL2010: 'nothing says which events to read',
  SPL2011: 'a word begins with a wildcard, which no index helps with',
  SPL2012: 'a word has the name of a macro but not its backticks',
  SPL2013: 'text stands in single quotes, which name a field',
  SPL2014: 'a `!=` drops events that do not have the field',
  SPL2015: 'a field is made and never used',
  SPL2016: 'a word without quotes stands where a text is meant',
  SPL2017: 'the window is shorter than the time between two runs',
  SPL2018: 'the window is real-time or has no beginning',
  SPL2019: 'a macro never uses one of its arguments',
  SPL2020: 'a regular expression can take endless work',
  SPL2021: 'a subsearch is asked for more rows than count',
} as const;

export type Code = keyof typeof codes;

/** Reports one finding; `span` is a place in the expanded text. An error unless another severity is given. */
export type Report = (code: Code, message: string, span: Span, more?: More) => void;

/** The places of a fix are those of the expanded text, as that of the finding is. */
export interface More {
  readonly severity?: Severity;
  readonly remedy?: string;
  readonly fix?: Fix;
}
