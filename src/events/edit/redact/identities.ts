// Who and what a recording names: users, hosts and domains, found where events name them.
import type { AnyRecord } from '../../formats/format.ts';
import { mapTexts } from '../map-texts.ts';
import { encodedIn } from './encoded.ts';
import { idIn } from './ids.ts';
import {
  isKeptField,
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

const profilePath = /\\(?:Users|Documents and Settings)\\([^\\/:*?"<>|\r\n%]{1,64})(?=\\)/gi;
const unixHome = /(?<![\w.])\/home\/([^/\s:*?"<>|]{1,64})(?=\/)/g;
const uncHost = /(?<![\w:\\/])\\\\([A-Za-z0-9][\w.-]{0,254})\\(?=\w)/g;
const mailAddress = /(?<![\w.@])([\w.+-]{1,64})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})/g;
const taskUser = /<(?:UserId|Author|UserName)>([^<]{1,256})</g;

/** Gathers the names that records give away; `found` may be asked when all records were added. */
export class IdentityCollector {
  readonly #found = {
    user: new Set<string>(),
    host: new Set<string>(),
    domain: new Set<string>(),
    id: new Set<string>(),
    machine: new Set<string>(),
  };

  add(record: AnyRecord): void {
    mapTexts(withoutRaw(record), {
      text: (text, field) => {
        if (!isKeptField(field)) this.#look(text, field);
        for (const inner of encodedIn(text)) this.#look(inner, undefined);
        return text;
      },
    });
  }

  get found(): Identities {
    return this.#found;
  }

  #look(text: string, field: string | undefined): void {
    const id = field === undefined ? undefined : idIn(text, field);
    if (id) this.#addId(id);
    const kind = kindOfField(field);
    if (kind && text.length <= LONGEST_NAME) this.#named(kind, text.trim(), field ?? '');
    if (text.includes('\\')) {
      for (const [, user = ''] of text.matchAll(profilePath)) this.#add('user', user);
      for (const [, host = ''] of text.matchAll(uncHost)) this.#addHost(host);
    }
    for (const [, user = ''] of text.matchAll(unixHome)) this.#add('user', user);
    if (text.includes('@')) {
      for (const [, user = '', domain = ''] of text.matchAll(mailAddress)) {
        this.#add('user', user);
        this.#addDomain(domain);
      }
    }
    if (text.includes('<')) {
      for (const [, user = ''] of text.matchAll(taskUser)) this.#named('user', user.trim(), 'user');
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
        if (!/^(?:destination|remote|query)/i.test(field) || !text.includes('.'))
          this.#addHost(text);
    }
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
      if (!isWellKnown(domain.toLowerCase())) {
        this.#addDomain(domain);
        this.#add('user', text.slice(slash + 1));
      }
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

function isAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':');
}
