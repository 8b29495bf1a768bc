// The order and the names of an event's data, for exporters that lose either: queries match `EventData` by position. The
// layouts are those of Windows' and Sysmon's manifests, several per event where versions differ (`build/event-layouts.js`
// adds what event logs show).
import { readFileSync } from 'node:fs';

/** The names of one version of an event's data; `element` is there for user data, whose element it names. */
export interface Layout {
  readonly names: readonly string[];
  readonly element?: string;
}

/** The longest first, of which the others leave out some names. */
type Layouts = readonly Layout[];

/** In the file: names behind commas, versions in a list; below the name of the element for user data. */
type Written = readonly string[] | Readonly<Record<string, readonly string[]>>;

let layouts: ReadonlyMap<string, ReadonlyMap<number, Layouts>> | undefined;

function layoutsOf(channel: string, eventId: number): Layouts | undefined {
  layouts ??= readLayouts();
  return layouts.get(channel)?.get(eventId);
}

function readLayouts(): ReadonlyMap<string, ReadonlyMap<number, Layouts>> {
  const file = new URL('./data/event-layouts.json', import.meta.url);
  const written = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, Written>>;
  return new Map(
    Object.entries(written).map(([channel, events]) => [
      channel,
      new Map(Object.entries(events).map(([id, each]) => [Number(id), layoutsIn(each)])),
    ]),
  );
}

function layoutsIn(written: Written): Layouts {
  if (isList(written)) return written.map((names) => ({ names: names.split(',') }));
  return Object.entries(written).flatMap(([element, versions]) =>
    versions.map((names) => ({ names: names.split(','), element })),
  );
}

function isList(written: Written): written is readonly string[] {
  return Array.isArray(written);
}

/** The named things in the event's own order where that is known; others follow in the order given. */
export function inEventOrder<T extends { readonly name: string | null }>(
  channel: string,
  eventId: number,
  values: readonly T[],
): readonly T[] {
  const order = layoutsOf(channel, eventId)?.[0];
  if (!order) return values;
  const places = placesIn(order);
  const place = ({ name }: T): number => places.get(name) ?? order.names.length;
  let last = 0;
  const isOrdered = values.every((each) => {
    const before = last;
    last = place(each);
    return before <= last;
  });
  return isOrdered ? values : [...values].sort((a, b) => place(a) - place(b));
}

const placesOf = new Map<Layout, ReadonlyMap<string | null, number>>();

function placesIn(order: Layout): ReadonlyMap<string | null, number> {
  const known = placesOf.get(order);
  if (known) return known;
  const places = new Map<string | null, number>(order.names.map((name, at) => [name, at]));
  placesOf.set(order, places);
  return places;
}

/** Names of an event's data by their place: of the version that has as many. */
export function layoutOf(channel: string, eventId: number, count: number): Layout | undefined {
  return layoutsOf(channel, eventId)?.find(({ names }) => names.length === count);
}

/** Whether an event has a datum of that name, in any version. */
export function hasDatum(channel: string, eventId: number, name: string): boolean {
  return layoutsOf(channel, eventId)?.[0]?.names.includes(name) === true;
}
