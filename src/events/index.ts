export type { AnyRecord, ByteRange, Format } from './formats/format.ts';
export { canonicalColumns } from './formats/canonical-row.ts';
export { toCanonical, toCanonicalRow } from './formats/canonical.ts';
export { usualLimits, type UnpackLimits } from './formats/archive/limits.ts';
export {
  formats,
  readEvents,
  readEventsFrom,
  surveyFor,
  type Recording,
} from './formats/read-events.ts';
export type { LinesSurvey, LinesView, SurveyedLines } from './formats/json/json-lines.ts';
export { jsonShapes } from './formats/json/json.ts';
export { toXml } from './formats/to-xml.ts';
export { IdentityCollector, type Identities } from './edit/redact/identities.ts';
export { Redactor } from './edit/redact/redact.ts';
export { shiftTimes } from './edit/shift.ts';
export { inSlice, type Slice } from './edit/slice.ts';
export {
  RECORDING_MANIFEST,
  RecordingSummary,
  readManifest,
  type ReadManifest,
  type RecordedFile,
  type RecordedSource,
  type RecordingManifest,
} from './manifest.ts';
export { Marks, readMark, type Mark } from './marks.ts';
export { combined } from './mutate/combined.ts';
export { mutationFamilies, type Mutation, type MutationFamily } from './mutate/mutation.ts';
export { mutations } from './mutate/mutations.ts';
export { randomOf, type Random } from './mutate/random.ts';
export {
  nothingRead,
  placeOf,
  problemCodes,
  problemLines,
  worstOf,
  type Problem,
  type ProblemCode,
} from './problem.ts';
export type {
  EventRecord,
  EventSystem,
  EventValue,
  NeutralRecord,
  Origin,
  ValueType,
  XmlElement,
} from './record.ts';
export { channelOf, eventIdOf, hostOf, timeOf } from './record-facts.ts';
export { isoOfTicks, ticksOfIso } from './ticks.ts';
export {
  fileProfileColumns,
  readFileProfiles,
  type FileProfileFixture,
  type FileProfileRow,
} from './views/file-profile.ts';
export {
  asimFunctionNames,
  asimOf,
  asimViews,
  type Asim,
  type AsimFunction,
} from './views/asim/asim.ts';
export { prerequisitesOf, type Prerequisite } from './views/prerequisites.ts';
export { splunkViewOf, splunkViews } from './views/splunk.ts';
export { exportView } from './views/table.ts';
export {
  INGESTION_TIME,
  usualContext,
  type FieldView,
  type Platform,
  type TableView,
  type View,
  type ViewColumn,
  type ViewContext,
} from './views/view.ts';
export {
  allViews,
  rowsOf,
  splunkEvents,
  tableOf,
  tableViews,
  type ViewTable,
} from './views/views.ts';
