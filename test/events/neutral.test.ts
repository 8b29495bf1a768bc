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

  test('separators of ausearch are passed over, other lines are told', () => {
    const read = readText(`----\ntime->Mon Mar  2 09:15:01 2026\n${head}a=b\nhello\n`);
    expect(read.format).toBe('auditd');
    expect(read.records).toHaveLength(1);
    expect(read.problems.map(({ number, code }) => [number, code])).toEqual([[4, 'EVT304']]);
  });
});
