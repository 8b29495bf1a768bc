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
  SourceSystem: constant('Azure AD'),
  ResourceGroup: constant('Microsoft.aadiam'),
  OperationName: field('operationName'),
  OperationVersion: field('operationVersion'),
  Category: field('category'),
  ResultType: field('resultType'),
  ResultSignature: field('resultSignature'),
  ResultDescription: field('resultDescription'),
  DurationMs: field('durationMs'),
  CorrelationId: field('correlationId'),
  Identity: field('identity'),
  Level: field('level'),
  AADTenantId: field('tenantId'),
};

/** The directory as a resource, in the tables that have always been. */
const directory: OtherSources = {
  Resource: constant('Microsoft.aadiam'),
  ResourceId: field('resourceId'),
};

const properties = namesake(({ fields }) => valueAt(fields, 'properties'));
const itself = namesake(({ fields }) => fields);

/** What the table calls otherwise than Graph does; `of` is the place of the sign-in in the record. */
function renamed(of: '' | 'properties.'): OtherSources {
  return {
    ConditionalAccessPolicies: field(`${of}appliedConditionalAccessPolicies`),
    ResourceIdentity: field(`${of}resourceId`),
    LocationDetails: field(`${of}location`, of === '' ? 'medium' : 'high'),
  };
}

const fromGraph: OtherSources = {
  TimeGenerated: happened,
  SourceSystem: constant('Azure AD'),
  OperationName: constant('Sign-in activity', 'medium'),
  ResultType: field('status.errorCode', 'medium'),
  ResultDescription: field('status.failureReason', 'medium'),
  Location: field('location.countryOrRegion', 'medium'),
  ...renamed(''),
};

/** How a sign-in came about, as Graph has it; older answers have interactive ones only. */
function isGraphSignIn(type: string): (record: NeutralRecord) => boolean {
  return ({ kind, fields }) => {
    const types = valueAt(fields, 'signInEventTypes');
    const own: readonly unknown[] = Array.isArray(types) ? types : ['interactiveUser'];
    return kind === 'azure:aad:signin' && own.includes(type);
  };
}

interface SignIns {
  readonly name: string;
  /** Of the diagnostic records. */
  readonly category: string;
  /** Graph's name for them. */
  readonly type: string;
  /** Where Graph names the one who signed in. */
  readonly who: string;
  readonly more?: OtherSources;
}

function signIns({ name, category, type, who, more = {} }: SignIns): TableMapping {
  return {
    name,
    analogue: false,
    events: [],
    others: [
      {
        accepts: ofCategory(category),
        columns: {
          ...diagnostic,
          ...more,
          ...renamed('properties.'),
          Type: constant(name),
          Location: field('location'),
        },
        more: properties,
      },
      {
        accepts: isGraphSignIn(type),
        columns: {
          ...fromGraph,
          Type: constant(name),
          Category: constant(category, 'medium'),
          Identity: field(who, 'medium'),
        },
        // Graph's `resourceId` is what was signed in to, the table's the directory.
        more: (record, column) => (column === 'ResourceId' ? undefined : itself(record, column)),
      },
    ],
  };
}

export const signinLogs = signIns({
  name: 'SigninLogs',
  category: 'SignInLogs',
  type: 'interactiveUser',
  who: 'userDisplayName',
  more: directory,
});

/** The tables of the sign-ins that no person sits at. */
export const otherSigninLogs: readonly TableMapping[] = [
  {
    name: 'AADNonInteractiveUserSignInLogs',
    category: 'NonInteractiveUserSignInLogs',
    type: 'nonInteractiveUser',
    who: 'userDisplayName',
  },
  {
    name: 'AADServicePrincipalSignInLogs',
    category: 'ServicePrincipalSignInLogs',
    type: 'servicePrincipal',
    who: 'servicePrincipalName',
  },
  {
    name: 'AADManagedIdentitySignInLogs',
    category: 'ManagedIdentitySignInLogs',
    type: 'managedIdentity',
    who: 'servicePrincipalName',
  },
].map(signIns);

export const auditLogs: TableMapping = {
  name: 'AuditLogs',
  analogue: false,
  events: [],
  others: [
    {
      accepts: ofCategory('AuditLogs'),
      columns: {
        ...diagnostic,
        ...directory,
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
        SourceSystem: constant('Azure AD'),
        OperationName: field('activityDisplayName', 'medium'),
        AADOperationType: field('operationType', 'medium'),
      },
      more: itself,
    },
  ],
};
