// Sentinel's normalised schemas (ASIM) as its parsers give them for Windows events; read from the parsers in Microsoft's
// Azure-Sentinel repository. There are no such tables: queries call functions, `imProcessCreate()`, which read the event
// tables. Here a view holds the rows that such a function starts from, and the functions filter them as documented.
// Scheduled tasks have no schema.
import { mappedView, type TableMapping } from '../table.ts';
import type { TableView } from '../view.ts';
import { authentication } from './authentication.ts';
import { fileEvent } from './file.ts';
import { networkSession } from './network.ts';
import { processEvent } from './process.ts';
import { registryEvent } from './registry.ts';

export const asimMappings: readonly TableMapping[] = [
  processEvent,
  registryEvent,
  fileEvent,
  networkSession,
  authentication,
];

let views: readonly TableView[] | undefined;

/** The views that the functions read, for Sentinel. */
export function asimViews(): readonly TableView[] {
  views ??= asimMappings.flatMap((mapping) => mappedView(mapping, 'sentinel') ?? []);
  return views;
}

/** A function of every Sentinel workspace: `parameters` without parentheses, `body` without braces, both KQL. */
export interface AsimFunction {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
}

/** One filter: the parameter's name and type, and what must hold for a row where it was given. */
type Filter = readonly [name: string, type: 'list' | 'text' | 'int', holds: string];

interface Schema {
  readonly view: string;
  /** Functions with the filters; those without, `ASim...`, only have `pack`. */
  readonly filtered: readonly string[];
  readonly plain: readonly string[];
  /** What holds for every row of theirs, where they give some of the view's rows only; KQL. */
  readonly rows?: string;
  readonly filters: readonly Filter[];
}

/** `has_any_ipv4_prefix()` on a column that holds one address: the address, or one of its beginnings `10.`, `10.1.`. */
function hasPrefix(column: string, prefixes: string): string {
  const beginnings = [1, 2, 3].map((count) => {
    const octets = Array.from(
      { length: count },
      (_, at) => `split(${column}, '.')[${String(at)}], '.'`,
    );
    return `strcat(${octets.join(', ')})`;
  });
  return `(${[column, ...beginnings].map((each) => `${each} in (${prefixes})`).join(' or ')})`;
}

function processFilters(user: 'targetusername_has' | 'actorusername_has'): readonly Filter[] {
  const column = user === 'targetusername_has' ? 'TargetUsername' : 'ActorUsername';
  return [
    ['commandline_has_any', 'list', 'CommandLine has_any (commandline_has_any)'],
    ['commandline_has_all', 'list', 'CommandLine has_all (commandline_has_all)'],
    [
      'commandline_has_any_ip_prefix',
      'list',
      'has_any_ipv4_prefix(CommandLine, commandline_has_any_ip_prefix)',
    ],
    ['actingprocess_has_any', 'list', 'ActingProcessName has_any (actingprocess_has_any)'],
    ['targetprocess_has_any', 'list', 'TargetProcessName has_any (targetprocess_has_any)'],
    // No Windows event tells the parent's parent or the device's address: such filters let nothing through.
    ['parentprocess_has_any', 'list', 'false'],
    [user, 'text', `${column} has ${user}`],
    ['dvcipaddr_has_any_prefix', 'list', 'false'],
    ['dvchostname_has_any', 'list', 'DvcHostname has_any (dvchostname_has_any)'],
    ['eventtype', 'text', 'EventType == eventtype'],
  ];
}

