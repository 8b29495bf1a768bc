// Where texts say names without a field that promises one: paths, shares, URLs, options of command lines, distinguished
// names, service principal names. What only a reader could tell for a name (`ping SRV55`) is not found here.
import type { IdentityKind } from './well-known.ts';

/** `account` may carry its domain: `DOMAIN\user`, `user@domain`. */
export interface SpokenName {
  readonly kind: IdentityKind | 'account';
  readonly text: string;
}

interface Place {
  /** In lower case; what a text must hold for the form to be looked for. */
  readonly hint: string;
  /** Each group that matches is a name of the kind at its place in `kinds`. */
  readonly form: RegExp;
  readonly kinds: readonly SpokenName['kind'][];
}

const ACCOUNT = String.raw`["']?(?!NT[ -])(\w[\w.$-]{0,63}\\\w[\w.$-]{0,63}|\.\\\w[\w.$-]{0,63}|\w[\w.$-]{1,63}(?:@[\w.-]{1,200})?)`;
const HOST = String.raw`["']?(?:\\\\)?([A-Za-z0-9][\w.-]{1,254})`;
/** Tools that log on to other machines with \`/s host /u account\`. */
const REMOTE_TOOL = String.raw`\b(?:psexec(?:64)?|paexec|winrs|schtasks|tasklist|taskkill|systeminfo|driverquery|getmac|gpresult|eventcreate|waitfor|wevtutil|smbclient|evil-winrm)(?:\.exe)?\b[^\r\n]{0,300}?\s`;
const NO_PERSON = String.raw`(?!(?:All Users|Default User)\b)`;
const PROFILES = String.raw`(?<!\\Account)\\(?:Users|Documents and Settings)\\` + NO_PERSON;

const form = (...parts: readonly string[]): RegExp => new RegExp(parts.join(''), 'giu');

