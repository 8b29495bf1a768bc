// What must be set up so that the events a strategy names arrive on each platform that it has a search for.
import { prerequisitesOf } from '../events/index.ts';
import type { Requirement } from '../report/index.ts';
import { platformsOf, type DataSource, type Platform, type Strategy } from '../strategy/index.ts';

/** The channel that a provider writes to, for those that write to one. */
const CHANNELS: ReadonlyMap<string, string> = new Map([
  ['microsoft-windows-security-auditing', 'Security'],
  ['security', 'Security'],
  ['service control manager', 'System'],
  ...['Sysmon', 'TaskScheduler', 'PowerShell', 'WMI-Activity'].map((each) => {
    const provider = `Microsoft-Windows-${each}`;
    return [provider.toLowerCase(), `${provider}/Operational`] as const;
  }),
]);

const MOST_IDS = 50;

export function requirementsOf(strategy: Strategy): Requirement[] {
  const platforms = new Set(strategy.searches.flatMap(platformsOf));
  const order = (['splunk', 'sentinel', 'defender'] as const).filter((each) => platforms.has(each));
  const found = order.flatMap((platform) =>
    strategy.dataSources.flatMap((source) => requirements(platform, source)),
  );
  const unique = new Map(found.map((each) => [JSON.stringify([each.platform, each.event]), each]));
  return [...unique.values()];
}

/** Windows events go to Splunk and Sentinel; a table without event ids is a product's own, read by queries alone. */
function requirements(platform: Platform, source: DataSource): Requirement[] {
  const { provider, table, eventId, eventName } = source;
  if (table !== undefined && eventId === undefined) {
    if (platform === 'splunk') return [];
    const event = eventName === undefined ? table : `${table} ${eventName}`;
    return [{ platform, event, needs: [`the product itself: ${provider}`] }];
  }
  if (platform === 'defender') return [];
  const name = eventName === undefined ? '' : ` (${eventName})`;
  const channel = CHANNELS.get(provider.trim().toLowerCase());
  if (channel === undefined) {
    const event = eventId === undefined ? provider : `${provider} ${eventId}`;
    return [{ platform, event: `${event}${name}`, needs: [UNKNOWN] }];
  }
  return eventIds(eventId).map((id) => ({
    platform,
    event: `${channel} ${id}${name}`,
    needs: prerequisitesOf(platform, channel, id).map(({ text }) => text),
  }));
}

/** Said instead of a guess. */
const UNKNOWN = 'not told: this provider has no channel that is known here';

/** `4698`, `4698, 4702`, `4698-4702`. */
function eventIds(text: string | undefined): number[] {
  const ids = new Set<number>();
  for (const part of (text ?? '').split(/[,;/ ]/)) {
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    if (!range) continue;
    const first = Number(range[1]);
    const last = Math.min(Number(range[2] ?? range[1]), first + MOST_IDS);
    for (let id = first; id <= last; id++) ids.add(id);
  }
  return [...ids];
}
