// Which data a Windows event carries: field names in the order of the log, newer versions' last. Facts of the providers'
// manifests and of recordings.

export interface WindowsEvent {
  readonly channel: string;
  readonly provider: string;
  readonly code: number;
  readonly fields: readonly string[];
}

const SUBJECT = 'SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId';
const TARGET = 'TargetUserName TargetDomainName TargetSid';
const TASK = `${SUBJECT} TaskName TaskContent ClientProcessStartKey ClientProcessId ParentProcessId RpcCallClientLocality FQDN`;
const USER_CHANGE = `${TARGET} ${SUBJECT} PrivilegeList`;
const USER_DETAILS =
  'SamAccountName DisplayName UserPrincipalName HomeDirectory HomePath ScriptPath ProfilePath UserWorkstations PasswordLastSet AccountExpires PrimaryGroupId AllowedToDelegateTo OldUacValue NewUacValue UserAccountControl UserParameters SidHistory LogonHours';
const GROUP_MEMBER = `MemberName MemberSid ${TARGET} ${SUBJECT} PrivilegeList`;
const KERBEROS = 'TargetUserName TargetDomainName';

const security: Readonly<Record<number, string>> = {
  1102: 'SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId',
  4608: '',
  4616: `${SUBJECT} PreviousTime NewTime ProcessId ProcessName`,
  4624: `${SUBJECT} TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType LogonProcessName AuthenticationPackageName WorkstationName LogonGuid TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort ImpersonationLevel RestrictedAdminMode TargetOutboundUserName TargetOutboundDomainName VirtualAccount TargetLinkedLogonId ElevatedToken`,
  4625: `${SUBJECT} TargetUserSid TargetUserName TargetDomainName Status FailureReason SubStatus LogonType LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort`,
  4627: `${SUBJECT} TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType EventIdx EventCountTotal GroupMembership`,
  4634: 'TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType',
  4647: 'TargetUserSid TargetUserName TargetDomainName TargetLogonId',
  4648: `${SUBJECT} LogonGuid TargetUserName TargetDomainName TargetLogonGuid TargetServerName TargetInfo ProcessId ProcessName IpAddress IpPort`,
  4656: `${SUBJECT} ObjectServer ObjectType ObjectName HandleId TransactionId AccessList AccessReason AccessMask PrivilegeList RestrictedSidCount ProcessId ProcessName ResourceAttributes`,
  4657: `${SUBJECT} ObjectName ObjectValueName HandleId OperationType OldValueType OldValue NewValueType NewValue ProcessId ProcessName`,
  4658: `${SUBJECT} ObjectServer HandleId ProcessId ProcessName`,
  4660: `${SUBJECT} ObjectServer HandleId ProcessId ProcessName TransactionId`,
  4661: `${SUBJECT} ObjectServer ObjectType ObjectName HandleId TransactionId AccessList AccessReason AccessMask PrivilegeList Properties RestrictedSidCount ProcessId ProcessName`,
  4662: `${SUBJECT} ObjectServer ObjectType ObjectName OperationType HandleId AccessList AccessMask Properties AdditionalInfo AdditionalInfo2`,
  4663: `${SUBJECT} ObjectServer ObjectType ObjectName HandleId AccessList AccessMask ProcessId ProcessName ResourceAttributes`,
  4670: `${SUBJECT} ObjectServer ObjectType ObjectName HandleId OldSd NewSd ProcessId ProcessName`,
  4672: `${SUBJECT} PrivilegeList`,
  4673: `${SUBJECT} ObjectServer Service PrivilegeList ProcessId ProcessName`,
  4674: `${SUBJECT} ObjectServer ObjectType ObjectName HandleId AccessMask PrivilegeList ProcessId ProcessName`,
  4688: `${SUBJECT} NewProcessId NewProcessName TokenElevationType ProcessId CommandLine TargetUserSid TargetUserName TargetDomainName TargetLogonId ParentProcessName MandatoryLabel`,
  4689: `${SUBJECT} Status ProcessId ProcessName`,
  4690: `${SUBJECT} SourceHandleId SourceProcessId TargetHandleId TargetProcessId`,
  4696: `${SUBJECT} TargetUserSid TargetUserName TargetDomainName TargetLogonId TargetProcessId TargetProcessName ProcessId ProcessName`,
  4697: `${SUBJECT} ServiceName ServiceFileName ServiceType ServiceStartType ServiceAccount ClientProcessStartKey ClientProcessId ParentProcessId`,
  4698: TASK,
  4699: TASK,
  4700: TASK,
  4701: TASK,
  4702: TASK.replace('TaskContent', 'TaskContentNew'),
  4703: `${SUBJECT} TargetUserSid TargetUserName TargetDomainName TargetLogonId ProcessName ProcessId EnabledPrivilegeList DisabledPrivilegeList`,
  4704: `${SUBJECT} TargetSid PrivilegeList`,
  4719: `${SUBJECT} CategoryId SubcategoryId SubcategoryGuid AuditPolicyChanges`,
  4720: `${TARGET} ${SUBJECT} PrivilegeList ${USER_DETAILS}`,
  4722: `${TARGET} ${SUBJECT}`,
  4723: USER_CHANGE,
  4724: `${TARGET} ${SUBJECT}`,
  4725: `${TARGET} ${SUBJECT}`,
  4726: USER_CHANGE,
  4727: `${TARGET} ${SUBJECT} PrivilegeList SamAccountName SidHistory`,
  4728: GROUP_MEMBER,
  4729: GROUP_MEMBER,
  4730: USER_CHANGE,
  4731: `${TARGET} ${SUBJECT} PrivilegeList SamAccountName SidHistory`,
  4732: GROUP_MEMBER,
  4733: GROUP_MEMBER,
  4734: USER_CHANGE,
  4735: `${TARGET} ${SUBJECT} PrivilegeList SamAccountName SidHistory`,
  4737: `${TARGET} ${SUBJECT} PrivilegeList SamAccountName SidHistory`,
  4738: `Dummy ${TARGET} ${SUBJECT} PrivilegeList ${USER_DETAILS}`,
  4739: `DomainPolicyChanged DomainName DomainSid ${SUBJECT} PrivilegeList`,
  4740: `${TARGET} ${SUBJECT}`,
  4741: `${TARGET} ${SUBJECT} PrivilegeList ${USER_DETAILS} DnsHostName ServicePrincipalNames`,
  4742: `ComputerAccountChange ${TARGET} ${SUBJECT} PrivilegeList ${USER_DETAILS} DnsHostName ServicePrincipalNames`,
  4743: USER_CHANGE,
  4754: `${TARGET} ${SUBJECT} PrivilegeList SamAccountName SidHistory`,
  4755: `${TARGET} ${SUBJECT} PrivilegeList SamAccountName SidHistory`,
  4756: GROUP_MEMBER,
  4757: GROUP_MEMBER,
  4758: USER_CHANGE,
  4764: `GroupTypeChange ${TARGET} ${SUBJECT} PrivilegeList`,
  4765: `SourceUserName SourceSid ${TARGET} ${SUBJECT} PrivilegeList SidList`,
  4767: `${TARGET} ${SUBJECT}`,
  4768: `${KERBEROS} TargetSid ServiceName ServiceSid TicketOptions Status TicketEncryptionType PreAuthType IpAddress IpPort CertIssuerName CertSerialNumber CertThumbprint`,
  4769: `${KERBEROS} ServiceName ServiceSid TicketOptions TicketEncryptionType IpAddress IpPort Status LogonGuid TransmittedServices`,
  4770: `${KERBEROS} ServiceName ServiceSid TicketOptions TicketEncryptionType IpAddress IpPort`,
  4771: 'TargetUserName TargetSid ServiceName TicketOptions Status PreAuthType IpAddress IpPort CertIssuerName CertSerialNumber CertThumbprint',
  4776: 'PackageName TargetUserName Workstation Status',
  4778: 'AccountName AccountDomain LogonID SessionName ClientName ClientAddress',
  4779: 'AccountName AccountDomain LogonID SessionName ClientName ClientAddress',
  4781: `OldTargetUserName NewTargetUserName TargetDomainName TargetSid ${SUBJECT} PrivilegeList`,
  4798: `${TARGET} ${SUBJECT} CallerProcessId CallerProcessName`,
  4799: `${TARGET} ${SUBJECT} CallerProcessId CallerProcessName`,
  4886: 'RequestId Requester Attributes Subject',
  4887: 'RequestId Requester Attributes Disposition SubjectKeyIdentifier Subject',
  4898: 'TemplateInternalName TemplateVersion TemplateSchemaVersion TemplateOID TemplateDSObjectFQDN DCDNSName TemplateContent SecurityDescriptor',
  4946: 'ProfileChanged RuleId RuleName',
  4964: `${SUBJECT} TargetUserSid TargetUserName TargetDomainName TargetLogonId SidList`,
  5136: `OpCorrelationID AppCorrelationID ${SUBJECT} DSName DSType ObjectDN ObjectGUID ObjectClass AttributeLDAPDisplayName AttributeSyntaxOID AttributeValue OperationType`,
  5137: `OpCorrelationID AppCorrelationID ${SUBJECT} DSName DSType ObjectDN ObjectGUID ObjectClass`,
  5141: `OpCorrelationID AppCorrelationID ${SUBJECT} DSName DSType ObjectDN ObjectGUID ObjectClass TreeDelete`,
  5140: `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath AccessMask AccessList`,
  5142: `${SUBJECT} ShareName ShareLocalPath`,
  5143: `${SUBJECT} ObjectType ShareName ShareLocalPath OldRemark NewRemark OldMaxUsers NewMaxUsers OldShareFlags NewShareFlags OldSD NewSD`,
  5144: `${SUBJECT} ShareName ShareLocalPath`,
  5145: `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath RelativeTargetName AccessMask AccessList AccessReason`,
  5156: 'ProcessID Application Direction SourceAddress SourcePort DestAddress DestPort Protocol FilterRTID LayerName LayerRTID RemoteUserID RemoteMachineID',
  5157: 'ProcessID Application Direction SourceAddress SourcePort DestAddress DestPort Protocol FilterRTID LayerName LayerRTID RemoteUserID RemoteMachineID',
  5158: 'ProcessId Application SourceAddress SourcePort Protocol FilterRTID LayerName LayerRTID',
  6416: `${SUBJECT} DeviceId DeviceDescription ClassId ClassName VendorIds CompatibleIds LocationInformation`,
};

