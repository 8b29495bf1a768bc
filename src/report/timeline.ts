// A recording as a picture: a lane for each kind of event, time from left to right. SVG, drawn from counts alone.
import { printable } from '../text/index.ts';
import { escapeXml } from './xml.ts';

/** `at` is epoch seconds; `kind` is what the lane is called: channel and event id. */
export interface TimelineEvent {
  readonly at: number;
  readonly kind: string;
  readonly malicious: boolean;
}

/** A recording's events in any order. `undated` events have no time and are only counted. */
export interface Timeline {
  readonly events: readonly TimelineEvent[];
  readonly undated: number;
}

interface Lane {
  readonly kind: string;
  readonly first: number;
  readonly events: TimelineEvent[];
}

const MOST_LANES = 24;
const BINS = 120;
const BIN = 5;
const LABEL = 250;
const ROW = 22;
const TOP = 14;
const WIDTH = LABEL + BINS * BIN + 70;
const LONGEST_LABEL = 38;

/** Colours for a page that holds pictures; a picture that stands alone brings them along. */
export const timelineStyle = `
.timeline { max-width: 100%; height: auto; font: 11px ui-monospace, monospace; }
.timeline text { fill: #555; } .timeline line { stroke: #8886; }
.timeline circle { fill: #0969da; } .timeline .bad { fill: #cf222e; }
@media (prefers-color-scheme: dark) { .timeline text { fill: #aaa; } .timeline circle { fill: #58a6ff; } .timeline .bad { fill: #ff7b72; } }
`;

/** The picture for the inside of a page. */
export function timelineSvg(name: string, timeline: Timeline): string {
  return drawn(name, timeline, '');
}

/** The picture as a file of its own. */
export function timelineFile(name: string, timeline: Timeline): string {
  return `${drawn(name, timeline, `<style>${timelineStyle}</style>`)}\n`;
}

function drawn(name: string, { events, undated }: Timeline, style: string): string {
  const lanes = lanesOf(events);
  const [from, to] = bounds(events);
  const bottom = TOP + lanes.length * ROW;
  const body = [
    `<title>${text(name)}</title>`,
    `<desc>${text(summary(events, undated))}</desc>`,
    ...lanes.flatMap((lane, row) => laneOf(lane, TOP + row * ROW + ROW / 2, from, to)),
    ...axis(from, to, bottom, events.length, undated),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="timeline" role="img" viewBox="0 0 ${WIDTH} ${bottom + 34}" width="${WIDTH}" height="${bottom + 34}">${style}${body.join('\n')}</svg>`;
}

/** `12 events from 2026-03-01T12:00:00Z to 2026-03-01T12:04:00Z, 2 of them malicious`. */
export function summary(events: readonly TimelineEvent[], undated: number): string {
  const [from, to] = bounds(events);
  const malicious = events.filter((each) => each.malicious).length;
  const parts = [`${events.length} event${events.length === 1 ? '' : 's'}`];
  if (events.length > 0) parts.push(` from ${clock(from)} to ${clock(to)}`);
  if (malicious > 0) parts.push(`, ${malicious} of them marked malicious`);
  if (undated > 0) parts.push(`, ${undated} more without a time`);
  return parts.join('');
}

/** Kinds by their first event; the last lane takes together what is too much for a picture. */
function lanesOf(events: readonly TimelineEvent[]): Lane[] {
  const found = new Map<string, Lane & { first: number }>();
  for (const event of events) {
    const lane = found.get(event.kind) ?? { kind: event.kind, first: event.at, events: [] };
    found.set(event.kind, { ...lane, first: Math.min(lane.first, event.at) });
    lane.events.push(event);
  }
  const sorted = [...found.values()].sort(
    (a, b) => a.first - b.first || (a.kind < b.kind ? -1 : 1),
  );
  if (sorted.length <= MOST_LANES) return sorted;
  const rest = sorted.slice(MOST_LANES - 1);
  return [
    ...sorted.slice(0, MOST_LANES - 1),
    {
      kind: `${rest.length} further kinds`,
      first: rest[0]?.first ?? 0,
      events: rest.flatMap((each) => each.events),
    },
  ];
}

function laneOf({ kind, events }: Lane, y: number, from: number, to: number): string[] {
  const bins = new Map<number, { count: number; bad: number }>();
  for (const { at, malicious } of events) {
    const bin = to > from ? Math.floor(((at - from) / (to - from)) * (BINS - 1)) : 0;
    const before = bins.get(bin) ?? { count: 0, bad: 0 };
    bins.set(bin, { count: before.count + 1, bad: before.bad + (malicious ? 1 : 0) });
  }
  const dots = [...bins]
    .sort(([a], [b]) => a - b)
    .map(([bin, { count, bad }]) => {
      const radius = Math.min(8, 3 + Math.floor(Math.log2(count)));
      const told = `${count} event${count === 1 ? '' : 's'}${bad > 0 ? `, ${bad} malicious` : ''}`;
      return `<circle${bad > 0 ? ' class="bad"' : ''} cx="${LABEL + bin * BIN + 10}" cy="${y}" r="${radius}"><title>${told}</title></circle>`;
    });
  const label = kind.length > LONGEST_LABEL ? `${kind.slice(0, LONGEST_LABEL - 1)}…` : kind;
  return [
    `<text x="${LABEL - 8}" y="${y + 4}" text-anchor="end">${text(label)}</text>`,
    `<line x1="${LABEL}" y1="${y}" x2="${LABEL + BINS * BIN + 15}" y2="${y}"/>`,
    ...dots,
    `<text x="${LABEL + BINS * BIN + 22}" y="${y + 4}">${events.length}</text>`,
  ];
}

function axis(from: number, to: number, y: number, count: number, undated: number): string[] {
  const undatedText = `${undated} event${undated === 1 ? '' : 's'} without a time`;
  if (count === 0) return [`<text x="${LABEL}" y="${y + 20}">${undatedText}</text>`];
  const end = LABEL + BINS * BIN + 15;
  return [
    `<text x="${LABEL}" y="${y + 14}">${clock(from)}</text>`,
    `<text x="${end}" y="${y + 14}" text-anchor="end">${clock(to)}</text>`,
    ...(undated > 0 ? [`<text x="${LABEL}" y="${y + 28}">${undatedText}</text>`] : []),
  ];
}

function bounds(events: readonly TimelineEvent[]): [from: number, to: number] {
  let [from, to] = [Infinity, -Infinity];
  for (const { at } of events) {
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return [from, to];
}

/** ISO 8601 in whole seconds, UTC. */
function clock(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

const text = (value: string): string => escapeXml(printable(value));
