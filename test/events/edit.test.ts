// Recordings changed for sharing: slices, moved times, pseudonyms, marks. Expected texts are typed by hand.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  IdentityCollector,
  inSlice,
  Marks,
  readMark,
  Redactor,
  shiftTimes,
  ticksOfIso,
  toCanonical,
  type AnyRecord,
  type EventRecord,
  type NeutralRecord,
  type Slice,
} from '../../src/events/index.ts';
import { own, readText } from './recordings.ts';
import { anyRecord } from './record-parts.ts';

const time = ticksOfIso('2026-03-02T09:15:01.2345678Z') ?? 0n;

function event(
  data: Readonly<Record<string, string>>,
  more: Partial<EventRecord> = {},
): EventRecord {
  return {
    system: {
      provider: 'Microsoft-Windows-Sysmon',
      eventId: 1,
      timeCreated: time,
      channel: 'Microsoft-Windows-Sysmon/Operational',
      computer: 'WS07.corp.example.net',
      userId: 'S-1-5-18',
    },
    eventData: Object.entries(data).map(([name, text]) => ({ name, text, type: 'text' as const })),
    origin: { file: 'a.evtx', number: 1 },
    ...more,
  };
}

function neutral(
  fields: Readonly<Record<string, unknown>>,
  raw = JSON.stringify(fields),
): NeutralRecord {
  return { fields, time, kind: 'json', raw, origin: { file: 'a.json', number: 1 } };
}

function dataOf(record: AnyRecord): Record<string, unknown> {
  if ('fields' in record) return { ...record.fields };
  const data = (record.eventData ?? []).map(({ name, text }): [string, unknown] => [
    name ?? '',
    text,
  ]);
  return Object.fromEntries(data);
}

describe('slices', () => {
  const record = event({});
  const cases: readonly (readonly [string, Slice, boolean])[] = [
    ['everything', {}, true],
    ['from that instant', { from: time }, true],
    ['from later', { from: time + 1n }, false],
    ['to later', { to: time + 1n }, true],
    ['to that instant, which is out', { to: time }, false],
    ['its id', { eventIds: ['4688', '1'] }, true],
    ['another id', { eventIds: ['10'] }, false],
    ['the host in any case', { hosts: ['ws07.CORP.example.net'] }, true],
    ['the host without its domain', { hosts: ['WS07'] }, true],
    ['the beginning of the host', { hosts: ['WS0'] }, false],
    ['a host of that name elsewhere', { hosts: ['WS07.other.net'] }, false],
    ['host and another id', { hosts: ['WS07'], eventIds: ['3'] }, false],
  ];
  test.each(cases)('%s', (_, slice, expected) => {
    expect(inSlice(record, slice)).toBe(expected);
  });

  test('other records: host and id from their fields, no time in no span', () => {
    const row = neutral({ Computer: 'WS07', EventID: 4688 });
    expect(inSlice(row, { hosts: ['ws07'], eventIds: ['4688'] })).toBe(true);
    const { kind, fields, raw, origin } = row;
    const timeless: NeutralRecord = { kind, fields, raw, origin };
    expect([inSlice(timeless, {}), inSlice(timeless, { from: 0n })]).toEqual([true, false]);
  });
});