const PROCESS = 'RuleName UtcTime ProcessGuid ProcessId Image';

const sysmonEvents: Readonly<Record<number, string>> = {
  1: `${PROCESS} FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory User LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser`,
  2: `${PROCESS} TargetFilename CreationUtcTime PreviousCreationUtcTime User`,
  3: `${PROCESS} User Protocol Initiated SourceIsIpv6 SourceIp SourceHostname SourcePort SourcePortName DestinationIsIpv6 DestinationIp DestinationHostname DestinationPort DestinationPortName`,
  4: 'UtcTime State Version SchemaVersion',
  5: `${PROCESS} User`,
  6: 'RuleName UtcTime ImageLoaded Hashes Signed Signature SignatureStatus',
  7: `${PROCESS} ImageLoaded FileVersion Description Product Company OriginalFileName Hashes Signed Signature SignatureStatus User`,
  8: 'RuleName UtcTime SourceProcessGuid SourceProcessId SourceImage TargetProcessGuid TargetProcessId TargetImage NewThreadId StartAddress StartModule StartFunction SourceUser TargetUser',
  9: `${PROCESS} Device User`,
  10: 'RuleName UtcTime SourceProcessGUID SourceProcessId SourceThreadId SourceImage TargetProcessGUID TargetProcessId TargetImage GrantedAccess CallTrace SourceUser TargetUser',
  11: `${PROCESS} TargetFilename CreationUtcTime User`,
  12: 'RuleName EventType UtcTime ProcessGuid ProcessId Image TargetObject User',
  13: 'RuleName EventType UtcTime ProcessGuid ProcessId Image TargetObject Details User',
  14: 'RuleName EventType UtcTime ProcessGuid ProcessId Image TargetObject NewName User',
  15: `${PROCESS} TargetFilename CreationUtcTime Hash Contents User`,
  16: 'UtcTime Configuration ConfigurationFileHash',
  17: 'RuleName EventType UtcTime ProcessGuid ProcessId PipeName Image User',
  18: 'RuleName EventType UtcTime ProcessGuid ProcessId PipeName Image User',
  19: 'RuleName EventType UtcTime Operation User EventNamespace Name Query',
  20: 'RuleName EventType UtcTime Operation User Name Type Destination',
  21: 'RuleName EventType UtcTime Operation User Consumer Filter',
  22: `${PROCESS.replace(' Image', '')} QueryName QueryStatus QueryResults Image User`,
  23: 'RuleName UtcTime ProcessGuid ProcessId User Image TargetFilename Hashes IsExecutable Archived',
  24: `${PROCESS} Session ClientInfo Hashes Archived User`,
  25: `${PROCESS} Type User`,
  26: 'RuleName UtcTime ProcessGuid ProcessId User Image TargetFilename Hashes IsExecutable',
  27: 'RuleName UtcTime ProcessGuid ProcessId User Image TargetFilename Hashes',
  28: 'RuleName UtcTime ProcessGuid ProcessId User Image TargetFilename Hashes IsExecutable',
  29: 'RuleName UtcTime ProcessGuid ProcessId User Image TargetFilename Hashes',
  255: 'UtcTime ID Description',
};

