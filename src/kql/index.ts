export { adapt, type Adapted } from './adapt/adapt.ts';
export {
  compile,
  compileStaged,
  type KqlCompiled,
  type KqlSchema,
  type KqlStaged,
} from './compile.ts';
export { schemaOf, type KqlDescription } from './describe.ts';
export type { TableUse } from './bridge/uses.ts';
export type { KqlConstruct, KqlConstructKind } from './constructs.ts';
export { loadKusto } from './bridge/kusto.ts';
export {
  INGESTION_TIME,
  kustoType,
  type Held,
  type KqlColumn,
  type KqlEnvironment,
  type KustoType,
  type Product,
  type WorkspaceFunction,
} from './environment.ts';
export { productTable, productTables } from './bridge/schemas.ts';
export { columnsRead, type ReadColumn } from './lint/columns-read.ts';
export { whyNotIn } from './lint/why-not-in.ts';
export { formatValue, type Cell } from './format.ts';
