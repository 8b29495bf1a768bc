// What a command takes, as data: options by name, then slots in order. One parser and one printer serve every command.

/**
 * - `bool`: `t true 1 f false 0`. `count`: a whole number from 0. `number`: any. `text`, `field`: a word or quoted text.
 * - `span`: a length of time or number with its unit. `search`: quoted text, `eval(...)` or a parenthesis.
 * - a list: one of these words.
 */
export type OptionKind =
  'bool' | 'count' | 'number' | 'text' | 'field' | 'span' | 'search' | readonly string[];

/**
 * - `flag`: the keyword alone. `word`: one word or quoted text; `number`: one, if a number stands there.
 * - `field`: one name; `rename`: one, perhaps with AS; `pipeline`: one in brackets.
 * - `fields`: names. `renames`: names, each perhaps with AS (or `connective`); `converts`: with a function around the first.
 * - `split`: names with options of their own. `sign`: `+` or `-`. `match`: `field="regex"`, `field!="regex"` or `"regex"`.
 * - `words`: anything between blanks and commas, `name=value` included. `template`: the bracketed text as it stands, parsed when its placeholders are known. `rest`: everything up to the end. `condition`: `sum in top5` or `max > 10`.
 */
export type SlotKind =
  | 'flag'
  | 'word'
  | 'number'
  | 'field'
  | 'fields'
  | 'rename'
  | 'renames'
  | 'converts'
  | 'assignments'
  | 'expression'
  | 'search'
  | 'aggregates'
  | 'split'
  | 'sort-keys'
  | 'pipeline'
  | 'pipelines'
  | 'sign'
  | 'match'
  | 'template'
  | 'words'
  | 'condition'
  | 'rest';

export interface Slot {
  readonly role: string;
  readonly kind: SlotKind;
  /** Keywords, upper case, one of which opens the slot; without, the slot stands at its position. */
  readonly lead?: readonly string[];
  readonly required?: boolean;
  readonly connective?: string;
}

export interface CommandSyntax {
  readonly options?: Readonly<Record<string, OptionKind>>;
  readonly slots: readonly Slot[];
}

/** The syntax of a command by name or alias; `name` is the one that the tree holds. */
export type Grammar = ReadonlyMap<
  string,
  { readonly name: string; readonly syntax: CommandSyntax }
>;

/** Names of the options of fields in BY and OVER clauses. */
export const SPLIT_OPTIONS: ReadonlySet<string> = new Set([
  'span',
  'bins',
  'start',
  'end',
  'aligntime',
  'minspan',
]);

export function truthOf(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 't':
    case 'true':
    case '1':
    case 'yes':
      return true;
    case 'f':
    case 'false':
    case '0':
    case 'no':
      return false;
    default:
      return undefined;
  }
}
