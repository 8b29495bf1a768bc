// Cloud and Linux audit records as Sentinel's tables hold them: the record that goes in, the filled columns that come out.
import { describe, expect, test } from '@jest/globals';
import { INGESTION_TIME, tableOf, tableViews, ticksOfIso } from '../../src/events/index.ts';
import { readText } from './recordings.ts';

const time = ticksOfIso('2026-03-02T09:15:01Z');

/** Filled columns of the one row that the table has of a record; times, tenant and type left out. */
function rowOf(table: string, record: unknown): Record<string, unknown> | undefined {
  const view = tableViews('sentinel').find(({ name }) => name === table);
  if (!view) throw new Error(`no view ${table}`);
  const text = typeof record === 'string' ? record : JSON.stringify(record);
  const { columns, rows } = tableOf(view, readText(text).records);
  const [row] = rows;
  if (!row) return undefined;
  const cells = columns.map(({ name }, at): [string, unknown] => [name, row[at]]);
  expect(cells.find(([name]) => name === 'TimeGenerated')?.[1]).toBe(time);
  expect(cells.find(([name]) => name === 'Type')?.[1]).toBe(table);
  const left = new Set(['TimeGenerated', 'Type', 'TenantId', INGESTION_TIME]);
  return Object.fromEntries(
    cells.filter(([name, value]) => !left.has(name) && value !== null && value !== ''),
  );
}

const trail = {
  eventVersion: '1.08',
  eventTime: '2026-03-02T09:15:01Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'DeleteBucket',
  eventType: 'AwsApiCall',
  eventID: 'e',
  requestID: 'r',
  awsRegion: 'us-west-2',
  sourceIPAddress: '192.0.2.7',
  readOnly: false,
  requestParameters: { bucketName: 'b' },
  responseElements: null,
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'P',
    accountId: '111122223333',
    sessionContext: {
      attributes: { mfaAuthenticated: 'false', creationDate: '2026-03-02T09:00:00Z' },
      sessionIssuer: { type: 'Role', userName: 'admin' },
    },
  },
};
const signIn = {
  appliedConditionalAccessPolicies: [],
  resourceId: 'r',
  appDisplayName: 'Portal',
  ipAddress: '192.0.2.7',
  userPrincipalName: 'a@example.com',
  isInteractive: true,
  status: { errorCode: 50126, failureReason: 'Invalid password' },
  location: { city: 'Bern', countryOrRegion: 'CH' },
  riskEventTypes_v2: ['x'],
};
const audit = {
  activityDisplayName: 'Add user',
  activityDateTime: '2026-03-02T09:15:01Z',
  operationType: 'Add',
  result: 'success',
  initiatedBy: { user: { userPrincipalName: 'a@example.com' } },
  targetResources: [{ displayName: 't' }],
};
const diagnostic = {
  time: '2026-03-02T09:15:01Z',
  tenantId: 't',
  correlationId: 'c',
  operationName: 'O',
};
/** What the table's rows of every tenant have. */
const directory = {
  SourceSystem: 'Azure AD',
  Resource: 'Microsoft.aadiam',
  ResourceGroup: 'Microsoft.aadiam',
};
const office = {
  Id: 'i',
  CreationTime: '2026-03-02T09:15:01',
  Operation: 'New-InboxRule',
  OrganizationId: 'o',
  RecordType: 1,
  UserType: 2,
  Workload: 'Exchange',
  UserId: 'a@example.com',
  ObjectId: 'x',
  ClientIP: '192.0.2.7',
  Parameters: [{ Name: 'From', Value: 'b' }],
};

