export { build, type BuildOptions, type BuildResult } from './build.ts';
export { check, type CheckOptions } from './check.ts';
export { fixPack, type FixedDocument } from './fix.ts';
export { diff, type AppDiff, type DiffOptions } from './diff.ts';
export { diffJson, diffText } from './diff-text.ts';
export { docs, type DocsOptions, type DocsResult } from './docs.ts';
export { importFiles, type ImportOptions, type ImportResult } from './import.ts';
export { mutate, type MutateOptions, type MutateResult } from './mutate.ts';
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
export {
  parseShiftTarget,
  record,
  recordingFormats,
  type RecordingFormat,
  type RecordOptions,
  type RecordResult,
} from './record.ts';
export { test, type TestOptions, type TestResult } from './test.ts';
export { sentinelForms, type SentinelForm } from '../targets/sentinel/index.ts';
export { toolVersion } from './tool-version.ts';
export {
  DEFAULT_TARGET,
  EDITIONS,
  SPLUNK_VERSIONS,
  type SplunkTarget,
} from '../targets/splunk/index.ts';
export { validate } from './validate.ts';
export { planSentinel, type PlanOptions, type PlanResult } from './plan-sentinel.ts';
export { planJson, planText } from './plan-text.ts';
