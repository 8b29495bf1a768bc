// What a reader has to say about a recording: damage that was skipped, and doubts that a person should know of.

/** Each code has one meaning; the message gives the particulars. */
export const problemCodes = {
  EVT001: 'format not recognised',
  EVT002: 'archive or member refused',
  EVT003: 'archive or member damaged',
  EVT004: 'Git LFS pointer instead of data',
  EVT099: 'further problems only counted',
  EVT101: 'EVTX chunk damaged, what can be read of it is read',
  EVT102: 'EVTX record damaged, skipped',
  EVT103: 'no chunk in an EVTX file',
  EVT201: 'XML event without end, skipped',
  EVT202: 'XML event malformed, skipped',
  EVT203: 'document type declaration refused',
  EVT204: 'text between events ignored',
  EVT205: 'part of the event not kept',
  EVT206: 'bytes that are no UTF-8, read as U+FFFD',
  EVT301: 'malformed JSON, skipped',
  EVT302: 'JSON value is no record, skipped',
  EVT303: 'times corrected or not verifiable',
  EVT304: 'event without what identifies it, skipped',
  EVT305: 'results of a tool, or an export without the data of events, skipped',
  EVT401: 'malformed CSV row, skipped',
  EVT402: 'time not understood or ambiguous',
} as const;

export type ProblemCode = keyof typeof problemCodes;

/**
 * `error`: data was lost; `warning`: data was read and may differ from the truth; `note`: for information.
 * `number` counts records or lines as `Origin` does; `offset` is in bytes.
 */
export interface Problem {
  readonly file: string;
  readonly member?: string;
  readonly number?: number;
  readonly offset?: number;
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
}

/** What a reader knows of a problem; the file is added by the one who opened it. */
export type Finding = Omit<Problem, 'file' | 'member'>;

/** Where it is: the file, the member of an archive, and the line or record where that is known. */
export function placeOf({ file, member, number, offset }: Problem): string {
  const whole = member === undefined ? file : `${file}/${member}`;
  if (number !== undefined) return `${whole}:${String(number)}`;
  return offset === undefined ? whole : `${whole}, byte ${String(offset)}`;
}

const rank = { error: 0, warning: 1, note: 2 } as const;

/** The problem that costs most, the first of its kind. */
export function worstOf(problems: readonly Problem[]): Problem | undefined {
  return [...problems].sort((a, b) => rank[a.severity] - rank[b.severity])[0];
}

/** Why nothing could be read: the worst problem, and how many more there are; undefined where there is none. */
export function nothingRead(problems: readonly Problem[]): string | undefined {
  const worst = worstOf(problems);
  if (!worst) return undefined;
  const more = problems.length === 1 ? '' : ` (and ${String(problems.length - 1)} more)`;
  return `${placeOf(worst)}: ${worst.code} ${worst.message}${more}`;
}

/** Of one kind in one file this many are told one by one. */
const MOST_TOLD = 5;

/** Problems as lines for people: place, severity, code, what it is; and how many more there are of a kind in a file. */
export function problemLines(problems: readonly Problem[]): string[] {
  const groups = new Map<string, Problem[]>();
  for (const each of problems) {
    const key = `${each.code} ${each.file}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()].flatMap((group) => {
    const lines = group
      .slice(0, MOST_TOLD)
      .map((each) => `${placeOf(each)}: ${each.severity} ${each.code}: ${each.message}`);
    const [first] = group;
    const more = group.length - lines.length;
    if (!first || more === 0) return lines;
    return [
      ...lines,
      `${first.file}: ${first.severity} ${first.code}: ${String(more)} more of these`,
    ];
  });
}

const MOST_KEPT = 1000;

/** A list that stays short for a hostile file: beyond a thousand problems only their count is kept, in the last entry. */
export class ProblemList {
  readonly kept: Problem[] = [];
  #beyond = 0;

  add(problem: Problem): void {
    if (this.kept.length < MOST_KEPT) {
      this.kept.push(problem);
      return;
    }
    this.#beyond += 1;
    this.kept[MOST_KEPT] = {
      file: problem.file,
      code: 'EVT099',
      severity: 'error',
      message: `${String(this.#beyond)} further problems are not listed`,
    };
  }
}
