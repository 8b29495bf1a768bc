// The seal of an instance that reads or writes one file.
import { sealed } from './seal.ts';

/** Settings after which an instance reaches this file and nothing else; times are in UTC. */
export const onlyFile = (path: string): readonly string[] => [
  `SET TimeZone = 'UTC'`,
  ...sealed([path]),
];
