// The syntax tree of a search, macros already expanded. Spans are offsets into the expanded text (`macros.ts` maps them
// back). One generic command node holds what the command's declared syntax found, so one parser and one printer serve all.
import type { Span } from '../text/index.ts';

// ---- eval expressions -------------------------------------------------------------------------------------------

export type EvalNode =
  EvalText | EvalNumber | EvalField | EvalUnary | EvalBinary | EvalIn | EvalCall | EvalSubsearch;

/** A double-quoted literal. `value` has the search language's own escapes (`\"`, `\\`, `\|`) undone, others kept. */
export interface EvalText {
  readonly kind: 'text';
  readonly value: string;
  readonly span: Span;
}

export interface EvalNumber {
  readonly kind: 'number';
  readonly value: number;
  /** As written (`0.10`, `1e3`). */
  readonly written: string;
  readonly span: Span;
}

/** A field, bare or in single quotes. Bare `null` and `true` are fields as well: only `null()` is the function. */
export interface EvalField {
  readonly kind: 'field';
  readonly name: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export interface EvalUnary {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | 'NOT';
  readonly operand: EvalNode;
  readonly span: Span;
}

export type EvalOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '.'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'AND'
  | 'OR'
  | 'XOR';

/** `==` is read as `=`. */
export interface EvalBinary {
  readonly kind: 'binary';
  readonly operator: EvalOperator;
  readonly operatorSpan: Span;
  readonly left: EvalNode;
  readonly right: EvalNode;
  readonly span: Span;
}

/** `value IN (list)`: the same as the function `in`. */
export interface EvalIn {
  readonly kind: 'in';
  readonly value: EvalNode;
  readonly list: readonly EvalNode[];
  readonly span: Span;
}

export interface EvalCall {
  readonly kind: 'call';
  /** As written; function names are matched without regard to case. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly EvalNode[];
  readonly span: Span;
}

/** `[search ... | return $x]` inside an expression: the text that it gives is spliced in. */
export interface EvalSubsearch {
  readonly kind: 'subsearch';
  readonly pipeline: Pipeline;
  readonly span: Span;
}

// ---- search expressions -----------------------------------------------------------------------------------------

export type SearchNode =
  | SearchAll
  | SearchNone
  | SearchSet
  | SearchNot
  | SearchCompare
  | SearchIn
  | SearchTerm
  | SearchSubsearch;

/** A lone `*`, or nothing at all: every event. */
export interface SearchAll {
  readonly kind: 'all';
  readonly span: Span;
}

/** `()`: no event, as `NOT ()` from a subsearch without results is written. */
export interface SearchNone {
  readonly kind: 'none';
  readonly span: Span;
}

/** Terms joined by AND (written or implied) or by OR. */
export interface SearchSet {
  readonly kind: 'and' | 'or';
  readonly terms: readonly SearchNode[];
  readonly span: Span;
}

export interface SearchNot {
  readonly kind: 'not';
  readonly operand: SearchNode;
  readonly span: Span;
}

export type SearchOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** `field=value`; `field::value` is `=` too. */
export interface SearchCompare {
  readonly kind: 'compare';
  readonly field: Name;
  readonly operator: SearchOperator;
  readonly value: Pattern;
  readonly span: Span;
}

export interface SearchIn {
  readonly kind: 'in';
  readonly field: Name;
  readonly values: readonly Pattern[];
  readonly span: Span;
}

/** A word or phrase sought in the event's text. */
export interface SearchTerm {
  readonly kind: 'term';
  readonly form: 'word' | 'phrase' | 'TERM' | 'CASE';
  readonly value: Pattern;
  readonly span: Span;
}

export interface SearchSubsearch {
  readonly kind: 'subsearch';
  readonly pipeline: Pipeline;
  readonly span: Span;
}

/** A field name, possibly with `*`. */
export interface Name {
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

/** A value with escapes undone; every `*` in it is a wildcard. */
export interface Pattern {
  readonly text: string;
  readonly quoted: boolean;
  /** `CASE(x)`: compared with regard to case; `TERM(x)` as it is. */
  readonly directive?: 'CASE' | 'TERM';
  readonly span: Span;
}

// ---- commands ---------------------------------------------------------------------------------------------------

/** Commands in order. A pipeline that begins with a search expression has `search` (with `implicit`) as its first. */
export interface Pipeline {
  readonly kind: 'pipeline';
  readonly commands: readonly CommandNode[];
  readonly span: Span;
}

export interface CommandNode {
  readonly kind: 'command';
  /** In lower case, aliases resolved (`bucket` is `bin`). */
  readonly name: string;
  readonly nameSpan: Span;
  readonly implicit?: true;
  readonly options: readonly OptionNode[];
  readonly args: readonly Argument[];
  readonly span: Span;
}

/** `name=value`; the value as written without its quotes. */
export interface OptionNode {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string;
  readonly quoted: boolean;
  readonly span: Span;
}

/** What a command's declared syntax calls `role` (`by`, `output`, ...), with what was found there. */
export type Argument =
  | { readonly role: string; readonly kind: 'flag'; readonly span: Span }
  | { readonly role: string; readonly kind: 'word'; readonly word: Name; readonly span: Span }
  | {
      readonly role: string;
      readonly kind: 'fields';
      readonly fields: readonly Name[];
      readonly span: Span;
    }
  | {
      readonly role: string;
      readonly kind: 'renames';
      readonly renames: readonly Rename[];
      readonly span: Span;
    }
  | {
      readonly role: string;
      readonly kind: 'assignments';
      readonly assignments: readonly Assignment[];
      readonly span: Span;
    }
  | {
      readonly role: string;
      readonly kind: 'expression';
      readonly expression: EvalNode;
      readonly span: Span;
    }
  | {
      readonly role: string;
      readonly kind: 'search';
      readonly search: SearchNode;
      readonly span: Span;
    }
  | {
      readonly role: string;
      readonly kind: 'aggregates';
      readonly aggregates: readonly AggregateNode[];
      readonly span: Span;
    }
  | {
      readonly role: string;
      readonly kind: 'split';
      readonly fields: readonly SplitField[];
      readonly span: Span;
    }
  | {
      readonly role: string;
      readonly kind: 'sort-keys';
      readonly keys: readonly SortKeyNode[];
      readonly span: Span;
    }
  | {
      readonly role: string;
      readonly kind: 'pipelines';
      readonly pipelines: readonly Pipeline[];
      readonly span: Span;
    }
  | { readonly role: string; readonly kind: 'template'; readonly text: string; readonly span: Span }
  | {
      readonly role: string;
      readonly kind: 'match';
      readonly field?: Name;
      readonly negated: boolean;
      readonly pattern: Name;
      readonly span: Span;
    };

/** `from AS to`; without AS `to` is absent. `function` for the commands that convert on the way (`ctime(x) AS y`). */
export interface Rename {
  readonly function?: Name;
  readonly from: Name;
  readonly to?: Name;
}

export interface Assignment {
  readonly field: Name;
  readonly expression: EvalNode;
}

/** `sum(x) AS y`, `count`, `count(eval(a=1)) AS n`, `p95(x)`, `sparkline(...)`. */
export interface AggregateNode {
  readonly name: string;
  readonly nameSpan: Span;
  /** A field (wildcards allowed), an `eval(...)`, or nothing. */
  readonly argument?:
    | { readonly kind: 'field'; readonly field: Name }
    | { readonly kind: 'eval'; readonly expression: EvalNode };
  readonly as?: Name;
  /** The text as written, which names the result when there is no AS. */
  readonly written: string;
  readonly span: Span;
}

/** A field of a BY or OVER clause with its own options: `_time span=1h`, `status bins=10`. */
export interface SplitField {
  readonly field: Name;
  readonly options: readonly OptionNode[];
}

/** `-count`, `+ip(src)`. `convert` is what to read the value as: `num`, `str`, `ip`, `auto`. */
export interface SortKeyNode {
  readonly field: Name;
  readonly descending: boolean;
  readonly convert?: string;
}
