// The seal of an instance that reads or writes one file.
import { textLiteral } from './quote.ts';

/** Settings after which an instance reaches this file and nothing else; times are in UTC. */
export function onlyFile(path: string): readonly string[] {
  return [
    `SET TimeZone = 'UTC'`,
    `SET allowed_paths = [${textLiteral(path)}]`,
    'SET enable_external_access = false',
    'SET autoinstall_known_extensions = false',
    'SET autoload_known_extensions = false',
    'SET allow_community_extensions = false',
    'SET lock_configuration = true',
  ];
}