describe('moved times', () => {
  const day = 86_400n;
  /** What it is, the text, the text a day later. */
  const texts: readonly (readonly [string, string, string])[] = [
    ['Sysmon', '2026-03-02 09:15:01.234', '2026-03-03 09:15:01.234'],
    ['ISO with zone', '2026-02-28T23:00:00.1234567+02:00', '2026-03-01T23:00:00.1234567+02:00'],
    ['inside a task', '<Date>2026-12-31T00:00:00</Date>', '<Date>2027-01-01T00:00:00</Date>'],
    [
      'never',
      '<EndBoundary>9999-12-31T23:59:59</EndBoundary>',
      '<EndBoundary>9999-12-31T23:59:59</EndBoundary>',
    ],
    ['no file time', '1601-01-01 00:00:00.000', '1601-01-01 00:00:00.000'],
    ['no such day', '2026-02-30T00:00:00Z', '2026-02-30T00:00:00Z'],
    ['a date alone', '2026-03-02', '2026-03-02'],
    ['American, padded', '03/02/2026 09:15:01 AM', '03/03/2026 09:15:01 AM'],
    [
      'American, noon and midnight',
      '3/2/2026 12:00:00 AM, 3/2/2026 12:30:00 PM',
      '3/3/2026 12:00:00 AM, 3/3/2026 12:30:00 PM',
    ],
    ['auditd', 'msg=audit(1772442901.234:77)', 'msg=audit(1772529301.234:77)'],
    ['digits around', '12026-03-02T09:15:01', '12026-03-02T09:15:01'],
    ['slashes', '2026/03/02 09:15:01', '2026/03/03 09:15:01'],
    ['German', '28.02.2026 23:15:01, 1.3.2026 09:15:01', '01.03.2026 23:15:01, 2.3.2026 09:15:01'],
    ['of mail', 'Sat, 28 Feb 2026 09:15:01 GMT', 'Sun, 01 Mar 2026 09:15:01 GMT'],
    ['of the C library', 'Mon Mar  2 09:15:01 2026', 'Tue Mar  3 09:15:01 2026'],
    ['compact', 'x 20260302T091501Z y', 'x 20260303T091501Z y'],
    ['of WMI', '20260302091501.000000+060', '20260303091501.000000+060'],
    [
      'a number that is no time',
      '20260302091501 and 20260302T0915',
      '20260302091501 and 20260302T0915',
    ],
    ['an address', '10.12.2026 and 1.2.3.4 09:15:01', '10.12.2026 and 1.2.3.4 09:15:01'],
    ['the record time as FILETIME', '134169165012345678', '134170029012345678'],
    ['the record time in seconds', '1772442901', '1772529301'],
    ['the record time in milliseconds', '1772442901234', '1772529301234'],
    ['another number', '1772000000', '1772000000'],
  ];
  test.each(texts)('%s', (_, text, expected) => {
    expect(dataOf(shiftTimes(event({ b: text }), day))).toEqual({ b: expected });
    expect(dataOf(shiftTimes(neutral({ a: text }), day))).toEqual({ a: expected });
  });

  /** Numbers other than the record's own time: by the name that they stand under. */
  const numbers: readonly (readonly [string, string, string])[] = [
    ['lastLogonTime', '1772000000', '1772086400'],
    ['createdAt', '1772000000000', '1772086400000'],
    ['expires_at', '1772000000', '1772086400'],
    ['CreationTime', '134160000000000000', '134160864000000000'],
    ['expires_at', '1600000000', '1600000000'],
    ['format', '1772000000', '1772000000'],
    ['ProcessId', '1772000000', '1772000000'],
  ];
  test.each(numbers)('%s %s', (name, before, after) => {
    expect(dataOf(shiftTimes(event({ [name]: before }), day))[name]).toBe(after);
    const raw = `{"x":{"${name}":${before}},"a":[{"b":1},1772000000],"${name}":[{"b":1},${before}]}`;
    const moved = shiftTimes(neutral(JSON.parse(raw) as Record<string, unknown>, raw), day);
    expect((moved as NeutralRecord).raw).toBe(
      raw.replaceAll(before, (found, at: number) =>
        raw.lastIndexOf('"a"', at) > raw.lastIndexOf('"' + name, at) ? found : after,
      ),
    );
    if (Number.isSafeInteger(Number(before)))
      expect({ ...(moved as NeutralRecord).fields }).toEqual(
        JSON.parse((moved as NeutralRecord).raw),
      );
  });

  test('an event: its time, its data, its raw XML with the digits that it has', () => {
    const [record] = own('task-created.xml').records;
    if (!record || !('system' in record)) throw new Error('no event');
    const moved = shiftTimes(record, 3600n) as EventRecord;
    expect(moved.system.timeCreated).toBe(record.system.timeCreated + 36_000_000_000n);
    expect(moved.raw).toContain("SystemTime='2026-03-02T10:15:01.2345678Z'");
    expect(shiftTimes(moved, -3600n)).toEqual(record);
  });

  test('JSON: numbers and texts in fields and raw alike, other spelling as it was', () => {
    const raw =
      '{ "t": 1772442901.50, "n": 1.0, "s": "2026-03-02T09:15:01Z", "in": "{\\"t\\":1772442901}" }';
    const record = neutral(JSON.parse(raw) as Record<string, unknown>, raw);
    const moved = shiftTimes(record, day) as NeutralRecord;
    expect(moved.raw).toBe(
      '{ "t": 1772529301.50, "n": 1.0, "s": "2026-03-03T09:15:01Z", "in": "{\\"t\\":1772529301}" }',
    );
    expect({ ...moved.fields }).toEqual(JSON.parse(moved.raw));
    expect(moved.time).toBe(time + day * 10_000_000n);
  });
});