describe('tables of Sentinel', () => {
  test('AWSCloudTrail', () => {
    expect(rowOf('AWSCloudTrail', trail)).toEqual({
      EventVersion: '1.08',
      EventSource: 's3.amazonaws.com',
      EventName: 'DeleteBucket',
      EventTypeName: 'AwsApiCall',
      AwsEventId: 'e',
      AwsRequestId_: 'r',
      AWSRegion: 'us-west-2',
      SourceIpAddress: '192.0.2.7',
      ReadOnly: false,
      RequestParameters: '{"bucketName":"b"}',
      UserIdentityType: 'AssumedRole',
      UserIdentityPrincipalid: 'P',
      UserIdentityAccountId: '111122223333',
      SessionMfaAuthenticated: false,
      SessionCreationDate: ticksOfIso('2026-03-02T09:00:00Z'),
      SessionIssuerType: 'Role',
      SessionIssuerUserName: 'admin',
    });
  });

  test('AWSCloudTrail, flattened by Splunk', () => {
    const row = {
      _time: '1772442901',
      sourcetype: 'aws:cloudtrail',
      eventName: 'A',
      'userIdentity.type': 'Root',
    };
    expect(rowOf('AWSCloudTrail', { preview: false, result: row })).toEqual({
      EventName: 'A',
      UserIdentityType: 'Root',
    });
  });

  test('SigninLogs from diagnostic settings', () => {
    const record = {
      ...diagnostic,
      category: 'SignInLogs',
      resultType: '50126',
      location: 'CH',
      properties: signIn,
    };
    expect(rowOf('SigninLogs', record)).toEqual({
      ...directory,
      AppliedConditionalAccessPolicies: '[]',
      ConditionalAccessPolicies: '[]',
      ResourceIdentity: 'r',
      OperationName: 'O',
      Category: 'SignInLogs',
      CorrelationId: 'c',
      AADTenantId: 't',
      ResultType: '50126',
      AppDisplayName: 'Portal',
      IPAddress: '192.0.2.7',
      UserPrincipalName: 'a@example.com',
      IsInteractive: true,
      Status: JSON.stringify(signIn.status),
      Location: 'CH',
      LocationDetails: JSON.stringify(signIn.location),
      RiskEventTypes_V2: '["x"]',
    });
  });

  test('SigninLogs from Graph', () => {
    const record = { ...signIn, createdDateTime: '2026-03-02T09:15:01Z', appId: 'x' };
    expect(rowOf('SigninLogs', record)).toMatchObject({
      ResultType: '50126',
      ResultDescription: 'Invalid password',
      Location: 'CH',
      AppId: 'x',
      IPAddress: '192.0.2.7',
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['AADNonInteractiveUserSignInLogs', { signInEventTypes: ['nonInteractiveUser'] }],
    ['AADServicePrincipalSignInLogs', { signInEventTypes: ['servicePrincipal'] }],
    ['AADManagedIdentitySignInLogs', { signInEventTypes: ['managedIdentity'] }],
  ])('%s from Graph, and not in SigninLogs', (table, types) => {
    const record = { ...signIn, ...types, createdDateTime: '2026-03-02T09:15:01Z', appId: 'x' };
    expect(rowOf(table, record)).toMatchObject({ ResultType: '50126', ResourceIdentity: 'r' });
    expect(rowOf('SigninLogs', record)).toBeUndefined();
  });

  test('what was signed in to is no resource of Azure', () => {
    const record = { ...signIn, createdDateTime: '2026-03-02T09:15:01Z', appId: 'x' };
    expect(rowOf('SigninLogs', record)).not.toHaveProperty('ResourceId');
  });

  test("SigninLogs from Graph's answer in PowerShell's letters", () => {
    const record = {
      CreatedDateTime: '2026-03-02T09:15:01Z',
      UserPrincipalName: 'a@example.com',
      AppId: 'x',
      IpAddress: '192.0.2.7',
      Status: { ErrorCode: 50126, FailureReason: 'Invalid password' },
    };
    expect(rowOf('SigninLogs', record)).toMatchObject({
      ResultType: '50126',
      ResultDescription: 'Invalid password',
      IPAddress: '192.0.2.7',
    });
  });

  test('AuditLogs from diagnostic settings and from Graph', () => {
    const shared = {
      ActivityDisplayName: 'Add user',
      ActivityDateTime: time,
      AADOperationType: 'Add',
      Result: 'success',
      InitiatedBy: JSON.stringify(audit.initiatedBy),
      TargetResources: JSON.stringify(audit.targetResources),
    };
    const record = {
      ...diagnostic,
      category: 'AuditLogs',
      properties: { ...audit, category: 'UserManagement' },
    };
    expect(rowOf('AuditLogs', record)).toEqual({
      ...shared,
      ...directory,
      OperationName: 'O',
      Category: 'UserManagement',
      CorrelationId: 'c',
      AADTenantId: 't',
    });
    expect(rowOf('AuditLogs', audit)).toEqual({
      ...shared,
      SourceSystem: 'Azure AD',
      OperationName: 'Add user',
    });
  });

  test('OfficeActivity', () => {
    expect(rowOf('OfficeActivity', office)).toEqual({
      Operation: 'New-InboxRule',
      OrganizationId: 'o',
      RecordType: 'ExchangeAdmin',
      UserType: 'Admin',
      OfficeWorkload: 'Exchange',
      UserId: 'a@example.com',
      OfficeObjectId: 'x',
      ClientIP: '192.0.2.7',
      Parameters: '[\r\n  {\r\n    "Name": "From",\r\n    "Value": "b"\r\n  }\r\n]',
      SourceSystem: 'OfficeActivityManager',
      OfficeId: 'i',
      SourceRecordId: 'i',
      OfficeTenantId: '$RestApiTenantId$',
      Start_Time: time,
    });
  });

  test('Syslog', () => {
    const line = 'node=web1 type=SYSCALL msg=audit(1772442901.000:77): syscall=59 exe="/bin/sh"';
    expect(rowOf('Syslog', line)).toEqual({
      Computer: 'web1',
      HostName: 'web1',
      EventTime: time,
      Facility: 'user',
      SeverityLevel: 'info',
      ProcessName: 'audisp-syslog',
      SourceSystem: 'Linux',
      SyslogMessage: line,
    });
  });
});

test.each<[string, string, unknown]>([
  ['a sign-in is no audit', 'AuditLogs', { ...diagnostic, category: 'SignInLogs', properties: {} }],
  [
    'sign-ins of services go elsewhere',
    'SigninLogs',
    { ...diagnostic, category: 'ServicePrincipalSignInLogs', properties: {} },
  ],
  [
    'what the connector does not collect',
    'OfficeActivity',
    { ...office, Workload: 'AzureActiveDirectory' },
  ],
  ['any other JSON', 'AWSCloudTrail', { eventTime: '2026-03-02T09:15:01Z', eventName: 'x' }],
])('%s: not in %s', (_, table, record) => {
  expect(rowOf(table, record)).toBeUndefined();
});

test("advanced hunting's table of signatures is known by its columns", () => {
  const row = {
    Timestamp: '2026-03-02T09:15:01Z',
    DeviceId: 'd',
    SHA1: 'a',
    IsSigned: true,
    Signer: 'S',
  };
  expect(readText(JSON.stringify(row)).records[0]).toMatchObject({
    kind: 'DeviceFileCertificateInfo',
    time,
  });
});
