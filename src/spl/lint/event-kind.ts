// Which Windows events a search expression asks for, where it says so.
import type { Pattern, SearchNode } from '../tree.ts';

export interface EventKind {
  readonly channels: readonly string[];
  readonly codes: readonly number[];
  /** Whether events in the rendered text form, with fields of other names, can be among them. */
  readonly classic: boolean;
}

/** Reads an event type's or tag's search. */
export type Definition = (field: string, name: string) => SearchNode | undefined;

/** Undefined when the expression leaves channel or codes open. */
export function eventKindOf(search: SearchNode, definition: Definition): EventKind | undefined {
  const terms = search.kind === 'and' ? search.terms : [search];
  const codes = terms.map(codesOf).find((each) => each !== undefined);
  const places = terms
    .map((term) => channelsOf(term, definition))
    .find((each) => each !== undefined);
  if (!codes || !places) return undefined;
  return {
    channels: [
      ...new Map(places.map((each) => [each.channel.toLowerCase(), each.channel])).values(),
    ],
    classic: places.some((each) => each.classic),
    codes,
  };
}

const CODE_FIELDS: ReadonlySet<string> = new Set(['EventCode', 'EventID', 'signature_id']);

/** The codes that a term allows; undefined when it allows others. */
function codesOf(node: SearchNode): number[] | undefined {
  if (node.kind === 'or') {
    const all = node.terms.map(codesOf);
    const good = all.filter((each) => each !== undefined);
    return good.length === all.length ? good.flat() : undefined;
  }
  if (node.kind === 'and') return node.terms.map(codesOf).find((each) => each !== undefined);
  if (node.kind !== 'in' && (node.kind !== 'compare' || node.operator !== '=')) return undefined;
  if (!CODE_FIELDS.has(node.field.text)) return undefined;
  const values = node.kind === 'in' ? node.values : [node.value];
  const codes = values.map((each) => (/^\d{1,6}$/.test(each.text) ? Number(each.text) : undefined));
  const good = codes.filter((each) => each !== undefined);
  return good.length === codes.length ? good : undefined;
}

interface Place {
  readonly channel: string;
  readonly classic: boolean;
}

function channelsOf(node: SearchNode, definition: Definition): Place[] | undefined {
  if (node.kind === 'or') {
    const all = node.terms.map((each) => channelsOf(each, definition));
    const good = all.filter((each) => each !== undefined);
    return good.length === all.length ? good.flat() : undefined;
  }
  if (node.kind === 'and') {
    return node.terms
      .map((each) => channelsOf(each, definition))
      .find((each) => each !== undefined);
  }
  if (node.kind !== 'in' && (node.kind !== 'compare' || node.operator !== '=')) return undefined;
  const values = node.kind === 'in' ? node.values : [node.value];
  if (node.field.text === 'eventtype') return eventTypes(values, definition);
  const places = values.map((each) => placeOf(node.field.text, each.text));
  const good = places.filter((each) => each !== undefined);
  return good.length === places.length ? good : undefined;
}

function eventTypes(values: readonly Pattern[], definition: Definition): Place[] | undefined {
  const found = values.map((each) => {
    const search = definition('eventtype', each.text);
    return search && channelsOf(search, definition);
  });
  const good = found.filter((each) => each !== undefined);
  return good.length === found.length ? good.flat() : undefined;
}

/** `XmlWinEventLog:Security`, `*WinEventLog:Security`, `WinEventLog:Security`; the channel by itself. */
function placeOf(field: string, written: string): Place | undefined {
  if (field === 'Channel') return { channel: written, classic: false };
  if (field !== 'source' && field !== 'sourcetype') return undefined;
  const found = /^(\*?|xml)WinEventLog:([^*]+)$/i.exec(written);
  if (!found) return undefined;
  return { channel: found[2] ?? '', classic: found[1]?.toLowerCase() !== 'xml' };
}