const schemas: readonly Schema[] = [
  {
    view: processEvent.name,
    filtered: ['imProcess', 'imProcessEvent', '_Im_ProcessEvent'],
    plain: ['ASimProcess', 'ASimProcessEvent', '_ASim_ProcessEvent'],
    filters: processFilters('targetusername_has'),
  },
  {
    view: processEvent.name,
    filtered: ['imProcessCreate', '_Im_ProcessCreate'],
    plain: ['ASimProcessEventCreate', '_ASim_ProcessEvent_Create'],
    rows: "EventType == 'ProcessCreated'",
    filters: processFilters('targetusername_has'),
  },
  {
    view: processEvent.name,
    filtered: ['imProcessTerminate', '_Im_ProcessTerminate'],
    plain: ['ASimProcessEventTerminate', '_ASim_ProcessEvent_Terminate'],
    rows: "EventType == 'ProcessTerminated'",
    filters: processFilters('actorusername_has'),
  },
  {
    view: registryEvent.name,
    filtered: ['imRegistry', 'imRegistryEvent', '_Im_Registry', '_Im_RegistryEvent'],
    plain: ['ASimRegistry', 'ASimRegistryEvent', '_ASim_Registry', '_ASim_RegistryEvent'],
    filters: [
      ['eventtype_in', 'list', 'EventType in~ (eventtype_in)'],
      ['actorusername_has_any', 'list', 'ActorUsername has_any (actorusername_has_any)'],
      ['registrykey_has_any', 'list', 'RegistryKey has_any (registrykey_has_any)'],
      ['registryvalue_has_any', 'list', 'RegistryValue has_any (registryvalue_has_any)'],
      ['registrydata_has_any', 'list', 'RegistryValueData has_any (registrydata_has_any)'],
      ['dvchostname_has_any', 'list', 'DvcHostname has_any (dvchostname_has_any)'],
    ],
  },
  {
    view: fileEvent.name,
    filtered: ['imFileEvent', '_Im_FileEvent'],
    plain: ['ASimFileEvent', '_ASim_FileEvent'],
    filters: [
      ['eventtype_in', 'list', 'EventType in~ (eventtype_in)'],
      ['srcipaddr_has_any_prefix', 'list', 'false'],
      ['actorusername_has_any', 'list', 'ActorUsername has_any (actorusername_has_any)'],
      ['targetfilepath_has_any', 'list', 'TargetFilePath has_any (targetfilepath_has_any)'],
      ['srcfilepath_has_any', 'list', 'false'],
      ['hashes_has_any', 'list', 'Hash has_any (hashes_has_any)'],
      ['dvchostname_has_any', 'list', 'DvcHostname has_any (dvchostname_has_any)'],
    ],
  },
  {
    view: networkSession.name,
    filtered: ['imNetworkSession', '_Im_NetworkSession'],
    plain: ['ASimNetworkSession', '_ASim_NetworkSession'],
    filters: [
      ['srcipaddr_has_any_prefix', 'list', hasPrefix('SrcIpAddr', 'srcipaddr_has_any_prefix')],
      ['dstipaddr_has_any_prefix', 'list', hasPrefix('DstIpAddr', 'dstipaddr_has_any_prefix')],
      [
        'ipaddr_has_any_prefix',
        'list',
        `(${hasPrefix('SrcIpAddr', 'ipaddr_has_any_prefix')} or ${hasPrefix('DstIpAddr', 'ipaddr_has_any_prefix')})`,
      ],
      ['dstportnumber', 'int', 'DstPortNumber == dstportnumber'],
      [
        'hostname_has_any',
        'list',
        '(SrcHostname has_any (hostname_has_any) or DstHostname has_any (hostname_has_any))',
      ],
      ['dvcaction', 'list', 'DvcAction in~ (dvcaction)'],
      ['eventresult', 'text', 'EventResult == eventresult'],
    ],
  },
  {
    view: authentication.name,
    filtered: ['imAuthentication', '_Im_Authentication'],
    plain: ['ASimAuthentication', '_ASim_Authentication'],
    filters: [
      [
        'username_has_any',
        'list',
        '(ActorUsername has_any (username_has_any) or TargetUsername has_any (username_has_any))',
      ],
      ['targetusername_has', 'text', 'TargetUsername has targetusername_has'],
      ['targetappname_has_any', 'list', 'false'],
      ['srcipaddr_has_any_prefix', 'list', hasPrefix('SrcIpAddr', 'srcipaddr_has_any_prefix')],
      ['srchostname_has_any', 'list', 'SrcHostname has_any (srchostname_has_any)'],
      ['eventtype_in', 'list', 'EventType in~ (eventtype_in)'],
      ['eventresultdetails_in', 'list', 'EventResultDetails in~ (eventresultdetails_in)'],
      ['eventresult', 'text', 'EventResult == eventresult'],
    ],
  },
];

const declarations: Readonly<Record<Filter[1], readonly [type: string, none: string]>> = {
  list: ['dynamic', 'dynamic([])'],
  text: ['string', "'*'"],
  int: ['int', 'int(null)'],
};

/** Whether a filter was not given, in KQL. */
function isNotGiven([name, type]: Filter): string {
  switch (type) {
    case 'list':
      return `array_length(${name}) == 0`;
    case 'text':
      return `${name} == '*'`;
    case 'int':
      return `isnull(${name})`;
  }
}

/** Filters that need a function which an engine may lack; they are in the body where the query gives them only. */
const rare = new Set(['commandline_has_any_ip_prefix']);

/** The view's rows of a schema's functions. */
function rowsOf({ view, rows }: Schema): readonly string[] {
  return rows === undefined ? [view] : [view, `| where ${rows}`];
}

function filteredFunction(name: string, schema: Schema, query: string): AsimFunction {
  const { filters } = schema;
  const declared = filters.map(([parameter, type]) => {
    const [kind, none] = declarations[type];
    return `${parameter}:${kind}=${none}`;
  });
  const conditions = filters
    .filter(([parameter]) => !rare.has(parameter) || query.includes(parameter))
    .map((each) => `| where ${isNotGiven(each)} or ${each[2]}`);
  return {
    name,
    parameters: [
      'starttime:datetime=datetime(null)',
      'endtime:datetime=datetime(null)',
      ...declared,
      'pack:bool=false',
    ].join(', '),
    body: [
      ...rowsOf(schema),
      '| where isnull(starttime) or TimeGenerated >= starttime',
      '| where isnull(endtime) or TimeGenerated <= endtime',
      ...conditions,
    ].join('\n'),
  };
}

/** What a query needs of the normalised schemas: the functions that it names, and the views that they read. */
export interface Asim {
  readonly functions: readonly AsimFunction[];
  readonly views: readonly TableView[];
}

/**
 * For a query's text (with the bodies of the workspace's own functions, where there are any). Only what is named is
 * given, so that `search *` and `union *` do not meet the views, which are no tables of a workspace.
 */
export function asimOf(query: string): Asim {
  const words = new Set(query.match(/[A-Za-z_]\w{0,127}/g) ?? []);
  const functions = schemas.flatMap((schema) => [
    ...schema.filtered
      .filter((name) => words.has(name))
      .map((name) => filteredFunction(name, schema, query)),
    ...schema.plain
      .filter((name) => words.has(name))
      .map((name) => ({
        name,
        parameters: 'pack:bool=false',
        body: rowsOf(schema).join('\n'),
      })),
  ]);
  const read = new Set(functions.map(({ body }) => body.split('\n', 1)[0]));
  return { functions, views: asimViews().filter(({ name }) => read.has(name)) };
}

/** The names of all functions there are. */
export const asimFunctionNames: readonly string[] = schemas.flatMap(({ filtered, plain }) => [
  ...filtered,
  ...plain,
]);
