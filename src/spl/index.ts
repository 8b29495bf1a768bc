export { compile, read, type SplCompiled, type SplParsed } from './compile.ts';
export { commands, grammar } from './commands/index.ts';
export type { Command } from './commands/command.ts';
export type {
  DataModel,
  Dataset,
  DatasetField,
  Knowledge,
  Lookup,
  SplEnvironment,
  StoredTable,
} from './environment.ts';
export { knowledge } from './knowledge/index.ts';
export { eventNeeds, type EventNeed } from './event-needs.ts';
export { factsOf, type Facts } from './facts.ts';
export type { Macro } from './macros.ts';
export { codes } from './messages.ts';
export { print } from './printer.ts';
export { stagesOf, type FieldKind, type Stage, type StageField } from './stages.ts';
export { checks, lint, type Check, type Schedule } from './lint/index.ts';
