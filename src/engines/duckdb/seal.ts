// What keeps DuckDB from everything but its own memory and the files that it is given.
import { textLiteral } from './quote.ts';

/** Settings, in order, after which extensions, sockets and all files but these are out of reach, whatever a search says. */
export const sealed = (files: readonly string[] = []): readonly string[] => [
  ...(files.length === 0 ? [] : [`SET allowed_paths = [${files.map(textLiteral).join(', ')}]`]),
  'SET enable_external_access = false',
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  'SET allow_community_extensions = false',
  'SET lock_configuration = true',
];
