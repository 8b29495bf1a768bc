// "Records 1169 and 1170 are malicious, because": a person's word on a recording, found again while it is written.
import { fitsWildcard } from '../plan/functions/text.ts';
import type { AnyRecord } from './formats/format.ts';
import { fieldText } from './record-facts.ts';

/**
 * `file` is the name, or the end of the path, of a file or archive member; without it any file is meant. Records are named
 * by their numbers or by what they hold: one of the two is empty.
 */
export interface Mark {
  readonly text: string;
  readonly file?: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly conditions: readonly Condition[];
  readonly why: string;
}

/** A field and its text, in any case; `*` stands for any characters. */
export interface Condition {
  readonly field: string;
  readonly text: string;
}

/**
 * `1169,1170-1172: reason`, numbers as origins count; `EventID=4698, TaskName="\\Up*": reason`; both also for one file,
 * `log.evtx#1169: reason`. Undefined for anything else.
 */
export function readMark(text: string): Mark | undefined {
  return numbered(text) ?? conditional(text);
}

function numbered(text: string): Mark | undefined {
  const found = /^\s*(?:([^#]{1,500})#)?([\d\s,-]{1,10000}):(.*)$/s.exec(text);
  if (!found) return undefined;
  const [, file, list = '', why = ''] = found;
  const ranges: [number, number][] = [];
  for (const part of list.split(',')) {
    const range = /^\s*(\d{1,12})(?:\s*-\s*(\d{1,12}))?\s*$/.exec(part);
    if (!range) return undefined;
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    if (to < from) return undefined;
    ranges.push([from, to]);
  }
  return { text, ...named(file), ranges, conditions: [], why: why.trim() };
}

function conditional(text: string): Mark | undefined {
  const [start = '', file] = /^\s*(?:([^#="]{1,500})#)?/.exec(text) ?? [];
  const part = /\s*([A-Za-z][\w.-]{0,100})\s*=\s*(?:"([^"]{0,1000})"|([^\s:,"]{1,1000}))\s*([,:])/y;
  part.lastIndex = start.length;
  const conditions: Condition[] = [];
  for (let found = part.exec(text); found; found = part.exec(text)) {
    const [, field = '', quoted, bare, mark] = found;
    conditions.push({ field, text: (quoted ?? bare ?? '').toLowerCase() });
    if (mark === ':') {
      const why = text.slice(part.lastIndex).trim();
      return { text, ...named(file), ranges: [], conditions, why };
    }
  }
  return undefined;
}

const named = (file: string | undefined): Pick<Mark, 'file'> =>
  file === undefined ? {} : { file: file.trim() };

/** Looks records up in marks, and remembers what was found where. */
export class Marks {
  readonly #marks: readonly Mark[];
  readonly #places = new Map<Mark, Set<string>>();

  constructor(marks: readonly Mark[]) {
    this.#marks = marks;
  }

  /** Why the record is malicious; undefined when no mark names it. Several reasons are joined. */
  why(record: AnyRecord): string | undefined {
    const { file, member } = record.origin;
    const place = member === undefined ? file : `${file}/${member}`;
    const reasons: string[] = [];
    for (const mark of this.#marks) {
      if (!isMeant(mark, record)) continue;
      if (mark.file !== undefined && !isNamed(mark.file, file, place)) continue;
      const places = this.#places.get(mark) ?? new Set();
      this.#places.set(mark, places.add(place));
      reasons.push(mark.why);
    }
    return reasons.length === 0 ? undefined : reasons.join('; ');
  }

  /** What is wrong with the marks once all records were looked up: met nowhere, or in several files without naming one. */
  get faults(): string[] {
    return this.#marks.flatMap((mark) => {
      const places = [...(this.#places.get(mark) ?? [])];
      const [first, second] = places;
      if (first === undefined) return [`\`${mark.text}\`: no such record among those kept`];
      if (second === undefined || mark.file !== undefined || mark.conditions.length > 0) return [];
      const ways = places.slice(0, 3).map((place) => `\`${place}#...\``);
      return [`\`${mark.text}\`: several files have such records; name one, ${ways.join(', ')}`];
    });
  }
}

function isMeant({ ranges, conditions }: Mark, record: AnyRecord): boolean {
  const { number } = record.origin;
  if (conditions.length === 0) return ranges.some(([from, to]) => number >= from && number <= to);
  return conditions.every(({ field, text }) => {
    const found = fieldText(record, field);
    return found !== undefined && fitsWildcard(found.toLowerCase(), text);
  });
}

function isNamed(wanted: string, ...paths: readonly string[]): boolean {
  const end = wanted.replaceAll('\\', '/');
  return paths.some((path) => {
    const known = path.replaceAll('\\', '/');
    return known === end || known.endsWith(`/${end}`);
  });
}
