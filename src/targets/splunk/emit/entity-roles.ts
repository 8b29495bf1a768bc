// Which result columns name the users, hosts and threats that an alert is about.
import type { EntityMapping } from '../../../strategy/index.ts';

/** A result column that names someone or something: what a finding is about, or what threatens it. */
export interface Role {
  readonly column: string;
  readonly kind: 'user' | 'system' | 'threat';
  /** Enterprise Security's type of threat object; `user` or `system` for the others. */
  readonly type: string;
}

// Identifiers that name an entity by themselves; the others (a domain, a tenant id) only qualify a name.
const NAMING: ReadonlyMap<string, readonly [Role['kind'], string, readonly string[]]> = new Map([
  ['account', ['user', 'user', ['Name', 'FullName', 'UserPrincipalName', 'DisplayName', 'Sid']]],
  ['mailbox', ['user', 'user', ['MailboxPrimaryAddress', 'Upn']]],
  ['host', ['system', 'system', ['HostName', 'FullName', 'NetBiosName']]],
  ['ip', ['threat', 'ip_address', ['Address']]],
  ['url', ['threat', 'url', ['Url']]],
  ['dns', ['threat', 'domain', ['DomainName']]],
  ['file', ['threat', 'file_name', ['Name']]],
  ['filehash', ['threat', 'file_hash', ['Value']]],
  ['process', ['threat', 'process', ['CommandLine']]],
  ['registrykey', ['threat', 'registry_path', ['Key']]],
]);

/** The roles of a strategy's result columns, each column once, in document order. */
export function rolesOf(entities: readonly EntityMapping[]): Role[] {
  const roles = new Map<string, Role>();
  for (const { type, columns } of entities) {
    const known = NAMING.get(type.toLowerCase());
    if (!known) continue;
    const [kind, name, identifiers] = known;
    const given = new Map(Object.entries(columns));
    const column = identifiers.map((each) => given.get(each)).find((each) => each !== undefined);
    if (column !== undefined && !roles.has(column)) roles.set(column, { column, kind, type: name });
  }
  return [...roles.values()];
}
