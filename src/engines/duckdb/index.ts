export { EngineError } from './engine-error.ts';
export {
  Engine,
  Session,
  type EngineOptions,
  type Range,
  type Rows,
  type Slice,
  type TableData,
} from './engine.ts';
export type { LinesTable } from './lines-table.ts';
export { isReadablePath, surveyLines } from './json-lines.ts';
export { templateNames } from './functions/index.ts';
export { readParquet } from './read-parquet.ts';
export { renderPlan, type Statement } from './render.ts';
export type { Catalog, StoredTable } from './scope.ts';
export { writeParquet, type ParquetColumns, type ParquetType } from './write-parquet.ts';
