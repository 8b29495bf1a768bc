// Who and what a recording names: users, hosts and domains, found where events name them.
import type { AnyRecord } from '../../formats/format.ts';
import { mapTexts } from '../map-texts.ts';
import { encodedIn } from './encoded.ts';
import { idIn } from './ids.ts';
import { domainsOfNames, machinesIn, spokenNames, type SpokenName } from './places.ts';
import {
  isKeptField,
  isPersonField,
  isPersonName,
  isPublicDomain,
  isWellKnown,
  kindOfField,
  type IdentityKind,
} from './well-known.ts';

/**
 * Names in lower case. A domain is a NetBIOS name or a DNS name; a host is its first label. `id`: GUIDs, account numbers,
 * access keys; `machine`: what GUIDs that Sysmon made on a machine begin with.
 */
export interface Identities {
  readonly user: ReadonlySet<string>;
  readonly host: ReadonlySet<string>;
  readonly domain: ReadonlySet<string>;
  readonly id: ReadonlySet<string>;
  readonly machine: ReadonlySet<string>;
}

/** More different names than this are not from a recording of one organisation. */
const MOST_NAMES = 200_000;
const LONGEST_NAME = 256;

/** Realms that hold people's accounts although their own names tell nothing. */
const personalRealms = new Set(['.', 'azuread', 'microsoftaccount', 'workgroup', 'localhost']);

/** Names that are given out inside of organisations only, so that whoever bears one is in the house. */
const privateSuffix = /\.(?:local|lan|corp|intranet|intra|internal|localdomain|home\.arpa)$/i;

const MOST_REMEMBERED = 50_000;
const LONGEST_REMEMBERED = 400;

/** Gathers the names that records give away; `found` may be asked when all records were added. */
export class IdentityCollector {
  readonly #found = {
    user: new Set<string>(),
    host: new Set<string>(),
    domain: new Set<string>(),
    id: new Set<string>(),
    machine: new Set<string>(),
  };
  readonly #seen = new Set<string>();

  add(record: AnyRecord): void {
    mapTexts(withoutRaw(record), {
      text: (text, field) => {
        if (!this.#isKnown(text, field)) {
          if (!isKeptField(field)) this.#look(text, field);
          for (const inner of encodedIn(text)) this.#look(inner, undefined);
        }
        return text;
      },
    });
  }

  get found(): Identities {
    return this.#found;
  }

  /** Events say the same things again and again. */
  #isKnown(text: string, field: string | undefined): boolean {
    if (text.length > LONGEST_REMEMBERED) return false;
    const key = `${field ?? ''}\u0000${text}`;
    if (this.#seen.has(key)) return true;
    if (this.#seen.size >= MOST_REMEMBERED) this.#seen.clear();
    this.#seen.add(key);
    return false;
  }

  #look(text: string, field: string | undefined): void {
    const id = field === undefined ? undefined : idIn(text, field);
    if (id) this.#addId(id);
    const kind = kindOfField(field);
    if (kind && text.length <= LONGEST_NAME) this.#named(kind, text.trim(), field ?? '');
    if (isPersonField(field) && isPersonName(text)) this.#addPerson(text);
    for (const spoken of machinesIn(text, field)) this.#addSpoken(spoken);
    for (const domain of domainsOfNames(text)) this.#addDomain(domain);
    for (const spoken of spokenNames(text)) this.#addSpoken(spoken);
  }

  #addSpoken({ kind, text }: SpokenName): void {
    switch (kind) {
      case 'account':
        if (!isNoName(text)) this.#addAccount(text);
        break;
      case 'host':
        this.#addHost(text);
        break;
      case 'domain':
        this.#addDomain(text);
        break;
      case 'user':
        this.#add('user', text);
    }
  }

  #named(kind: IdentityKind, text: string, field: string): void {
    if (text === '' || isNoName(text)) return;
    switch (kind) {
      case 'user':
        this.#addAccount(text);
        break;
      case 'domain':
        this.#addDomain(text);
        break;
      case 'host':
        // Who was called may be anybody; only who is in the house is a secret.
        if (!/^(?:destination|remote|query)/i.test(field) || isInHouse(text)) this.#addHost(text);
    }
  }

  /** `Doe, Jane` too, which is no account. */
  #addPerson(text: string): void {
    const { user } = this.#found;
    if (user.size < MOST_NAMES) user.add(text.toLowerCase());
  }

  #addId(found: { readonly id: string } | { readonly machine: string }): void {
    if ('id' in found) this.#add('id', found.id);
    else this.#add('machine', found.machine);
  }

  /** `DOMAIN\user`, `user@domain`, `user`. */
  #addAccount(text: string): void {
    const slash = text.lastIndexOf('\\');
    if (slash >= 0) {
      const domain = text.slice(0, slash);
      if (/[\\:/]/.test(domain)) return;
      const realm = domain.toLowerCase();
      if (!isWellKnown(realm)) this.#addDomain(domain);
      else if (!personalRealms.has(realm)) return;
      this.#add('user', text.slice(slash + 1));
    } else if (!text.includes('@')) this.#add('user', text);
  }

  #addHost(text: string): void {
    const name = text.replace(/^\\\\/, '').replace(/\.$/, '').toLowerCase();
    if (isAddress(name) || !/^[\p{L}\p{N}_][\p{L}\p{N}_.$-]*$/u.test(name)) return;
    const dot = name.indexOf('.');
    if (dot > 0) {
      if (isPublicDomain(name)) return;
      this.#addDomain(name.slice(dot + 1));
    }
    this.#add('host', dot > 0 ? name.slice(0, dot) : name);
  }

  #addDomain(text: string): void {
    const name = text.replace(/\.$/, '').toLowerCase();
    if (isAddress(name) || isPublicDomain(name) || /[\\/:"<>|=,;]/.test(name)) return;
    this.#add('domain', name);
  }

  #add(kind: IdentityKind | 'id' | 'machine', text: string): void {
    const name = text.trim().toLowerCase();
    if (kind === 'id' || kind === 'machine') {
      if (this.#found[kind].size < MOST_NAMES) this.#found[kind].add(name);
      return;
    }
    if (name.endsWith('$')) this.#add('host', name.slice(0, -1));
    else if (name !== '' && !isWellKnown(name) && !isNoName(name)) {
      const names = this.#found[kind];
      if (names.size < MOST_NAMES) names.add(name);
    }
  }
}

function withoutRaw(record: AnyRecord): AnyRecord {
  if ('fields' in record) return { ...record, raw: '' };
  const { system, eventData, userData, extra, message, origin } = record;
  return {
    system,
    ...(eventData && { eventData }),
    ...(userData && { userData }),
    ...(extra && { extra }),
    ...(message !== undefined && { message }),
    origin,
  };
}

/** SIDs, GUIDs, numbers, hexadecimal ids, distinguished names and resource names are no names of this kind. */
function isNoName(text: string): boolean {
  return (
    text.length > LONGEST_NAME ||
    /^(?:S-1-|0x[0-9a-f]+$|\{?[0-9a-f]{8}-[0-9a-f]{4}-|arn:|%%|\d+$|@)/i.test(text) ||
    /[=,;<>"\r\n\t]/.test(text)
  );
}

function isInHouse(host: string): boolean {
  return !host.includes('.') || privateSuffix.test(host);
}

function isAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':');
}
