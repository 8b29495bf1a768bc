// "Records 1169 and 1170 are malicious, because": a person's word on a recording, found again while it is written.
import type { AnyRecord } from './formats/format.ts';

/** `file` is the name, or the end of the path, of a file or archive member; without it any file is meant. */
export interface Mark {
  readonly text: string;
  readonly file?: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly why: string;
}

/** `1169,1170-1172: reason` or `log.evtx#1169: reason`; numbers as origins count. Undefined for anything else. */
export function readMark(text: string): Mark | undefined {
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
  return { text, ...(file !== undefined && { file: file.trim() }), ranges, why: why.trim() };
}

/** Looks records up in marks, and remembers what was found where. */
export class Marks {
  readonly #marks: readonly Mark[];
  readonly #places = new Map<Mark, Set<string>>();

  constructor(marks: readonly Mark[]) {
    this.#marks = marks;
  }

  /** Why the record is malicious; undefined when no mark names it. Several reasons are joined. */
  why(record: AnyRecord): string | undefined {
    const { file, member, number } = record.origin;
    const place = member === undefined ? file : `${file}/${member}`;
    const reasons: string[] = [];
    for (const mark of this.#marks) {
      if (!mark.ranges.some(([from, to]) => number >= from && number <= to)) continue;
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
      if (second === undefined || mark.file !== undefined) return [];
      const ways = places.slice(0, 3).map((place) => `\`${place}#...\``);
      return [`\`${mark.text}\`: several files have such records; name one, ${ways.join(', ')}`];
    });
  }
}

function isNamed(wanted: string, ...paths: readonly string[]): boolean {
  const end = wanted.replaceAll('\\', '/');
  return paths.some((path) => {
    const known = path.replaceAll('\\', '/');
    return known === end || known.endsWith(`/${end}`);
  });
}
