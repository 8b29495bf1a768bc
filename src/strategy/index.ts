export {
  attackRelease,
  isSubTechnique,
  isTechniqueId,
  nearestTactics,
  nearestTechniques,
  parentOf,
  tacticOf,
  tactics,
  techniqueOf,
  techniques,
  type Tactic,
  type Technique,
} from './attack.ts';
export { parseDuration, printDuration } from './duration.ts';
export { entityTypes, type EntityType } from './entities.ts';
export { graphEntities, type GraphEntity } from './graph-entities.ts';
export { strategyProblems } from './messages.ts';
export type { Pack, SolutionFacts } from './pack.ts';
export { isInstant } from './instant.ts';
export { placeIn } from './place-in.ts';
export { didYouMean, problem, type NoParameters, type Place, type Problem } from './problem.ts';
export { defaultPack, readPack } from './read-pack.ts';
export { schemaProblems } from './schema.ts';
export { platformsOf, type Platform } from './platforms.ts';
export { documentDiagnostic, documentOffset, documentSpan, sameWords } from './search-place.ts';
export type {
  AttackRef,
  DataSource,
  EntityMapping,
  Expectation,
  HistoryEntry,
  Language,
  ParityException,
  Risk,
  Schedule,
  Search,
  Section,
  SectionKind,
  Severity,
  Status,
  Strategy,
  Throttle,
  Tunable,
} from './strategy.ts';
export { validate, validateOne } from './validate.ts';
export { readYaml, type YamlValue } from './yaml.ts';