const scheduler: Readonly<Record<number, string>> = {
  100: 'TaskName UserContext InstanceId',
  101: 'TaskName UserContext ResultCode',
  102: 'TaskName UserContext InstanceId',
  103: 'TaskName ActionName ResultCode InstanceId',
  106: 'TaskName UserContext',
  107: 'TaskName InstanceId',
  108: 'TaskName InstanceId',
  110: 'TaskName InstanceId UserContext',
  111: 'TaskName InstanceId',
  118: 'TaskName InstanceId',
  119: 'TaskName UserName InstanceId',
  129: 'TaskName Path ProcessID Priority',
  140: 'TaskName UserName',
  141: 'TaskName UserName',
  142: 'TaskName UserName',
  200: 'TaskName ActionName TaskInstanceId EnginePID',
  201: 'TaskName TaskInstanceId ActionName ResultCode EnginePID',
};

const powershell: Readonly<Record<number, string>> = {
  4100: 'ContextInfo UserData Payload',
  4103: 'ContextInfo UserData Payload',
  4104: 'MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path',
  4105: 'ScriptBlockId RunspaceId',
  4106: 'ScriptBlockId RunspaceId',
  40961: '',
  53504: 'param1 param2',
};

const system: Readonly<Record<number, string>> = {
  104: 'SubjectUserName SubjectDomainName Channel BackupPath',
  7034: 'param1 param2',
  7036: 'param1 param2 Binary',
  7040: 'param1 param2 param3 param4',
  7045: 'ServiceName ImagePath ServiceType StartType AccountName',
};

