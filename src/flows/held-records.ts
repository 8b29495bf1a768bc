// Records of a recording for everyone who walks through them: kept while they are few, read anew each time when many.
import type { AnyRecord } from '../events/index.ts';

/** Characters and, for what surrounds a value, this many more, that are kept at most. */
const MOST_KEPT = 256 * 1024 * 1024;
const PER_VALUE = 100;

export class HeldRecords {
  readonly #most: number;
  #kept: AnyRecord[] | undefined = [];
  #size = 0;

  constructor(most = MOST_KEPT) {
    this.#most = most;
  }

  add(record: AnyRecord): void {
    if (!this.#kept) return;
    this.#size += sizeOf(record);
    if (this.#size > this.#most) this.#kept = undefined;
    else this.#kept.push(record);
  }

  /** All records, as often as they are asked for; `read` reads them again. */
  orElse(read: () => Iterable<AnyRecord>): Iterable<AnyRecord> {
    return this.#kept ?? { [Symbol.iterator]: () => read()[Symbol.iterator]() };
  }
}

/** Records that are read when they are first walked through, and kept from then on while they are few. */
export function held(read: () => Iterable<AnyRecord>): Iterable<AnyRecord> {
  let known: Iterable<AnyRecord> | undefined;
  return {
    *[Symbol.iterator]() {
      if (known) {
        yield* known;
        return;
      }
      const keeping = new HeldRecords();
      for (const record of read()) {
        keeping.add(record);
        yield record;
      }
      known = keeping.orElse(read);
    },
  };
}

function sizeOf(record: AnyRecord): number {
  // The text of another record stands in its fields once more.
  if ('fields' in record) return 2 * record.raw.length + 10 * PER_VALUE;
  const { eventData = [], message = '', raw = '' } = record;
  const data = eventData.reduce((sum, { text }) => sum + (text?.length ?? 0) + PER_VALUE, 0);
  return data + message.length + raw.length + 10 * PER_VALUE;
}
