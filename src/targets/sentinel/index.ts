export type { AlertRule, Watchlist, WorkspaceFunction } from './alert-rule.ts';
export { emit, type SentinelInput } from './emit.ts';
export { sentinelProblems } from './problems.ts';
export { readTemplate, readTemplates, type Bundle, type ReadRule } from './read.ts';
export { route, type PlatformFacts, type Route, type Routed } from './routing.ts';
export type { Construct, ConstructKind, SearchFacts } from '../search-facts.ts';
