export { html, type ReportInput } from './html.ts';
export { diagnosticsJson, verdictsJson } from './json.ts';
export { junit } from './junit.ts';
export { sarif } from './sarif.ts';
export { countLine, diagnosticsText, verdictTable, type TerminalOptions } from './terminal.ts';
