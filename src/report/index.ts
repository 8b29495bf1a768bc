export { html, type ReportInput } from './html.ts';
export { indexPage, type IndexFacts } from './index-page.ts';
export { diagnosticsJson, verdictsJson } from './json.ts';
export { junit } from './junit.ts';
export { navigatorLayer, type NavigatorInput } from './navigator.ts';
export { pageHtml } from './page-html.ts';
export { pageMarkdown } from './page-markdown.ts';
export type { Page } from './page.ts';
export { qualityText } from './quality.ts';
export {
  mutationJson,
  mutationTable,
  type FamilyCount,
  type MissedMutant,
  type MutationCount,
  type MutationReport,
} from './mutation.ts';
export { sarif } from './sarif.ts';
export {
  strategyPage,
  type PageRecording,
  type PageSearch,
  type Requirement,
  type StrategyFacts,
} from './strategy-page.ts';
export { countLine, diagnosticsText, verdictTable, type TerminalOptions } from './terminal.ts';
export { timelineFile, type Timeline, type TimelineEvent } from './timeline.ts';
