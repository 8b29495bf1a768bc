export type { AlertRule, Watchlist, WorkspaceFunction } from './alert-rule.ts';
export { emit, sentinelForms, type SentinelForm, type SentinelInput } from './emit.ts';
export { sentinelProblems } from './problems.ts';
export { refusedConstructs } from './query-checks.ts';
export { itemsOf } from './deployment/items.ts';
export { rollbackFiles } from './deployment/rollback.ts';
export { readState } from './deployment/state.ts';
export { readTemplate, readTemplates, type Bundle, type ReadRule } from './read.ts';
export type { Construct, ConstructKind, SearchFacts } from '../search-facts.ts';
