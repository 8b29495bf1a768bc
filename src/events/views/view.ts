// A view is an event as one platform stores it: columns that can be read as a table, and a row for a record.
import type { Named } from '../../plan/relation.ts';
import type { Column, Value } from '../../plan/types.ts';
import type { AnyRecord } from '../formats/format.ts';
import type { Selection } from './fields.ts';

export type Platform = 'splunk' | 'sentinel' | 'defender';

/** How sure the mapping is: `high` seen in documents or real rows, `medium` assumed rendering, `low` from public queries. */
export type Confidence = 'high' | 'medium' | 'low';

/** What a replay decides about storage: seconds between event and storage, index and tenant of everything. */
export interface ViewContext {
  readonly ingestionDelay: number;
  readonly index: string;
  readonly tenantId: string;
}

/** `main` is where an input without an `index` setting writes. */
export const usualContext: ViewContext = {
  ingestionDelay: 60,
  index: 'main',
  tenantId: '00000000-0000-0000-0000-000000000000',
};

/** A column with where its values come from; columns that nothing fills are in the table too, empty. */
export interface ViewColumn extends Column {
  readonly source?: string;
  readonly confidence?: Confidence;
}

/** Every Kusto table has this column at its end: when the row was stored, for `ingestion_time()`. */
export const INGESTION_TIME = '$IngestionTime';

/**
 * One way in which events become rows. Without `selection` any event may; without `columns` some wanted column, or which
 * events there are, cannot be told by expressions over the events' fields.
 */
export interface OverFields {
  readonly selection?: Selection;
  readonly columns?: readonly Named[];
}

/** A table of fixed columns. `row` is undefined exactly where `accepts` is false. */
export interface TableView {
  readonly kind: 'table';
  readonly name: string;
  readonly platform: Platform;
  /** True when the platform has its own sensor and the row only imitates what that would have reported. */
  readonly analogue: boolean;
  readonly columns: readonly ViewColumn[];
  accepts(record: AnyRecord): boolean;
  row(record: AnyRecord, context: ViewContext): readonly Value[] | undefined;
  /** `row` for Windows events as expressions over their fields: the first way that takes an event makes its row. */
  overFields(context: ViewContext): readonly OverFields[];
  /** The same table with those of its columns that are wanted; the others are not computed. */
  only(wanted: ReadonlySet<string>): TableView;
}

/** A search-time view: which fields there are depends on the record. A list is a multivalue field. */
export interface FieldView {
  readonly kind: 'fields';
  readonly name: string;
  readonly platform: 'splunk';
  readonly analogue: boolean;
  accepts(record: AnyRecord): boolean;
  fields(record: AnyRecord, context: ViewContext): ReadonlyMap<string, FieldValue>;
}

export type FieldValue = string | number | readonly string[];

export type View = TableView | FieldView;
