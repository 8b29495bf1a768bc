// Microsoft 365 in Sentinel: the connector collects Exchange, SharePoint, OneDrive and Teams, and names what the API numbers.
import type { NeutralRecord } from '../../record.ts';
import { constant, type ColumnSource, type RawValue } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { field, happened, namesake, ofField, valueAt } from './fields.ts';

const workloads = new Set<unknown>(['Exchange', 'SharePoint', 'OneDrive', 'MicrosoftTeams']);

/** Record types of those workloads, as the API's schema numbers them. */
const recordTypes: ReadonlyMap<string, string> = new Map([
  ['1', 'ExchangeAdmin'],
  ['2', 'ExchangeItem'],
  ['3', 'ExchangeItemGroup'],
  ['4', 'SharePoint'],
  ['6', 'SharePointFileOperation'],
  ['7', 'OneDrive'],
  ['14', 'SharePointSharingOperation'],
  ['19', 'ExchangeAggregatedOperation'],
  ['25', 'MicrosoftTeams'],
  ['36', 'SharePointListOperation'],
  ['37', 'SharePointCommentOperation'],
  ['50', 'ExchangeItemAggregated'],
  ['54', 'SharePointListItemOperation'],
  ['55', 'SharePointContentTypeOperation'],
  ['56', 'SharePointFieldOperation'],
  ['57', 'MicrosoftTeamsAdmin'],
  ['59', 'MicrosoftTeamsDevice'],
  ['60', 'MicrosoftTeamsAnalytics'],
  ['73', 'MicrosoftTeamsShifts'],
  ['101', 'ExchangeSearch'],
  ['102', 'SharePointSearch'],
]);

const userTypes = [
  'Regular',
  'Reserved',
  'Admin',
  'DcAdmin',
  'System',
  'Application',
  'ServicePrincipal',
];
const logonTypes = [
  'Owner',
  'Admin',
  'Delegated',
  'Transport',
  'SystemService',
  'BestAccess',
  'DelegatedAdmin',
];

const named = (names: readonly string[]) => (text: string) => names[Number(text)] ?? text;

/** A list as the connector prints it: spread over lines. */
function indented(name: string): ColumnSource<NeutralRecord> {
  const value = ({ fields }: NeutralRecord): RawValue => {
    const found = valueAt(fields, name);
    return typeof found === 'object' && found !== null
      ? JSON.stringify(found, null, 2).replaceAll('\n', '\r\n')
      : undefined;
  };
  return { source: `${name}, spread over lines`, confidence: 'medium', value };
}

export const officeActivity: TableMapping = {
  name: 'OfficeActivity',
  analogue: false,
  events: [],
  others: [
    {
      accepts: ({ kind, fields }) =>
        kind === 'o365:management:activity' && workloads.has(valueAt(fields, 'Workload')),
      columns: {
        TimeGenerated: happened,
        Type: constant('OfficeActivity'),
        RecordType: ofField('RecordType', 'name', (text) => recordTypes.get(text) ?? text),
        UserType: ofField('UserType', 'name', named(userTypes)),
        Logon_Type: ofField('LogonType', 'name', named(logonTypes)),
        SourceSystem: constant('OfficeActivityManager'),
        OfficeId: field('Id'),
        SourceRecordId: field('Id'),
        OfficeTenantId: constant('$RestApiTenantId$'),
        Start_Time: { ...happened, confidence: 'low' },
        ResultReasonType: field('ResultStatus', 'medium'),
        Parameters: indented('Parameters'),
        OfficeWorkload: field('Workload'),
        OfficeObjectId: field('ObjectId'),
        Site_: field('Site'),
        Site_Url: field('SiteUrl'),
        Source_Name: field('SourceName', 'medium'),
        Event_Data: field('EventData', 'medium'),
        Client_IPAddress: field('ClientIPAddress'),
      },
      more: namesake(({ fields }) => fields),
    },
  ],
};
