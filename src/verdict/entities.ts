// The entities that a search's rows name, and when two platforms mean the same one.
import type { EntityMapping } from '../strategy/index.ts';
import type { Replayed } from './judge.ts';

/** Identifier (`HostName`) to the value that a row has for it; identifiers without a value are absent. */
export type Entity = Readonly<Record<string, string>>;

/** What the rows name by one entity mapping of the document, each once, in the order of the rows. */
export interface FoundEntities {
  readonly type: string;
  /** The columns that the document maps. */
  readonly columns: readonly string[];
  readonly entities: readonly Entity[];
}

/** What rows name by each mapping, in the mappings' order. A row without any value for a mapping names nothing by it. */
export function entitiesOf(
  mappings: readonly EntityMapping[],
  { columns, rows }: Pick<Replayed, 'columns' | 'rows'>,
): FoundEntities[] {
  return mappings.map(({ type, columns: identifiers }) => {
    const places = Object.entries(identifiers).map(
      ([identifier, column]) => [identifier, columns.indexOf(column)] as const,
    );
    const found = new Map<string, Entity>();
    for (const row of rows) {
      const values = places.flatMap(([identifier, at]) => {
        const value = row[at]?.trim() ?? '';
        return value === '' ? [] : [[identifier, value] as const];
      });
      if (values.length > 0) found.set(JSON.stringify(values), Object.fromEntries(values));
    }
    return { type, columns: Object.values(identifiers), entities: [...found.values()] };
  });
}

/** `corp\m.keller`; `HostName=ws-014, OSFamily=Windows`: an entity in one line. */
export function entityText(type: string, entity: Entity): string {
  const { Name, NTDomain, ...rest } = entity;
  const others = Object.entries(rest).map(([identifier, value]) => `${identifier}=${value}`);
  if (type === 'Account' && Name !== undefined && NTDomain !== undefined)
    return [`${NTDomain}\\${Name}`, ...others].join(', ');
  const [only, ...more] = Object.values(entity);
  if (only !== undefined && more.length === 0) return only;
  return Object.entries(entity)
    .map(([identifier, value]) => `${identifier}=${value}`)
    .join(', ');
}

/**
 * Entities of `others` that are not among `own`. Windows' names have no case. Where platforms write a thing differently
 * by nature, the ways are the same: a host by its name or with its domain, an account with its domain before or beside
 * it, a domain by its NetBIOS name or by DNS, numbers of processes in decimal or hexadecimal, hives by their short, long
 * or kernel names, IPv4 addresses inside IPv6.
 */
export function missingAmong(
  type: string,
  own: readonly Entity[],
  others: readonly Entity[],
): Entity[] {
  const known = new Map<string, Set<string>>();
  for (const each of own) {
    const { name, qualifier } = identityOf(type, each);
    const qualifiers = known.get(name) ?? new Set();
    known.set(name, qualifiers.add(qualifier));
  }
  return others.filter((each) => {
    const { name, qualifier } = identityOf(type, each);
    const qualifiers = known.get(name);
    if (!qualifiers) return true;
    return qualifier !== '' && !qualifiers.has('') && !qualifiers.has(qualifier);
  });
}

/** Two identities are the same where their names are equal and their qualifiers do not contradict: `''` is any. */
interface Identity {
  readonly name: string;
  readonly qualifier: string;
}

function identityOf(type: string, entity: Entity): Identity {
  const values = new Map(
    Object.entries(entity).map(([identifier, value]) => [identifier, value.toLowerCase()]),
  );
  switch (type) {
    case 'Host':
      return hostIdentity(values);
    case 'Account':
      return { name: accountName(values), qualifier: '' };
    default:
      return { name: plainName(values), qualifier: '' };
  }
}

type Values = ReadonlyMap<string, string>;

/** By the first label of its name; its domain is another's only where both are known. */
function hostIdentity(values: Values): Identity {
  const full = values.get('FullName') ?? values.get('HostName') ?? values.get('NetBiosName');
  if (full === undefined) return { name: plainName(values), qualifier: '' };
  // An address in the place of a name has no labels.
  if (/^[\d.]+$|:/.test(full)) return { name: addressOf(full), qualifier: '' };
  const dot = full.indexOf('.');
  const domain = values.get('DnsDomain') ?? '';
  return dot < 0
    ? { name: full, qualifier: domain }
    : { name: full.slice(0, dot), qualifier: full.slice(dot + 1) };
}

/** `domain\name`, wherever the document has the domain; the identifier of an account that has no name. */
function accountName(values: Values): string {
  const given = values.get('FullName') ?? values.get('Name');
  if (given === undefined) return plainName(values);
  const [first = '', second] = given.split('\\', 2);
  const [name = '', suffix] = (second ?? first).split('@', 2);
  const domain =
    (second === undefined ? suffix : first) ??
    values.get('NTDomain') ??
    values.get('DnsDomain') ??
    values.get('UPNSuffix') ??
    '';
  return `${domain.split('.', 1)[0] ?? ''}\\${name}`;
}

function plainName(values: Values): string {
  const parts = [...values].map(([identifier, value]) => [
    identifier,
    plainValue(identifier, value),
  ]);
  return JSON.stringify(parts.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

const HIVES: readonly (readonly [RegExp, string])[] = [
  [/^(?:hkey_local_machine|\\registry\\machine)(?=\\|$)/, 'hklm'],
  [/^(?:hkey_users|\\registry\\user)(?=\\|$)/, 'hku'],
  [/^hkey_current_user(?=\\|$)/, 'hkcu'],
  [/^hkey_classes_root(?=\\|$)/, 'hkcr'],
];

/** `value` is in lower case. */
function plainValue(identifier: string, value: string): string {
  switch (identifier) {
    case 'Address':
      return addressOf(value);
    case 'ProcessId':
      return /^0x[\da-f]{1,12}$/.test(value) ? String(Number(value)) : value;
    case 'Directory':
      return value.replace(/\\$/, '');
    case 'Key':
    case 'Hive':
      return HIVES.reduce((text, [long, short]) => text.replace(long, short), value);
    default:
      return value;
  }
}

const addressOf = (value: string): string => value.replace(/^::ffff:(?=\d+\.)/, '');
