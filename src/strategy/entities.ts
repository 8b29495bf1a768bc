// Sentinel's entity types and their identifiers, as analytics rules accept them.
// https://learn.microsoft.com/azure/sentinel/entities-reference

/** `strong`: at least one of these must be mapped (with `together`, all of them); `other`: accepted beside them. */
export interface EntityType {
  readonly strong: readonly string[];
  readonly other: readonly string[];
  readonly together?: true;
}

const MAIL_MESSAGE = [
  'BodyFingerprintBin1 BodyFingerprintBin2 BodyFingerprintBin3 BodyFingerprintBin4 BodyFingerprintBin5',
  'DeliveryAction DeliveryLocation InternetMessageId Language P1Sender P1SenderDisplayName P1SenderDomain',
  'P2Sender P2SenderDisplayName P2SenderDomain ReceiveDate SenderIP Subject AntispamDirection',
  'Files Threats ThreatDetectionMethods Urls',
];
const MAIL_CLUSTER = [
  'ClusterGroup ClusterQueryEndTime ClusterQueryStartTime ClusterSourceIdentifier ClusterSourceType',
  'CountByDeliveryStatus CountByProtectionStatus CountByThreatType IsVolumeAnomaly MailCount',
  'NetworkMessageIds QueryTime Threats',
];

export const entityTypes: ReadonlyMap<string, EntityType> = new Map(
  Object.entries({
    Account: type(
      'FullName Sid Name AadUserId PUID ObjectGuid',
      'NTDomain DnsDomain UPNSuffix AadTenantId IsDomainJoined DisplayName',
    ),
    AzureResource: type('ResourceId'),
    CloudApplication: type('AppId Name', 'InstanceName'),
    DNS: type('DomainName'),
    File: type('Name', 'Directory'),
    FileHash: { ...type('Algorithm Value'), together: true as const },
    Host: type(
      'FullName HostName NetBiosName AzureID OMSAgentID',
      'DnsDomain NTDomain OSFamily OSVersion IsDomainJoined',
    ),
    IP: type('Address', 'AddressScope'),
    Mailbox: type('MailboxPrimaryAddress', 'DisplayName Upn ExternalDirectoryObjectId RiskLevel'),
    MailCluster: type('Query Source', ...MAIL_CLUSTER),
    MailMessage: type('NetworkMessageId Recipient', ...MAIL_MESSAGE),
    Malware: type('Name', 'Category'),
    Process: type('CommandLine ProcessId', 'ElevationToken CreationTimeUtc'),
    RegistryKey: type('Key Hive'),
    RegistryValue: type('Name', 'Value ValueType'),
    SecurityGroup: type('DistinguishedName SID ObjectGuid'),
    SubmissionMail: type(
      'SubmissionId NetworkMessageId Recipient Submitter',
      'SubmissionDate Timestamp Sender SenderIp Subject ReportType',
    ),
    URL: type('Url'),
  } satisfies Record<string, EntityType>),
);

function type(strong: string, ...other: string[]): EntityType {
  return { strong: strong.split(' '), other: other.flatMap((each) => each.split(' ')) };
}
