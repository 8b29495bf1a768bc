/** arm-ttk with a typed interface: the real toolkit where it is installed, our own implementation everywhere. */
export { readApiVersions, shippedApiVersions, type ApiVersions } from './api-versions.ts';
export type { Settings, TtkTest } from './check.ts';
export { readFileSet, type NoFiles } from './disk.ts';
export { runNative } from './engines/native.ts';
export {
  findToolkit,
  runPowerShell,
  type Toolkit,
  type ToolkitFailure,
  type ToolkitRequest,
} from './engines/powershell.ts';
export { parseValue, parts, type ArmExpression, type ArmValue } from './expressions/parse.ts';
export type { FileSet, SourceFile } from './files.ts';
export { find, named, valued, type Found, type Wanted } from './json/find.ts';
export { linePlaces, type LinePlace } from './json/lines.ts';
export {
  each,
  get,
  memberOf,
  members,
  stringOf,
  type JsonMember,
  type JsonNode,
  type JsonObject,
} from './json/node.ts';
export { readJson, type JsonFault, type JsonReading } from './json/read.ts';
export { forMarketplace } from './marketplace.ts';
export { jsonReport } from './report/json.ts';
export { junitReport } from './report/junit.ts';
export { sarifReport } from './report/sarif.ts';
export { textReport } from './report/text.ts';
export { allPassed, type PlacedFinding, type Run, type TestResult } from './results.ts';
export { select, type Selected, type Selection } from './select.ts';
export { tests } from './tests/list.ts';
export type { Invalid, InvalidId } from './validation/finding.ts';
export { validateTemplate } from './validation/validate.ts';
