// What `FileProfile()` of advanced hunting would answer: no event says how common a file is or who signed it, so a
// replay that needs it declares it, per file, as a fixture.
import type { Column, Value } from '../../plan/types.ts';
import { parse } from 'yaml';
import { fit } from './fit.ts';

/** Columns and types as the function's reference lists them; `SignatureState` and `ProfileAvailability` as it returns them. */
export const fileProfileColumns: readonly Column[] = [
  { name: 'SHA1', type: 'string' },
  { name: 'SHA256', type: 'string' },
  { name: 'MD5', type: 'string' },
  { name: 'FileSize', type: 'int' },
  { name: 'GlobalPrevalence', type: 'int' },
  { name: 'GlobalFirstSeen', type: 'datetime' },
  { name: 'GlobalLastSeen', type: 'datetime' },
  { name: 'Signer', type: 'string' },
  { name: 'Issuer', type: 'string' },
  { name: 'SignerHash', type: 'string' },
  { name: 'IsCertificateValid', type: 'bool' },
  { name: 'IsRootSignerMicrosoft', type: 'bool' },
  { name: 'SignatureState', type: 'string' },
  { name: 'IsExecutable', type: 'bool' },
  { name: 'ThreatName', type: 'string' },
  { name: 'Publisher', type: 'string' },
  { name: 'SoftwareName', type: 'string' },
  { name: 'ProfileAvailability', type: 'string' },
];

/** One file's profile: cells in the order of `fileProfileColumns`. */
export type FileProfileRow = readonly Value[];

export interface FileProfileFixture {
  readonly rows: readonly FileProfileRow[];
  /** What is wrong, in words; rows that are wrong are left out. */
  readonly faults: readonly string[];
}

const MOST_ALIASES = 20;
const HASHES = ['SHA1', 'SHA256', 'MD5'] as const;

/**
 * Reads a fixture: a JSON or YAML list of objects with these columns as keys, at least one hash each. Hashes become
 * lower case; what is not given is null (text: empty) and `ProfileAvailability` is `Available`.
 */
export function readFileProfiles(text: string): FileProfileFixture {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: MOST_ALIASES, logLevel: 'silent' }) as unknown;
  } catch (thrown) {
    return { rows: [], faults: [`not YAML: ${thrown instanceof Error ? thrown.message : ''}`] };
  }
  if (!Array.isArray(value)) return { rows: [], faults: ['a list of file profiles was expected'] };
  const faults: string[] = [];
  const rows = value.flatMap((each: unknown, index) => {
    const row = rowOf(each);
    if (typeof row !== 'string') return [row];
    faults.push(`profile ${String(index + 1)}: ${row}`);
    return [];
  });
  return { rows, faults };
}

function rowOf(value: unknown): FileProfileRow | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no object';
  const given = new Map<string, unknown>(Object.entries(value));
  const known = new Set(fileProfileColumns.map(({ name }) => name));
  for (const name of given.keys())
    if (!known.has(name)) return `\`${name}\` is no column of FileProfile`;
  if (!HASHES.some((name) => typeof given.get(name) === 'string')) return 'has no hash';
  for (const name of HASHES) {
    const hash = given.get(name);
    if (typeof hash === 'string') given.set(name, hash.toLowerCase());
  }
  if (!given.has('ProfileAvailability')) given.set('ProfileAvailability', 'Available');
  for (const { name, type } of fileProfileColumns) {
    const cell = given.get(name);
    if (cell === undefined || cell === null) continue;
    if (fit(cell, type) === null) return `\`${name}\` is not of type ${type}`;
  }
  return fileProfileColumns.map(({ name, type }) => fit(given.get(name), type));
}
