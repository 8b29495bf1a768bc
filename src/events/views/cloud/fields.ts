// Columns out of the fields of a JSON record.
import { scalarText } from '../../scalar-text.ts';
import type { NeutralRecord } from '../../record.ts';
import type { ColumnSource, RawValue } from '../source.ts';
import type { Confidence } from '../view.ts';

type OtherSource = ColumnSource<NeutralRecord>;

/** When the record says that it happened. */
export const happened: OtherSource = {
  source: 'time of the record',
  confidence: 'high',
  value: ({ time }) => time,
};

/** A field by its path, `userIdentity.type`; objects and lists as JSON text. */
export function field(path: string, confidence: Confidence = 'high'): OtherSource {
  return { source: path, confidence, value: ({ fields }) => printed(valueAt(fields, path)) };
}

/** What `change` makes of a field's text; nothing where it is absent. */
export function ofField(
  path: string,
  what: string,
  change: (text: string) => RawValue,
  confidence: Confidence = 'medium',
): OtherSource {
  const value = ({ fields }: NeutralRecord): RawValue => {
    const found = printed(valueAt(fields, path));
    return found === undefined || found === null ? undefined : change(String(found));
  };
  return { source: `${what} of ${path}`, confidence, value };
}

/** The member of an object whose name is a column's but for its case. */
export function namesake(
  part: (record: NeutralRecord) => unknown,
): (record: NeutralRecord, name: string) => RawValue {
  return (record, name) => printed(memberOf(part(record), name));
}

export function valueAt(fields: Readonly<Record<string, unknown>>, path: string): unknown {
  // Splunk's exports have the path as a name.
  if (Object.hasOwn(fields, path)) return fields[path];
  let found: unknown = fields;
  for (const name of path.split('.')) found = memberOf(found, name);
  return found;
}

/** A member by its name, else by one that differs in case: PowerShell writes what Graph gives in its own letters. */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name];
  const wanted = name.toLowerCase();
  return Object.entries(value).find(([member]) => member.toLowerCase() === wanted)?.[1];
}

function printed(value: unknown): RawValue {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'boolean' ? value : scalarText(value);
}
