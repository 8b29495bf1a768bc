export { build, type BuildOptions, type BuildResult } from './build.ts';
export { check, type CheckOptions } from './check.ts';
export { createStrategy } from './new.ts';
export { UsageError } from './pack-folder.ts';
export {
  batch,
  parseInstant,
  parseSeconds,
  query,
  type QueryAnswer,
  type QueryCommand,
} from './query-command.ts';
export { test, type TestOptions, type TestResult } from './test.ts';
export { toolVersion } from './tool-version.ts';
