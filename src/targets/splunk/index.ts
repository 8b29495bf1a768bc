export { pack, packObstacles, unpack } from './archive/spl.ts';
export { check, checks } from './checks/index.ts';
export type { Conf } from './conf/conf.ts';
export { readConf } from './conf/read.ts';
export { writeConf } from './conf/write.ts';
export { emit } from './emit/emit.ts';
export { originsOf, type Origin } from './emit/origins.ts';
export type { EventNeed, ReadNeeds } from './emit/setup-facts.ts';
export { shippedAs } from './emit/shipped-as.ts';
export {
  DEFAULT_TARGET,
  EDITIONS,
  SPLUNK_VERSIONS,
  type Edition,
  type MinSplunk,
  type SplunkTarget,
} from './emit/target.ts';
export type { AppLookup, AppMacro, SavedSearch, SplunkApp } from './read/app.ts';
export { readApp } from './read/read-app.ts';
