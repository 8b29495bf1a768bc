// Names in the app: saved searches and macros. They are durable, since customers' settings hang on them.

// Enterprise Security wraps a detection's name once more when it clones it, and refuses more than 99 characters.
export const LONGEST_NAME = 99;
const SUFFIX = ' - Rule';

/** A saved search's name and what had to be changed to get there. */
export interface SearchName {
  readonly name: string;
  /** The characters replaced, as they stood. */
  readonly replaced: readonly string[];
  readonly cut: boolean;
}

/**
 * `<pack> - <title> - Rule`; a strategy's second search and those after it have a label of their own. Brackets end a header early, `/`
 * and `%` are lost on the way through splunkweb's addresses, a backslash continues the line.
 */
export function searchName(pack: string, title: string, label?: string): SearchName {
  const whole = `${pack.trim()} - ${title.trim()}`;
  const replaced = [...new Set(whole.match(/[[\]/%\\#?\p{Cc}\u2028\u2029]/gu))];
  const clean = cleaned(whole);
  const ending = label === undefined ? SUFFIX : ` (${atWord(cleaned(label), 30)})${SUFFIX}`;
  const room = LONGEST_NAME - ending.length;
  const cut = clean.length > room;
  return { name: (cut ? atWord(clean, room) : clean) + ending, replaced, cut };
}

/** What the names of all saved searches of a pack begin with. */
export function namePrefix(pack: string): string {
  return cleaned(pack.trim()).slice(0, 40).toWellFormed();
}

function cleaned(text: string): string {
  return text
    .replace(/\[/gu, '(')
    .replace(/\]/gu, ')')
    .replace(/[/\\]/gu, '-')
    .replace(/[%#?\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/ +/gu, ' ')
    .trim();
}

function atWord(text: string, room: number): string {
  if (text.length <= room) return text;
  const part = text.slice(0, room + 1);
  const space = part.lastIndexOf(' ');
  const end = space > room / 2 ? space : room;
  // A cut may not leave half of a character that takes two units.
  return text
    .slice(0, end)
    .replace(/[\uD800-\uDBFF]$/u, '')
    .trimEnd();
}

/** The macro that a customer edits to leave out known-good results of one strategy: `<id>_filter`. */
export function filterMacro(id: string): string {
  return `${id.toLowerCase().replace(/[^a-z0-9_]/gu, '_')}_filter`;
}

/** Why a text cannot name a macro or a lookup, or undefined. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (!/^[A-Za-z0-9_-]+$/u.test(name))
    return 'holds something other than letters, digits, `_` and `-`';
  return name.length > 80 ? 'is longer than 80 characters' : undefined;
}
