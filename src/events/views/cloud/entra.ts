// Entra ID in Sentinel: sign-ins and audit, from the diagnostic settings (a record with `properties`) or from Graph.
import type { NeutralRecord } from '../../record.ts';
import { constant, type OtherSources } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { field, happened, namesake, valueAt } from './fields.ts';

const DIAGNOSTIC = 'azure:monitor:aad';

function ofCategory(category: string): (record: NeutralRecord) => boolean {
  return ({ kind, fields }) => kind === DIAGNOSTIC && valueAt(fields, 'category') === category;
}

/** What every diagnostic record has beside its properties. */
const diagnostic: OtherSources = {
  TimeGenerated: happened,
  ResourceId: field('resourceId'),
  OperationName: field('operationName'),
  OperationVersion: field('operationVersion'),
  Category: field('category'),
  ResultType: field('resultType'),
  ResultSignature: field('resultSignature'),
  ResultDescription: field('resultDescription'),
  DurationMs: field('durationMs'),
  CorrelationId: field('correlationId'),
  Identity: field('identity'),
  Level: field('Level'),
  AADTenantId: field('tenantId'),
};

const properties = namesake(({ fields }) => valueAt(fields, 'properties'));
const itself = namesake(({ fields }) => fields);

export const signinLogs: TableMapping = {
  name: 'SigninLogs',
  analogue: false,
  events: [],
  others: [
    {
      accepts: ofCategory('SignInLogs'),
      columns: {
        ...diagnostic,
        Type: constant('SigninLogs'),
        Location: field('location'),
        LocationDetails: field('properties.location'),
      },
      more: properties,
    },
    {
      accepts: ({ kind }) => kind === 'azure:aad:signin',
      columns: {
        TimeGenerated: happened,
        Type: constant('SigninLogs'),
        OperationName: constant('Sign-in activity', 'medium'),
        Category: constant('SignInLogs', 'medium'),
        ResultType: field('status.errorCode', 'medium'),
        ResultDescription: field('status.failureReason', 'medium'),
        Identity: field('userDisplayName', 'medium'),
        Location: field('location.countryOrRegion', 'medium'),
        LocationDetails: field('location', 'medium'),
      },
      more: itself,
    },
  ],
};

export const auditLogs: TableMapping = {
  name: 'AuditLogs',
  analogue: false,
  events: [],
  others: [
    {
      accepts: ofCategory('AuditLogs'),
      columns: {
        ...diagnostic,
        Type: constant('AuditLogs'),
        AADOperationType: field('properties.operationType'),
        Category: field('properties.category'),
      },
      more: properties,
    },
    {
      accepts: ({ kind }) => kind === 'azure:aad:audit',
      columns: {
        Type: constant('AuditLogs'),
        TimeGenerated: happened,
        OperationName: field('activityDisplayName', 'medium'),
        AADOperationType: field('operationType', 'medium'),
      },
      more: itself,
    },
  ],
};