/** Pseudonyms by what they stand for, with the seed `test`. */
function redacted(records: readonly AnyRecord[], seed = 'test'): AnyRecord[] {
  const collector = new IdentityCollector();
  for (const each of records) collector.add(each);
  const redactor = new Redactor(collector.found, seed);
  return records.map((each) => redactor.redact(each));
}

const named = event({
  User: 'CORP\\alice',
  SourceIp: '10.1.2.3',
  DestinationIp: '8.8.8.8',
  SourceHostname: 'DC01.corp.example.net',
});

function pseudonyms(): Record<string, string> {
  const [first] = redacted([named]);
  const data = first ? dataOf(first) : {};
  const [domain = '', user = ''] = String(data['User']).split('\\');
  const [host = '', ...rest] = first && 'system' in first ? first.system.computer.split('.') : [];
  const [dc = ''] = String(data['SourceHostname']).split('.');
  const values = { domain, user, host, dns: rest.join('.'), dc, ip: String(data['SourceIp']) };
  return { ...values, remote: String(data['DestinationIp']) };
}

describe('pseudonyms', () => {
  const by = pseudonyms();

  test('of the sort of what they stand for, in its case', () => {
    expect(by['domain']).toMatch(/^DOM[0-9A-F]{8}$/);
    expect(by['user']).toMatch(/^user[0-9a-f]{8}$/);
    expect(by['host']).toMatch(/^HOST[0-9A-F]{8}$/);
    expect(by['dns']).toMatch(/^dom[0-9a-f]{8}\.dom[0-9a-f]{8}\.net$/);
    expect(by['dns']?.split('.')[0]).toBe(by['domain']?.toLowerCase());
    expect(by['ip']).toMatch(/^10\./);
    expect(by['remote']).toMatch(/^198\.1[89]\./);
  });

  /** What it is, a text of another field, the text with `{user}` and so on for pseudonyms. */
  const texts: readonly (readonly [string, string, string])[] = [
    ['a command line', 'net user alice /add', 'net user {user} /add'],
    ['a profile', '"C:\\Users\\alice\\a b.exe" -x', '"C:\\Users\\{user}\\a b.exe" -x'],
    ['a file named for a person', 'copy alice-report.docx', 'copy {user}-report.docx'],
    ['no whole word', 'malice alices', 'malice alices'],
    ['an account in capitals', '/ru CORP\\ALICE', '/ru {domain}\\{USER}'],
    ['the machine account', 'WS07$', '{host}$'],
    ['a share', '\\\\dc01\\c$\\x', '\\\\{dc}\\c$\\x'],
    [
      'a name of a known domain',
      'ping files.corp.example.net',
      /^ping host[0-9a-f]{8}\.{dns}$/.source,
    ],
    ['the address in a text', 'ping 10.1.2.3;', 'ping {ip};'],
    ['a version', 'tool v1.2.3.4, Version=4.0.0.0', 'tool v1.2.3.4, Version=4.0.0.0'],
    ['loopback and metadata', '127.0.0.1 169.254.169.254 ::1', '127.0.0.1 169.254.169.254 ::1'],
    [
      'authorities',
      'NT AUTHORITY\\SYSTEM, BUILTIN\\Administrators',
      'NT AUTHORITY\\SYSTEM, BUILTIN\\Administrators',
    ],
    ['well-known SIDs', 'S-1-5-18 S-1-5-32-544 S-1-16-12288', 'S-1-5-18 S-1-5-32-544 S-1-16-12288'],
    ['PowerShell', '[Convert]::FromBase64String($a)::b', '[Convert]::FromBase64String($a)::b'],
    ['a GUID', '{0a9db762-63a7-4a84-8dc1-85b91dfbaf7e}', '{0a9db762-63a7-4a84-8dc1-85b91dfbaf7e}'],
    ['a public name', 'https://update.microsoft.com/x', 'https://update.microsoft.com/x'],
    ['a task', '<Author>CORP\\alice</Author>', '<Author>{domain}\\{user}</Author>'],
  ];
  test.each(texts)('%s', (_, text, expected) => {
    const [, second] = redacted([named, event({ CommandLine: text })]);
    const filled = expected
      .replaceAll('{USER}', String(by['user']).toUpperCase())
      .replaceAll('{dc}', String(by['dc']).toLowerCase())
      .replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => by[name] ?? whole);
    const found = String(second && dataOf(second)['CommandLine']);
    if (expected.startsWith('^')) expect(found).toMatch(new RegExp(filled));
    else expect(found).toBe(filled);
  });

  const inUtf16 = (code: BufferEncoding) => ({
    encode: (text: string) => Buffer.from(text, 'utf16le').toString(code),
    decode: (text: string) => Buffer.from(text, code).toString('utf16le'),
  });
  const inUtf8 = (code: BufferEncoding) => ({
    encode: (text: string) => Buffer.from(text).toString(code),
    decode: (text: string) => Buffer.from(text, code).toString('utf8'),
  });
  test.each([
    ["PowerShell's -EncodedCommand", inUtf16('base64')],
    ['Base64', inUtf8('base64')],
    ['hexadecimal', inUtf8('hex')],
    ['hexadecimal of UTF-16', inUtf16('hex')],
    ['a URL', { encode: encodeURIComponent, decode: decodeURIComponent }],
    [
      'Base64 in Base64',
      {
        encode: (text: string) => inUtf16('base64').encode(inUtf8('base64').encode(text)),
        decode: (text: string) => inUtf8('base64').decode(inUtf16('base64').decode(text)),
      },
    ],
  ])('names in %s', (_, { encode, decode }) => {
    const [, second] = redacted([
      named,
      event({ CommandLine: `run ${encode('net user alice /add on WS07 @ corp.example.net')} end` }),
    ]);
    const line = String(second && dataOf(second)['CommandLine']);
    const [, inner = ''] = /^run (.*) end$/.exec(line) ?? [];
    expect(decode(inner)).toBe(
      `net user ${String(by['user'])} /add on ${String(by['host'])} @ ${String(by['dns'])}`,
    );
  });

  test('names that occur in encoded text only', () => {
    const secret = Buffer.from('copy C:\\Users\\brandt\\x', 'utf16le').toString('base64');
    const [first] = redacted([event({ a: `-enc ${secret}`, b: 'brandt' })]);
    expect(String(first && dataOf(first)['b'])).toMatch(/^user\w{8}$/);
  });

  test('what is no text stays as it is', () => {
    const digest = 'SHA256=9F914D42706FE215501044ACD85A32D58AAEF1419D404FDDFA5D3B48F66CCD9F';
    const texts = {
      Hashes: digest,
      a: digest,
      b: 'QUJDRA==',
      c: 'C:/Windows/System32/drivers/etc/hosts',
    };
    const [first] = redacted([event(texts)]);
    expect(first && dataOf(first)).toEqual(texts);
  });

  test('ids of machines, tenants and accounts, in the form that they had', () => {
    const tenant = '0a9db762-63a7-4a84-8dc1-85b91dfbaf7e';
    const [first, second, third] = redacted([
      event({
        ProcessGuid: '{11aa22bb-0000-5f70-0100-000000000900}',
        LogonGuid: '{11AA22BB-1111-5f70-0100-000000000900}',
      }),
      neutral({
        tenantId: tenant,
        path: `/tenants/${tenant.toUpperCase()}/x`,
        template: '{33cc44dd-0000-0000-0000-000000000000}',
      }),
      neutral({
        accountId: '123456789012',
        arn: 'arn:aws:iam::123456789012:user/alice',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      }),
    ]).map(dataOf);
    const machine = String(first?.['ProcessGuid']).slice(1, 9);
    expect(machine).toMatch(/^[0-9a-f]{8}$/);
    expect(machine).not.toBe('11aa22bb');
    expect(first?.['ProcessGuid']).toBe(`{${machine}-0000-5f70-0100-000000000900}`);
    expect(String(first?.['LogonGuid']).toLowerCase()).toBe(
      `{${machine}-1111-5f70-0100-000000000900}`,
    );
    const id = String(second?.['tenantId']);
    expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(id).not.toBe(tenant);
    expect(second?.['path']).toBe(`/tenants/${id.toUpperCase()}/x`);
    expect(second?.['template']).toBe('{33cc44dd-0000-0000-0000-000000000000}');
    const account = String(third?.['accountId']);
    expect(account).toMatch(/^\d{12}$/);
    expect(third?.['arn']).toContain(`::${account}:user/`);
    expect(third?.['accessKeyId']).toMatch(/^AKIA[0-9A-F]{16}$/);
    expect(JSON.stringify([first, second, third])).not.toMatch(
      /11aa22bb|0a9db762|123456789012|IOSFODNN/i,
    );
  });

  test('SIDs: one issuer, one pseudonym; the last part stays', () => {
    const issuer = 'S-1-5-21-1004336348-1177238915-682003330';
    const [record] = redacted([event({ a: `${issuer}-1104`, b: `x ${issuer}-500` })]);
    const { a, b } = record ? dataOf(record) : {};
    expect(String(a)).toMatch(/^S-1-5-21-\d+-\d+-\d+-1104$/);
    expect(String(b)).toBe(`x ${String(a).replace(/1104$/, '500')}`);
    expect(String(a)).not.toContain('1004336348');
  });

  test('a common word is a name where a name is expected only', () => {
    const [first, second] = redacted([
      event({ User: 'CORP\\admin' }),
      event({ a: 'runas /user:CORP\\admin "open admin tools" C:\\Users\\admin\\x' }),
    ]);
    const user = String(first && dataOf(first)['User']).split('\\')[1] ?? '';
    expect(user).toMatch(/^user/);
    const { a } = second ? dataOf(second) : {};
    expect(String(a)).toMatch(
      new RegExp(
        `^runas /user:DOM\\w{8}\\\\${user} "open admin tools" C:\\\\Users\\\\${user}\\\\x$`,
      ),
    );
  });

  test('names of several words, addresses of version 6, hardware addresses', () => {
    const [record] = redacted([
      event({
        User: 'CORP\\Jane Doe',
        a: 'C:\\Users\\Jane Doe\\x by jane doe',
        SourceIp: 'fe80:0:0:0:81a6:12:34:56',
        b: '2a01:4f8:1:2::9, 00-0C-29-AA-BB-CC',
      }),
    ]);
    const { User, a, SourceIp, b } = record ? dataOf(record) : {};
    const user = String(User).split('\\')[1] ?? '';
    expect(String(a).toLowerCase()).toBe(`c:\\users\\${user}\\x by ${user}`);
    expect(String(SourceIp)).toMatch(/^fe80::(?:[0-9a-f]{4}:){3}[0-9a-f]{4}$/);
    expect(String(b)).toMatch(/^2001:db8::(?:[0-9a-f]{4}:){3}[0-9a-f]{4}, 02(?:-[0-9A-F]{2}){5}$/);
  });

  test('the same networks stay the same, different addresses stay different', () => {
    const addresses = Array.from({ length: 254 }, (_, index) => `10.9.8.${String(index + 1)}`);
    const [record] = redacted([event({ a: addresses.join(' ') })]);
    const made = String(record && dataOf(record)['a']).split(' ');
    expect(new Set(made).size).toBe(254);
    expect(new Set(made.map((each) => each.split('.').slice(0, 3).join('.'))).size).toBe(1);
  });

  test('raw and fields tell the same; seeds differ, equal seeds do not', () => {
    const raw =
      '{"userName":"alice","n":1.0,"line":"C:\\\\Users\\\\alice\\\\x","deep":"{\\"u\\":\\"alice\\"}"}';
    const record = neutral(JSON.parse(raw) as Record<string, unknown>, raw);
    const [first] = redacted([record]) as [NeutralRecord];
    expect({ ...first.fields }).toEqual(JSON.parse(first.raw));
    expect(first.raw).toContain('"n":1.0');
    expect(first.raw).not.toContain('alice');
    expect(redacted([record])).toEqual([first]);
    expect(redacted([record], 'other')).not.toEqual([first]);
  });

  test('a classic block: labels say what is a name', () => {
    const block =
      '03/02/2026 09:15:01 AM\nLogName=Security\nEventCode=4624\nComputerName=WS07.corp.example.net\nMessage=Logon.\r\n\tAccount Name:\t\tadmin\r\n\tAccount Domain:\t\tCORP\r\nThe admin tools.';
    const [record] = redacted(readText(block).records) as [NeutralRecord];
    expect(record.raw).toMatch(
      /ComputerName=HOST\w{8}\.dom\w{8}\.dom\w{8}\.net\nMessage=Logon\.\r\n\tAccount Name:\t\tuser\w{8}\r\n\tAccount Domain:\t\tDOM\w{8}\r\nThe admin tools\.$/,
    );
    expect(record.fields['Account_Name']).toMatch(/^user\w{8}$/);
  });

  test('any record: no throw, the same twice, nothing of a rare name left', () => {
    const rare = event({ User: 'ZQXDOM\\zqxuser' });
    fc.assert(
      fc.property(anyRecord, (record) => {
        const mixed = { ...record, origin: { file: 'C:\\Users\\zqxuser\\a', number: 1 } };
        const [, made] = redacted([rare, mixed]);
        const line = made ? toCanonical(made) : '';
        expect(line).not.toMatch(/zqx/i);
        expect(redacted([rare, mixed])[1]).toEqual(made);
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});

/** Field, text, and what it becomes where nothing else tells the names: {u} a user, {h} a host, {d} a part of a domain. */
const spoken: readonly (readonly [string, string, string])[] = [
  ['a', 'dir C:\\Users\\rbrandt', 'dir C:\\Users\\{u}'],
  ['a', 'C:\\Users\\Rosa Brandt', 'C:\\Users\\{u}'],
  ['a', 'C:\\Users\\All Users\\x', 'C:\\Users\\All Users\\x'],
  ['a', 'type C:/Users/rbrandt/a.txt', 'type C:/Users/{u}/a.txt'],
  ['a', 'GET /v1/users/rbrandt/', 'GET /v1/users/rbrandt/'],
  [
    'a',
    '\\SAM\\Domains\\Account\\Users\\Names\\rbrandt',
    '\\SAM\\Domains\\Account\\Users\\Names\\{u}',
  ],
  ['a', 'psexec \\\\SRV55 -u NORTH\\rbrandt cmd', 'psexec \\\\{h} -u {d}\\{u} cmd'],
  ['a', 'schtasks /s srv55 /ru rbrandt /rp x', 'schtasks /s {h} /ru {u} /rp x'],
  ['a', 'schtasks /ru "NT AUTHORITY\\SYSTEM"', 'schtasks /ru "NT AUTHORITY\\SYSTEM"'],
  ['a', 'net user rbrandt /domain', 'net user {u} /domain'],
  ['a', 'net localgroup Users NORTH\\rbrandt /add', 'net localgroup Users {d}\\{u} /add'],
  ['a', 'net use \\\\srv55\\x /user:rb@north.test', 'net use \\\\{h}\\x /user:{u}@{d}.test'],
  ['a', 'icm -ComputerName srv55 -Credential rbrandt', 'icm -ComputerName {h} -Credential {u}'],
  ['a', 'wmic /node:"srv55" process list', 'wmic /node:"{h}" process list'],
  ['a', 'mstsc.exe /f /v:srv55', 'mstsc.exe /f /v:{h}'],
  ['a', 'ssh -p 22 rbrandt@srv55', 'ssh -p 22 {u}@{h}'],
  ['a', 'https://rbrandt:pw@srv55:8443/x', 'https://{u}:pw@{h}:8443/x'],
  ['a', 'http://schemas.vendor.org/x', 'http://schemas.vendor.org/x'],
  ['a', 'MSSQLSvc/srv55:1433', 'MSSQLSvc/{h}:1433'],
  ['ServiceName', 'HOST/srv55', 'HOST/{h}'],
  ['ServiceName', 'SRV55$', '{h}$'],
  ['ServiceName', 'NORTH\\SRV55$', '{d}\\{h}$'],
  ['ShareName', 'ADMIN$', 'ADMIN$'],
  ['QueryName', 'srv55', '{h}'],
  ['QueryName', 'srv55.north.local', '{h}.{d}.local'],
  ['QueryName', 'www.vendor.org', 'www.vendor.org'],
  ['TO.DEVICE', 'DC01', '{h}'],
  ['ObjectDN', 'CN=Rosa Brandt,OU=Sales,DC=north,DC=de', 'CN={u},OU=Sales,DC={d},DC=de'],
  [
    'ObjectDN',
    'CN=Cert Publishers,CN=Users,DC=north,DC=de',
    'CN=Cert Publishers,CN=Users,DC={d},DC=de',
  ],
  ['User', 'AzureAD\\RosaBrandt', 'AzureAD\\{u}'],
  ['User', '.\\rbrandt', '.\\{u}'],
  ['User', 'NT AUTHORITY\\NETWORK SERVICE', 'NT AUTHORITY\\NETWORK SERVICE'],
  ['UserDisplayName', 'Rosa Brandt', '{u}'],
  ['DisplayName', 'Brandt, Rosa', '{u}'],
  ['DisplayName', 'Microsoft Edge Update', 'Microsoft Edge Update'],
  ['IpAddress', '::ffff:127.0.0.1', '::ffff:127.0.0.1'],
  ['IpAddress', '2001:db8:17::10', '2001:db8:17::10'],
  ['IpAddress', '203.0.113.9', '203.0.113.9'],
];

describe('names that only their place tells', () => {
  test.each(spoken)('%s: %s', (field, text, expected) => {
    const [made] = redacted([event({ [field]: text })]);
    const form = expected
      .replaceAll(/[\\^$.*+?()[\]|/]/g, '\\$&')
      .replaceAll('{u}', 'user[0-9a-f]{8}')
      .replaceAll('{h}', 'host[0-9a-f]{8}')
      .replaceAll('{d}', 'dom[0-9a-f]{8}');
    expect(made && dataOf(made)[field]).toMatch(new RegExp(`^${form}$`, 'i'));
  });

  test('an IPv4 address inside IPv6 stays one', () => {
    const [made] = redacted([event({ a: '10.1.2.3', IpAddress: '::ffff:10.1.2.3' })]);
    const { a, IpAddress } = made ? dataOf(made) : {};
    expect(IpAddress).toBe(`::ffff:${String(a)}`);
  });
});

describe('marks', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['1169,1170: why', '1169-1169 1170-1170 why'],
    ['log.evtx#12-14: a: b', 'log.evtx 12-14 a: b'],
    ['7:', '7-7 '],
    ['why', undefined],
    ['5-3: why', undefined],
    [', : why', undefined],
    ['EventID=4698: why', 'EventID=4698 why'],
    [
      'a.evtx#EventID=4698, TaskName="\\Up date: 1": a: b',
      'a.evtx EventID=4698 TaskName=\\up date: 1 a: b',
    ],
    ['EventID=4698', undefined],
    ['EventID=4698 TaskName=x: why', undefined],
    ['EventID=: why', undefined],
    ['EventID="4698: why', undefined],
  ];
  test.each(cases)('%s', (text, expected) => {
    const mark = readMark(text);
    const ranges = mark?.ranges.map(([from, to]) => `${String(from)}-${String(to)}`) ?? [];
    const conditions = mark?.conditions.map((each) => `${each.field}=${each.text}`) ?? [];
    const parts = mark && [
      ...(mark.file === undefined ? [] : [mark.file]),
      ...ranges,
      ...conditions,
      mark.why,
    ];
    expect(parts?.join(' ')).toBe(expected);
  });

  test('found by file and number; what is met nowhere or in two files is told', () => {
    const marks = new Marks(
      ['a.evtx#1: one', '1: any', '9: none'].flatMap((text) => readMark(text) ?? []),
    );
    const at = (file: string, number: number): string | undefined =>
      marks.why({ ...event({}), origin: { file, number } });
    expect([at('x/a.evtx', 1), at('b.evtx', 1), at('a.evtx', 2)]).toEqual([
      'one; any',
      'any',
      undefined,
    ]);
    expect(marks.faults).toEqual([
      '`1: any`: several files have such records; name one, `x/a.evtx#...`, `b.evtx#...`',
      '`9: none`: no such record among those kept',
    ]);
  });

  const conditions: readonly (readonly [string, boolean])[] = [
    ['EventID=1: x', true],
    ['eventid=1, COMMANDLINE=*encoded*: x', true],
    ['CommandLine=encoded: x', false],
    ['CommandLine="*-enc* y*": x', false],
    ['Computer=ws07.corp.example.net, Provider=Microsoft-Windows-Sysmon: x', true],
    ['EventRecordID=77: x', true],
    ['EventRecordID=7: x', false],
    ['Absent=*: x', false],
    ['Absent=a: x', false],
    ['b.evtx#EventID=1: x', false],
  ];
  test.each(conditions)('%s: %s', (text, expected) => {
    const record = event({ CommandLine: 'powershell -Encoded x' });
    const numbered = { ...record, system: { ...record.system, recordId: 77n } };
    const marks = new Marks([readMark(text)].flatMap((each) => each ?? []));
    expect(marks.why(numbered) === 'x').toBe(expected);
  });

  test('members of other records, one inside another too', () => {
    const marks = (text: string): Marks =>
      new Marks([readMark(text)].flatMap((each) => each ?? []));
    const record = neutral({ userIdentity: { type: 'Root' }, 'a.b': 1 });
    expect(marks('userIdentity.type=root: x').why(record)).toBe('x');
    expect(marks('a.b=1: x').why(record)).toBe('x');
    expect(marks('userIdentity.name=root: x').why(record)).toBeUndefined();
  });
});
