// AWS CloudTrail in Sentinel: the connector spreads identity and session over columns, and keeps free parts as JSON text.
import { constant } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { field, happened, namesake } from './fields.ts';

const SESSION = 'userIdentity.sessionContext';

export const awsCloudTrail: TableMapping = {
  name: 'AWSCloudTrail',
  analogue: false,
  events: [],
  others: [
    {
      accepts: ({ kind }) => kind === 'aws:cloudtrail',
      columns: {
        TimeGenerated: happened,
        Type: constant('AWSCloudTrail'),
        AwsEventId: field('eventID'),
        EventTypeName: field('eventType'),
        UserIdentityType: field('userIdentity.type'),
        UserIdentityPrincipalid: field('userIdentity.principalId'),
        UserIdentityArn: field('userIdentity.arn'),
        UserIdentityAccountId: field('userIdentity.accountId'),
        UserIdentityInvokedBy: field('userIdentity.invokedBy'),
        UserIdentityAccessKeyId: field('userIdentity.accessKeyId'),
        UserIdentityUserName: field('userIdentity.userName'),
        SessionMfaAuthenticated: field(`${SESSION}.attributes.mfaAuthenticated`),
        SessionCreationDate: field(`${SESSION}.attributes.creationDate`),
        SessionIssuerType: field(`${SESSION}.sessionIssuer.type`),
        SessionIssuerPrincipalId: field(`${SESSION}.sessionIssuer.principalId`),
        SessionIssuerArn: field(`${SESSION}.sessionIssuer.arn`),
        SessionIssuerAccountId: field(`${SESSION}.sessionIssuer.accountId`),
        SessionIssuerUserName: field(`${SESSION}.sessionIssuer.userName`),
        AwsRequestId_: field('requestID', 'medium'),
        TlsVersion: field('tlsDetails.tlsVersion', 'medium'),
        CipherSuite: field('tlsDetails.cipherSuite', 'medium'),
        ClientProvidedHostHeader: field('tlsDetails.clientProvidedHostHeader', 'medium'),
      },
      more: namesake(({ fields }) => fields),
    },
  ],
};
