// Records of no Windows log: their kind, time and fields, by format.
import { describe, expect, test } from '@jest/globals';
import { isoOfTicks, type NeutralRecord } from '../../src/events/index.ts';
import { readText } from './recordings.ts';

function neutralOf(text: string): NeutralRecord[] {
  return readText(text).records.filter((each): each is NeutralRecord => 'fields' in each);
}

const facts = ({ kind, time }: NeutralRecord): string =>
  `${kind} ${time === undefined ? '-' : (isoOfTicks(time) ?? '-')}`;

describe('cloud audit', () => {
  const trail =
    '{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","eventName":"DeleteBucket","awsRegion":"x","eventTime":"2026-03-02T09:15:01Z"}';
  const office =
    '{"CreationTime":"2026-03-02T09:15:01","Id":"1","Operation":"New-InboxRule","OrganizationId":"o","RecordType":1,"UserId":"a@b.c"}';
  const diagnostic =
    '{"time":"2026-03-02T09:15:01.1234567Z","category":"SignInLogs","operationName":"Sign-in activity","tenantId":"t","properties":{"userPrincipalName":"a@b.c"}}';
  const signIn =
    '{"id":"1","createdDateTime":"2026-03-02T09:15:01Z","userPrincipalName":"a@b.c","appId":"x","ipAddress":"1.2.3.4"}';
  const audit =
    '{"activityDateTime":"2026-03-02T09:15:01Z","activityDisplayName":"Add user","initiatedBy":{},"targetResources":[]}';

  /** What it is, the text, kinds and times. */
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'CloudTrail, a line each',
      `${trail}\n${trail}`,
      [
        'aws:cloudtrail 2026-03-02T09:15:01.0000000Z',
        'aws:cloudtrail 2026-03-02T09:15:01.0000000Z',
      ],
    ],
    [
      'CloudTrail, a file of the bucket',
      `{"Records":[${trail},${trail}]}`,
      [
        'aws:cloudtrail 2026-03-02T09:15:01.0000000Z',
        'aws:cloudtrail 2026-03-02T09:15:01.0000000Z',
      ],
    ],
    [
      'Microsoft 365, times without zone',
      office,
      ['o365:management:activity 2026-03-02T09:15:01.0000000Z'],
    ],
    [
      'Microsoft 365, as the API answers',
      `[${office},${office}]`,
      [
        'o365:management:activity 2026-03-02T09:15:01.0000000Z',
        'o365:management:activity 2026-03-02T09:15:01.0000000Z',
      ],
    ],
    [
      'Entra ID, diagnostic settings',
      `{"records":[${diagnostic}]}`,
      ['azure:monitor:aad 2026-03-02T09:15:01.1234567Z'],
    ],
    [
      'Entra ID, sign-ins of Graph',
      `{"@odata.context":"x","value":[${signIn}]}`,
      ['azure:aad:signin 2026-03-02T09:15:01.0000000Z'],
    ],
    ['Entra ID, audit of Graph', audit, ['azure:aad:audit 2026-03-02T09:15:01.0000000Z']],
    [
      'Get-EventLog, whose records name no log',
      '{"Source":"P","EventID":4688,"TimeGenerated":"\\/Date(1772442901234)\\/","ReplacementStrings":["a"]}',
      ['json 2026-03-02T09:15:01.2340000Z'],
    ],
    ['a list of something else stays whole', '{"value":[{"a":1}]}', ['json -']],
    ['one stranger keeps the list whole', `{"value":[${signIn},{"a":1}]}`, ['json -']],
  ];
  test.each(cases)('%s', (_, text, expected) => {
    expect(neutralOf(text).map(facts)).toEqual(expected);
  });
});

