// The searches by which this page looks at the data that is there, over the last 24 hours.
import type { SourceFacts } from './facts.ts';
import { runSearch, type Turns } from './search-job.ts';
import { isIndexed, withoutIndexes } from './source-filter.ts';
import type { Row, Splunkd } from './splunkd.ts';

/** Events read when the count cannot come from the index alone, and when fields are looked for. */
export const SAMPLE = 10_000;

/** What a source's filter finds. */
export interface Found {
  readonly count: number;
  /** `count` is where counting stopped. */
  readonly orMore: boolean;
  /** Epoch seconds of the newest event. */
  readonly newest?: number;
  /** Names of the fields that the newest events have. */
  readonly fields: ReadonlySet<string>;
}

/** An index, a sourcetype in it, and how many events it took in. */
export interface Place {
  readonly index: string;
  readonly sourcetype: string;
  readonly count: number;
  readonly newest: number;
}

/** What a search would have found. */
export interface DryRun {
  readonly count: number;
  readonly seconds: number;
}

export class Checks {
  readonly #splunkd: Splunkd;
  readonly #turns: Turns;

  constructor(splunkd: Splunkd, turns: Turns) {
    this.#splunkd = splunkd;
    this.#turns = turns;
  }

  /** Counts the events of a filter and looks which fields the newest of them have. */
  async source(filter: string): Promise<Found> {
    const indexed = isIndexed(filter);
    const counting = indexed
      ? `| tstats count max(_time) AS newest WHERE ${filter}`
      : `search ${filter} | head ${String(SAMPLE)} | stats count max(_time) AS newest`;
    const { rows } = await this.#run(counting);
    const count = numberOf(rows[0], 'count');
    const newest = numberOf(rows[0], 'newest');
    const fields = count === 0 ? new Set<string>() : await this.#fields(filter);
    const orMore = !indexed && count >= SAMPLE;
    return { count, orMore, fields, ...(newest > 0 && { newest }) };
  }

  async #fields(filter: string): Promise<ReadonlySet<string>> {
    const { rows } = await this.#run(
      `search ${filter} | head ${String(SAMPLE)} | fieldsummary maxvals=1 | where count>0 | table field`,
    );
    return new Set(rows.map((row) => row['field'] ?? ''));
  }

  /** Where events of a source lie, whatever index the filter names now; nothing when its text does not tell. */
  async places({ definition }: SourceFacts): Promise<Place[]> {
    const rest = withoutIndexes(definition);
    return rest !== '' && isIndexed(rest) ? this.#placesOf(`index=* ${rest}`) : [];
  }

  /** Everything that came in, most first. */
  async everything(): Promise<Place[]> {
    return this.#placesOf('index=*');
  }

  async #placesOf(filter: string): Promise<Place[]> {
    const { rows } = await this.#run(
      `| tstats count max(_time) AS newest WHERE ${filter} BY index sourcetype | sort 200 - count`,
    );
    return rows.map((row) => ({
      index: row['index'] ?? '',
      sourcetype: row['sourcetype'] ?? '',
      count: numberOf(row, 'count'),
      newest: numberOf(row, 'newest'),
    }));
  }

  /** Runs a detection's own text and counts its results. Nothing is alerted. */
  async dryRun(search: string): Promise<DryRun> {
    const leading = search.trimStart().startsWith('|') ? search : `search ${search}`;
    const { rows, seconds } = await this.#run(`${leading}\n| stats count`);
    return { count: numberOf(rows[0], 'count'), seconds };
  }

  /** The rows of a lookup, as cells in the order of its columns. */
  async list(name: string, columns: readonly string[]): Promise<string[][]> {
    const { rows } = await this.#run(`| inputlookup ${name}`);
    return rows.map((row) => columns.map((column) => row[column] ?? ''));
  }

  #run(search: string): ReturnType<typeof runSearch> {
    return this.#turns.take(() => runSearch(this.#splunkd, search));
  }
}

function numberOf(row: Row | undefined, column: string): number {
  const value = Number(row?.[column] ?? 0);
  return Number.isFinite(value) ? value : 0;
}
