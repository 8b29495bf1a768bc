export { pack, packObstacles, unpack } from './archive/spl.ts';
export { check, checks } from './checks/index.ts';
export type { Conf } from './conf/conf.ts';
export { readConf } from './conf/read.ts';
export { writeConf } from './conf/write.ts';
export { emit } from './emit/emit.ts';
export { shippedAs } from './emit/shipped-as.ts';
export type { AppLookup, AppMacro, SavedSearch, SplunkApp } from './read/app.ts';
export { readApp } from './read/read-app.ts';
