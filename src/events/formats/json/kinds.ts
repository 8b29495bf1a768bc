// What kind of record a JSON object is, told by keys that only one product writes.
import { own, textAt, type JsonObject } from './shape.ts';

/** Kinds are the source types under which Splunk's own add-ons store such records. */
const kinds: readonly (readonly [kind: string, keys: readonly string[]])[] = [
  ['aws:cloudtrail', ['eventVersion', 'eventSource', 'eventName', 'awsRegion']],
  // Insights say what is unusual about calls, and have no call of their own.
  ['aws:cloudtrail', ['eventVersion', 'eventType', 'awsRegion', 'insightDetails']],
  ['o365:management:activity', ['CreationTime', 'Operation', 'OrganizationId', 'RecordType']],
  ['azure:monitor:aad', ['time', 'category', 'operationName', 'tenantId', 'properties']],
  ['azure:aad:signin', ['createdDateTime', 'userPrincipalName', 'appId', 'ipAddress']],
  ['azure:aad:signin', ['CreatedDateTime', 'UserPrincipalName', 'AppId', 'IpAddress']],
  [
    'azure:aad:audit',
    ['activityDateTime', 'activityDisplayName', 'initiatedBy', 'targetResources'],
  ],
  [
    'azure:aad:audit',
    ['ActivityDateTime', 'ActivityDisplayName', 'InitiatedBy', 'TargetResources'],
  ],
];

/** Categories of the activity log of Azure subscriptions. */
const activityCategories = new Set([
  'Administrative',
  'Alert',
  'Autoscale',
  'Policy',
  'Recommendation',
  'ResourceHealth',
  'Security',
  'ServiceHealth',
]);

export function kindOf(value: JsonObject): string | undefined {
  return (
    kinds.find(([, keys]) => keys.every((key) => Object.hasOwn(value, key)))?.[0] ??
    diagnosticKind(value)
  );
}

/** Records of Azure's diagnostic settings: every service writes these four. */
function diagnosticKind(value: JsonObject): string | undefined {
  const resource = textAt(value, 'resourceId');
  const category = own(value, 'category');
  const isRecord = ['time', 'operationName'].every((key) => Object.hasOwn(value, key));
  if (!isRecord || resource === undefined || typeof category !== 'string') return undefined;
  if (/\/providers\/microsoft\.aadiam$/i.test(resource)) return 'azure:monitor:aad';
  return activityCategories.has(category) ? 'azure:monitor:activity' : 'azure:monitor:resource';
}
