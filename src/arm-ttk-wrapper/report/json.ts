import type { Run } from '../results.ts';

/** `{"results": [{test, group, file, passed, errors, warnings}], "engine", "remarks"}`. */
export function jsonReport({ results, engine, remarks }: Run): string {
  return `${JSON.stringify({ results, engine, remarks }, undefined, 2)}\n`;
}