describe('auditd', () => {
  const head = 'type=SYSCALL msg=audit(1772442901.234:77): ';

  /** What it is, the line, the fields besides `msg`. */
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    [
      'a call, whose arguments are numbers',
      `${head}arch=c000003e a0=1000 a1=7FFD success=yes comm="bash" exe="/usr/bin/bash" key=(null)`,
      {
        type: 'SYSCALL',
        arch: 'c000003e',
        a0: '1000',
        a1: '7FFD',
        success: 'yes',
        comm: 'bash',
        exe: '/usr/bin/bash',
        key: '(null)',
      },
    ],
    [
      'a program and its arguments',
      'type=EXECVE msg=audit(1772442901.234:77): argc=3 a0="sh" a1="-c" a2=6563686F2022612062220A',
      { type: 'EXECVE', argc: '3', a0: 'sh', a1: '-c', a2: 'echo "a b"\n' },
    ],
    [
      'a title with zeros between its parts',
      'type=PROCTITLE msg=audit(1772442901.234:77): proctitle=2F62696E2F7368002D63',
      { type: 'PROCTITLE', proctitle: '/bin/sh -c' },
    ],
    [
      'a message of a program, with a node',
      `node=web1 type=USER_LOGIN msg=audit(1772442901.234:77): pid=1 uid=0 msg='op=login acct="alice" exe="/usr/sbin/sshd" addr=10.0.0.1 res=failed'`,
      {
        node: 'web1',
        type: 'USER_LOGIN',
        pid: '1',
        uid: '0',
        op: 'login',
        acct: 'alice',
        exe: '/usr/sbin/sshd',
        addr: '10.0.0.1',
        res: 'failed',
      },
    ],
    [
      'an argument in pieces',
      'type=EXECVE msg=audit(1772442901.234:77): argc=3 a0="sh" a1_len=8 a1[0]=61C3 a1[1]=A962 a2_len=4 a2[0]="x y" a2[1]="z"',
      { type: 'EXECVE', argc: '3', a0: 'sh', a1_len: '8', a2_len: '4', a1: 'a\u00e9b', a2: 'x yz' },
    ],
    [
      'an address by name, behind the separator',
      'type=SOCKADDR msg=audit(1772442901.234:77): saddr=0200\u001dSADDR={ saddr_fam=inet laddr=192.0.2.1 lport=0 }',
      { type: 'SOCKADDR', saddr: '0200', saddr_fam: 'inet', laddr: '192.0.2.1', lport: '0' },
    ],
    [
      'blanks in names of old kernels',
      'type=LOGIN msg=audit(1772442901.234:77): pid=2 old auid=700 new auid=701 old ses=1',
      { type: 'LOGIN', pid: '2', 'old-auid': '700', 'new-auid': '701', 'old-ses': '1' },
    ],
    [
      'a decision of SELinux',
      'type=AVC msg=audit(1772442901.234:77): avc:  denied  { read write } for  pid=9 comm="httpd" tclass=file permissive=0',
      {
        type: 'AVC',
        seresult: 'denied',
        seperms: 'read write',
        pid: '9',
        comm: 'httpd',
        tclass: 'file',
        permissive: '0',
      },
    ],
    [
      'behind the head of a syslog line',
      'Mar  2 09:15:01 web1 audispd: node=web1 type=CWD msg=audit(1772442901.234:77): cwd=2F746D702F612062',
      { node: 'web1', type: 'CWD', cwd: '/tmp/a b' },
    ],
    [
      'names behind the separator',
      `${head}auid=1000 res=success\u001dAUID="alice"`,
      { type: 'SYSCALL', auid: '1000', res: 'success', AUID: 'alice' },
    ],
  ];
  test.each(cases)('%s', (_, line, expected) => {
    const [record] = neutralOf(line);
    const { msg, ...fields } = record?.fields ?? {};
    expect(msg).toBe('audit(1772442901.234:77)');
    expect({ ...fields }).toEqual(expected);
    expect(record && facts(record)).toBe('auditd 2026-03-02T09:15:01.2340000Z');
    expect(record?.raw).toBe(line);
  });

  /** What it is, a line of `ausearch -i` behind its time, the fields besides `msg`. */
  const interpreted: readonly (readonly [
    string,
    string,
    string,
    Readonly<Record<string, string>>,
  ])[] = [
    [
      'a call',
      'SYSCALL',
      'arch=x86_64 syscall=openat success=no exit=EACCES(Permission denied) a0=AT_FDCWD comm=my prog key=k ',
      {
        arch: 'x86_64',
        syscall: 'openat',
        success: 'no',
        exit: 'EACCES(Permission denied)',
        a0: 'AT_FDCWD',
        comm: 'my prog',
        key: 'k',
      },
    ],
    [
      'a title',
      'PROCTITLE',
      'proctitle=dd if=/dev/zero of=a b ',
      { proctitle: 'dd if=/dev/zero of=a b' },
    ],
    [
      'arguments',
      'EXECVE',
      'argc=3 a0=sh a1=-c a2=x=1 echo $x ',
      { argc: '3', a0: 'sh', a1: '-c', a2: 'x=1 echo $x' },
    ],
    [
      'a message of a program',
      'USER_CMD',
      "pid=1 uid=root msg='cwd=/home/a cmd=systemctl stop x terminal=pts/1 res=success' ",
      {
        pid: '1',
        uid: 'root',
        cwd: '/home/a',
        cmd: 'systemctl stop x',
        terminal: 'pts/1',
        res: 'success',
      },
    ],
    [
      'an address',
      'SOCKADDR',
      'saddr={ saddr_fam=inet laddr=192.0.2.1 lport=443 } ',
      { saddr_fam: 'inet', laddr: '192.0.2.1', lport: '443' },
    ],
  ];
  test.each(interpreted)('ausearch -i: %s', (_, type, rest, expected) => {
    const line = `type=${type} msg=audit(03/02/2026 09:15:01.234:77) : ${rest}`;
    const { records, problems } = readText(`----\n${line}\n`);
    const [record] = records as NeutralRecord[];
    const { msg, type: named, ...fields } = record?.fields ?? {};
    expect([msg, named, { ...fields }]).toEqual([
      'audit(03/02/2026 09:15:01.234:77)',
      type,
      expected,
    ]);
    expect(record && facts(record)).toBe('auditd 2026-03-02T09:15:01.2340000Z');
    expect(problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['EVT303 warning']);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['two digits of a year', ['03/02/26'], ['2026-03-02']],
    ['dots', ['02.03.2026'], ['2026-03-02']],
    ['days first from where it shows', ['16/03/26', '02/04/26'], ['2026-03-16', '2026-04-02']],
    ['no day', ['13/13/2026'], []],
  ])('dates of ausearch -i: %s', (_, dates, expected) => {
    const lines = dates.map((date) => `type=CWD msg=audit(${date} 09:15:01.234:77) : cwd=/`);
    expect(neutralOf(lines.join('\n')).map((each) => facts(each).slice(7, 17))).toEqual(expected);
  });

  test('separators of ausearch are passed over, other lines are told', () => {
    const read = readText(`----\ntime->Mon Mar  2 09:15:01 2026\n${head}a=b\nhello\n`);
    expect(read.format).toBe('auditd');
    expect(read.records).toHaveLength(1);
    expect(read.problems.map(({ number, code }) => [number, code])).toEqual([[4, 'EVT304']]);
  });
});
