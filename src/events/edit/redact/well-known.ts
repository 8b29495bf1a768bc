// Names that tell nothing about anybody and must stay, because searches look for them; and words that are names only
// where a name is expected.

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s*\n\s*|\s*,\s*/).filter((each) => each !== ''));
}

/** Accounts, groups and authorities of every Windows, in lower case; localised authorities where they are in use. */
const wellKnownNames = words(`
  system, local service, network service, localsystem, localservice, networkservice, anonymous logon, anonymous, everyone
  administrator, administrators, guest, guests, defaultaccount, wdagutilityaccount, krbtgt, users, power users
  authenticated users, interactive, network, batch, service, creator owner, owner rights, self, none, unknown, null
  nt authority, nt-autorität, autorite nt, autorité nt, nt service, nt virtual machine, builtin, iis apppool
  font driver host, window manager, trustedinstaller, local, localhost, localdomain, workgroup, mshome, invalid
  microsoftaccount, microsoft account, azuread, application package authority, internet, well known group
  domain admins, domain users, domain computers, domain controllers, domain guests, enterprise admins, schema admins
  remote desktop users, backup operators, server operators, account operators, print operators
  all users, default, default user, public, defaultapppool, defaultuser0, system idle process, root, nobody, daemon
  microsoft, microsoft corporation, not_translated, consolehost, default host, windows powershell ise host
  cert publishers, certificate service dcom access, cloneable domain controllers, distributed com users, dnsadmins
  dnsupdateproxy, event log readers, group policy creator owners, hyper-v administrators, iis_iusrs, key admins
  enterprise key admins, incoming forest trust builders, network configuration operators, performance log users
  performance monitor users, pre-windows 2000 compatible access, print operators, protected users, replicator
  ras and ias servers, read-only domain controllers, enterprise read-only domain controllers, remote management users
  storage replica administrators, terminal server license servers, windows authorization access group
  allowed rodc password replication group, denied rodc password replication group, cryptographic operators
  access control assistance operators, system managed accounts group, rds endpoint servers, rds management servers
  rds remote access servers
  www, autodiscover, tsclient, wpad, isatap, not available, n/a, \\, ., *, ?, -
`);

/** Public names that software contacts by itself; what stands below them stays too. */
const publicDomains = words(`
  microsoft.com, windows.com, windows.net, windowsupdate.com, office.com, office365.com, live.com, msftncsi.com
  msftconnecttest.com, microsoftonline.com, onmicrosoft.com, azure.com, azure.net, azureedge.net, bing.com, msn.com
  skype.com, sharepoint.com, outlook.com, visualstudio.com, digicert.com, verisign.com, globalsign.com
  amazonaws.com, amazon.com, aws.amazon.com, google.com, googleapis.com, gmail.com, hotmail.com, yahoo.com
  github.com, githubusercontent.com, mozilla.org, mozilla.com, in-addr.arpa, ip6.arpa, w3.org, example.com
`);

/** Common words. As whole values of name fields, and in paths and accounts, they are names; elsewhere they are words. */
const commonWords = words(`
  user, admin, test, windows, program, programs, files, data, temp, home, app, apps, net, task, tasks, host, client
  server, computer, domain, machine, desktop, documents, downloads, security, audit, policy, group, owner, info, build
  run, start, stop, sql, web, mail, backup, office, file, share, dev, prod, lab, corp, com, org, lan, internal, intranet
  powershell, cmd, script, scripts, update, install, setup, agent, remote, shell, task scheduler, schedule, name, type
  true, false, yes, no, on, off, new, old, set, get, create, delete, add, all, and, the, for, not, with, from, this
  microsoft, sysmon, splunk, device, devices, system32, syswow64, appdata, roaming, http, https, www, id, path, value
  exe, dll, sys, txt, log, logs, xml, json, ps1, vbs, bat, msi, tmp, software, classes, control, current, version
  target, source, home, local, logon, login, account, process, event, events, error, object, key, code, command, default, normal, high, low, medium
`);

const ofServices = /^(?:dwm|umfd)-\d{1,4}$/;

/** Whether a name stays in every place. In lower case. */
export function isWellKnown(name: string): boolean {
  return wellKnownNames.has(name) || ofServices.test(name) || /^[\d\s.%{}()-]*$/.test(name);
}

/** Whether a name is replaced only where a name is expected: common words, and what is too short to tell. */
export function isOrdinary(name: string): boolean {
  return name.length < 3 || commonWords.has(name) || /^\d+$/.test(name);
}

/** Whether a DNS name is a public one that stays, or below one. */
export function isPublicDomain(name: string): boolean {
  for (let at = 0; at >= 0; at = name.indexOf('.', at) + 1 || -1) {
    if (publicDomains.has(name.slice(at))) return true;
  }
  return false;
}

export type IdentityKind = 'user' | 'domain' | 'host';

const userField =
  /(?:user|username|givenname|firstname|surname|lastname|user_name|accountname|account_name|samaccountname|userprincipalname|upn|usercontext|userid|caller|author|principalname|displayedname|loginname|mailbox)$/;
const domainField = /(?:domain|domainname|domain_name|dnsdomain)$/;
const hostField =
  /(?:^computer|computername|computer_name|hostname|host_name|^host|workstation|workstationname|devicename|machinename|servername|clientname|^dest|^dvc|fqdn|nodename|^machine|queryname|(?:^|[._])device)$/;

const displayField =
  /^(?:user|account|owner|actor|member|caller|initiator|assignee|sender|recipient|created_?by|modified_?by)?_?(?:display_?name|full_?name|given_?name|sur_?name|first_?name|last_?name)$/i;
const person = /^\p{Lu}[\p{L}'’.-]{0,40}(?:,? \p{L}[\p{L}'’.-]{0,40}){1,3}$/u;
const vendors = words(`
  microsoft, windows, azure, office, google, adobe, oracle, vmware, cisco, intel, mozilla, apple, amazon, dell, hp
  entra, exchange, sharepoint, internet, remote, local, domain, default, network, print, system, security, conditional
`);

/** Whether a field of that name may hold a person's name as people write it. */
export function isPersonField(field: string | undefined): boolean {
  return field !== undefined && field.length <= 40 && displayField.test(field);
}

/** Whether a display name is that of a person, as far as its form tells: some words, no product's name. */
export function isPersonName(text: string): boolean {
  if (text.length > 100 || !person.test(text)) return false;
  const [first = ''] = text.toLowerCase().split(/[, ]/, 1);
  return !vendors.has(first);
}

/** What a field of that name holds the name of. */
export function kindOfField(field: string | undefined): IdentityKind | undefined {
  const name = field?.toLowerCase() ?? '';
  if (name === '' || name.length > 100 || notNames.has(name)) return undefined;
  if (userField.test(name)) return 'user';
  if (domainField.test(name)) return 'domain';
  return hostField.test(name) ? 'host' : undefined;
}

/** These end like name fields and are none. */
const notNames = words('hkeycurrentuser, currentuser, objectserver, isdomain, hostapplication');

const kept = words(`
  channel, provider, sourcename, eventsourcename, logname, sourcetype, keywords, type, actiontype, eventtype
  taskcategory, eventname, eventsource, awsregion, opcode, level, category, operationname, hashes, md5, sha1, sha256
  imphash, fileversion, productversion, version
`);

/** Whether values of a field tell about software only and stay whole. */
export function isKeptField(field: string | undefined): boolean {
  return field !== undefined && field.length <= 100 && kept.has(field.toLowerCase());
}
