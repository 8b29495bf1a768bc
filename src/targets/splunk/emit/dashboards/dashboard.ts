// A dashboard as rows of panels, in no vendor's form: written as Simple XML or as a Dashboard Studio definition.

/** The time range that a search covers: the dashboard's time input, or a fixed one. */
export type TimeRange = 'period' | { readonly earliest: string; readonly latest: string };

/** A search. Tokens stand in the text as Splunk writes them: `$strategy|s$`. */
export interface Query {
  readonly text: string;
  readonly range: TimeRange;
  /** The name of the shared search that `text`, which begins with `|`, goes on from. */
  readonly base?: string;
}

export type Input =
  | {
      readonly kind: 'time';
      readonly label: string;
      readonly earliest: string;
      readonly latest: string;
    }
  | {
      readonly kind: 'choice';
      readonly token: string;
      readonly label: string;
      /** Gives the columns `value` and `label`. */
      readonly query: Query;
      readonly initial: string;
    };

export type Visual =
  | { readonly kind: 'number' }
  /** Stacked columns over time. */
  | { readonly kind: 'timeline' }
  | { readonly kind: 'bars' }
  | { readonly kind: 'table'; readonly rows: number };

export type Panel =
  | {
      readonly title: string;
      readonly query: Query;
      readonly visual: Visual;
      /** Where a click on a table's row leads; `{{column}}` stands for the row's value, encoded for an address. */
      readonly link?: string;
    }
  /** Markdown: a column of the first result of a shared search. */
  | { readonly title: string; readonly text: Text };

export interface Text {
  readonly source: string;
  readonly column: string;
}

export interface Row {
  /** In pixels, where the form wants a height. */
  readonly height: number;
  /** One to five, of equal width. */
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly inputs: readonly Input[];
  /** Searches that several panels go on from. */
  readonly shared: ReadonlyMap<string, Query>;
  readonly rows: readonly Row[];
}

export const RECENT: TimeRange = { earliest: '-24h', latest: 'now' };