const places: readonly Place[] = [
  {
    hint: '\\',
    form: form(PROFILES, String.raw`([^\\/:*?"<>|\r\n%]{1,64})(?=\\)`),
    kinds: ['user'],
  },
  {
    hint: '\\',
    form: form(PROFILES, String.raw`([\w.$~-]{1,64})(?=[\s"'&|<>,;)]|$)`),
    kinds: ['user'],
  },
  {
    hint: '\\',
    form: form(PROFILES, String.raw`(\p{L}[\w.'-]{0,30} \p{L}[\w.'-]{0,30})$`),
    kinds: ['user'],
  },
  {
    hint: '\\names\\',
    form: /\\Account\\Users\\Names\\([^\\]{1,64})/gi,
    kinds: ['user'],
  },
  {
    hint: '/',
    form: /(?<![\w.])(?:[A-Za-z]:)?\/(?:home|Users)\/([^/\s:*?"<>|]{1,64})(?=[/\s"']|$)/g,
    kinds: ['user'],
  },
  {
    hint: '\\\\',
    form: /(?<![\w:\\/])\\\\([A-Za-z0-9][\w.-]{0,254})\\(?=\w)/g,
    kinds: ['host'],
  },
  {
    hint: '\\\\',
    form: /(?<![\w:\\/])\\\\([A-Za-z0-9][\w.-]{2,254})(?=["'\s]|$)/g,
    kinds: ['host'],
  },
  {
    hint: '@',
    form: /(?<![\w.@])([\w.+-]{1,64})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})/g,
    kinds: ['user', 'domain'],
  },
  {
    hint: '@',
    form: /\b(?:ssh|scp|sftp|plink|pscp)(?:\.exe)?["']?\s[^\r\n]{0,200}?\b([\w.-]{1,64})@([A-Za-z0-9][\w-]{0,62})(?=[:\s"']|$)/gi,
    kinds: ['user', 'host'],
  },
  {
    hint: '://',
    form: /\b(?:https?|ftps?|sftp|ssh|smb|ldaps?|wss?|rdp|nfs):\/\/(?:([\w.%+-]{1,64})(?::[^@\s/]{0,64})?@)?([A-Za-z0-9][\w-]{0,62})(?=[:/\s"']|$)/gi,
    kinds: ['user', 'host'],
  },
  {
    hint: '<',
    form: /<(?:UserId|Author|UserName)>([^<]{1,256})</g,
    kinds: ['account'],
  },
  {
    hint: 'cn=',
    form: /(?:^|["'/\s])CN=((?:[^,\\"=]|\\.){1,64}),(?=(?:CN|OU|DC)=)(?![^"]{0,500}CN=(?:Configuration|System|Schema)\b)/gi,
    kinds: ['user'],
  },
  { hint: '/ru', form: form(String.raw`\s/ru(?::|\s{1,3})`, ACCOUNT), kinds: ['account'] },
  {
    hint: 'user',
    form: form(String.raw`(?<!\w)[-/]user(?:name|id)?(?:[:=]|\s{1,3})`, ACCOUNT),
    kinds: ['account'],
  },
  {
    hint: 'credential',
    form: form(String.raw`(?<!\w)-credential(?::|\s{1,3})`, ACCOUNT),
    kinds: ['account'],
  },
  {
    hint: 'user',
    form: form(String.raw`\bnet1?(?:\.exe)?["']?\s{1,5}user\s{1,5}`, ACCOUNT),
    kinds: ['account'],
  },
  {
    hint: 'group',
    form: form(
      String.raw`\bnet1?(?:\.exe)?["']?\s{1,5}(?:local)?group\s{1,5}(?:"[^"]{1,100}"|[\w-]{1,64})\s{1,5}`,
      ACCOUNT,
    ),
    kinds: ['account'],
  },
  {
    hint: 'u',
    form: form(REMOTE_TOOL, String.raw`[-/]u(?::|\s{1,3})`, ACCOUNT),
    kinds: ['account'],
  },
  { hint: '/s', form: form(REMOTE_TOOL, String.raw`/s(?::|\s{1,3})`, HOST), kinds: ['host'] },
  {
    hint: 'computername',
    form: form(String.raw`(?<!\w)-computername(?::|\s{1,3})`, HOST),
    kinds: ['host'],
  },
  { hint: '/node:', form: form('/node:', HOST), kinds: ['host'] },
  {
    hint: 'mstsc',
    form: form(String.raw`\bmstsc(?:\.exe)?\b[^\r\n]{0,200}?\s/v:`, HOST),
    kinds: ['host'],
  },
  {
    hint: '/',
    form: /(?<![\w/.])(?:cifs|termsrv|mssqlsvc|wsman|rpcss|restrictedkrbhost|ldap|gc|exchangemdb|smtpsvc)\/([A-Za-z0-9][\w.-]{0,254})/gi,
    kinds: ['host'],
  },
];

/** The names that a text says. */
export function spokenNames(text: string): SpokenName[] {
  const found: SpokenName[] = [];
  const lower = text.toLowerCase();
  for (const { hint, form, kinds } of places) {
    if (!lower.includes(hint)) continue;
    for (const [, ...groups] of text.matchAll(form)) {
      for (const [at, group] of groups.entries()) {
        const kind = kinds[at];
        const name = (group as string | undefined)?.trim() ?? '';
        if (kind && name !== '') found.push({ kind, text: name });
      }
    }
  }
  return found;
}

const machineAccount = /^(?:([\w.-]{1,64})\\)?([A-Za-z0-9][\w-]{1,14})\$$/;
const shares = /^(?:admin|ipc|print|fax)$/i;
const principal = /^(?:host|http|dns)\/([A-Za-z0-9][\w.-]{0,254})/i;
const principalField = /(?:servicename|spn|serviceprincipalnames?|targetinfo|targetservername)$/i;

/** What a whole value names: the account of a machine (`SRV7$`) or, in a field for these, a service on a machine. */
export function machinesIn(text: string, field = ''): SpokenName[] {
  if (text.length > 400) return [];
  const [, realm, account] = machineAccount.exec(text) ?? [];
  if (account !== undefined) {
    if (shares.test(account) || /share/i.test(field)) return [];
    const machine = { kind: 'host', text: account } as const;
    return realm === undefined ? [machine] : [machine, { kind: 'domain', text: realm }];
  }
  const host = principalField.test(field.slice(-60)) ? principal.exec(text)?.[1] : undefined;
  return host === undefined ? [] : [{ kind: 'host', text: host }];
}

/** The DNS name that the `DC=` parts of a distinguished name spell. */
export function domainsOfNames(text: string): string[] {
  if (!/dc=/i.test(text)) return [];
  return [...text.matchAll(/\bDC=[\w-]{1,63}(?:,\s?DC=[\w-]{1,63}){0,8}/gi)].map(([parts]) =>
    parts
      .split(',')
      .map((part) => part.trim().slice(3))
      .join('.'),
  );
}