const tables: readonly (readonly [string, string, Readonly<Record<number, string>>])[] = [
  ['Security', 'Microsoft-Windows-Security-Auditing', security],
  ['Microsoft-Windows-Sysmon/Operational', 'Microsoft-Windows-Sysmon', sysmonEvents],
  ['Microsoft-Windows-TaskScheduler/Operational', 'Microsoft-Windows-TaskScheduler', scheduler],
  ['Microsoft-Windows-PowerShell/Operational', 'Microsoft-Windows-PowerShell', powershell],
  ['System', 'Service Control Manager', system],
];

export const windowsEvents: readonly WindowsEvent[] = tables.flatMap(([channel, provider, codes]) =>
  Object.entries(codes).map(([code, fields]) => ({
    channel,
    provider,
    code: Number(code),
    fields: fields.split(' ').filter((each) => each !== ''),
  })),
);

/** Fields that every event of a Windows log has, under the names that the add-on's extraction gives them. */
export const systemFields: readonly string[] = [
  'Channel',
  'Computer',
  'EventCode',
  'EventID',
  'EventRecordID',
  'Guid',
  'Keywords',
  'Level',
  'Name',
  'Opcode',
  'ProcessID',
  'RecordNumber',
  'SystemTime',
  'Task',
  'ThreadID',
  'UserID',
  'Version',
];

const byEvent = new Map(
  windowsEvents.map((each) => [`${each.channel.toLowerCase()} ${String(each.code)}`, each]),
);

/** The data fields of an event, by channel in any case and code; undefined for an event that is not in the tables. */
export function dataFieldsOf(channel: string, code: number): readonly string[] | undefined {
  return byEvent.get(`${channel.toLowerCase()} ${String(code)}`)?.fields;
}
