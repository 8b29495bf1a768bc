// A small pack, built in code: one plain strategy, one that uses everything, one for another platform alone.
import type { Pack } from '../../../src/strategy/pack.ts';
import type { Search, Strategy } from '../../../src/strategy/strategy.ts';
import { span, type FileTree } from '../../../src/text/index.ts';

export const pack: Pack = {
  id: 'acme_detections',
  title: 'ACME Detections',
  version: '1.2.3',
  author: 'ACME Blue Team',
  description: 'Detections for the tests of the Splunk target',
  sources: { proxy_logs: 'index=proxy sourcetype=squid' },
  tables: {},
};

/** Files as the flow finds them: the static ones, and stand-ins for the bundle and its view. */
export const assets: FileTree = new Map<string, string | Uint8Array>([
  ['appserver/static/pages/setup.js', '/* bundle */\n'],
  [
    'default/data/ui/views/setup.xml',
    '<dashboard version="1.1"><label>Set up</label></dashboard>\n',
  ],
  ['static/appIcon.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47])],
]);

export interface Given extends Partial<Omit<Strategy, 'searches' | 'source'>> {
  readonly spl?: readonly string[];
  readonly kql?: string;
}

/** A strategy whose document is nothing but its searches, so that places can be checked against the text. */
export function strategyOf({ spl = [], kql, ...given }: Given): Strategy {
  const id = given.id ?? 'sample';
  const source = { name: `${id}.md`, text: '' };
  const searches: Search[] = [];
  for (const [language, text] of [
    ...spl.map((each) => ['spl', each] as const),
    ...(kql === undefined ? [] : [['kql', kql] as const]),
  ]) {
    const start = source.text.length;
    source.text += `${text}\n`;
    searches.push({ language, text, span: span(start, start + text.length), indent: 0 });
  }
  return {
    format: 'native',
    title: 'Sample',
    description: 'What it finds.',
    version: '1.0',
    status: 'production',
    severity: 'medium',
    attack: [],
    dataSources: [],
    sections: [],
    schedule: { every: 3600, lookback: 3600, delay: 0, nearRealTime: false },
    entities: [],
    details: {},
    falsePositives: [],
    blindSpots: [],
    references: [],
    history: [],
    expectations: [],
    tunables: [],
    platforms: {},
    places: new Map(),
    ...given,
    id,
    source,
    searches,
  };
}

export const strategies: readonly Strategy[] = [
  strategyOf({
    id: 'rare-task',
    title: 'Rare binary run as a scheduled task',
    description: 'A binary that few hosts run is started by the task scheduler.',
    severity: 'high',
    attack: [
      { tactic: 'persistence', technique: 'T1053.005', span: span(0, 0) },
      { tactic: 'execution', technique: 'T1053.005', span: span(0, 0) },
    ],
    dataSources: [{ provider: 'Microsoft-Windows-Security-Auditing', eventId: '4688' }],
    sections: [
      {
        kind: 'goal',
        title: 'Goal',
        level: 1,
        body: 'Find it, "quoted", and\nover two lines.',
        span: span(0, 0),
      },
      {
        kind: 'response',
        title: 'Response',
        level: 1,
        body: '1. Isolate the host.\n2. Ask for $5.',
        span: span(0, 0),
      },
    ],
    schedule: { every: 14400, lookback: 86400, delay: 600, nearRealTime: false },
    entities: [
      { type: 'Account', columns: { Name: 'user', NTDomain: 'domain' } },
      { type: 'Host', columns: { HostName: 'host' } },
      { type: 'Process', columns: { CommandLine: 'process' } },
    ],
    details: { Image: 'process_name' },
    risk: { score: 60, message: 'Rare task binary {{process_name}} on {{host}} for $10' },
    throttle: { fields: ['host', 'process_name'], period: 86400 },
    tunables: [
      { name: 'rare_task_hosts', description: 'Hosts at most', value: 3 },
      { name: 'rare_task_root', description: 'Folder', value: 'C:\\Windows\\' },
      {
        name: 'rare_task_allowed',
        description: 'Binaries to leave out',
        columns: ['process_name', 'reason'],
        rows: [
          { process_name: 'agent*.exe', reason: 'management, monitoring' },
          { process_name: 'backup.exe', reason: '' },
        ],
      },
    ],
    spl: [
      '`windows_security` EventCode=4688\n| lookup rare_task_allowed process_name OUTPUT reason\n| stats dc(host) AS hosts BY process_name\n| where hosts <= `rare_task_hosts`',
    ],
    kql: 'SecurityEvent | take 1',
  }),
  strategyOf({
    id: 'proxy.beacon',
    title: 'Beacons through the proxy',
    severity: 'low',
    schedule: { every: 900, lookback: 900, delay: 0, nearRealTime: false },
    spl: ['`proxy_logs` | stats count BY url | `proxy_beacon_filter`'],
  }),
  strategyOf({ id: 'azure-only', title: 'Azure only', kql: 'SigninLogs | take 1' }),
];
