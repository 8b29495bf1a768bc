// The model that every document format is read into and every target is built from.
import type { Source, Span } from '../text/index.ts';

export type Language = 'spl' | 'kql';
export type Severity = 'informational' | 'low' | 'medium' | 'high';
export type Status = 'production' | 'experimental' | 'deprecated';

/** A detection strategy: one document. Times are in seconds. */
export interface Strategy {
  readonly format: string;
  readonly source: Source;
  /** Durable: names of saved searches and rules hang on it. Unique in a pack. Letters, digits, `.`, `_`, `-`. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences for lists, from the goal or abstract. */
  readonly description: string;
  readonly version: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly attack: readonly AttackRef[];
  readonly dataSources: readonly DataSource[];
  /** Every section of the document, in its order: nothing that was read is lost. */
  readonly sections: readonly Section[];
  readonly searches: readonly Search[];
  readonly schedule: Schedule;
  readonly entities: readonly EntityMapping[];
  /** Column to show beside an alert, by the name it gets there (custom details, notable fields). */
  readonly details: Readonly<Record<string, string>>;
  readonly risk?: Risk;
  readonly throttle?: Throttle;
  readonly falsePositives: readonly string[];
  readonly blindSpots: readonly string[];
  readonly references: readonly string[];
  readonly history: readonly HistoryEntry[];
  readonly expectations: readonly Expectation[];
  /** Differences between platforms that the document accepts. */
  readonly parity?: readonly ParityException[];
  /** Named allow-lists and thresholds that a customer may tune: macros and lookups, functions and watchlists. */
  readonly tunables: readonly Tunable[];
  /** Labelled values of the document that no other field holds, as written: `OS`, `FP Rate`, `Author`. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Settings that one platform alone knows, as read. */
  readonly platforms: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Where a value stands in the document, by dotted path (`entities.0.columns.FullName`), for messages. */
  readonly places: ReadonlyMap<string, Span>;
}

/** A tactic and, mostly, a technique or sub-technique (`T1053.005`) under it, as the document names them. */
export interface AttackRef {
  readonly tactic?: string;
  readonly technique?: string;
  readonly span: Span;
}

export interface DataSource {
  /** Log provider or product: `Microsoft-Windows-Security-Auditing`, `MicrosoftThreatProtection`. */
  readonly provider: string;
  /** Where the events are stored: `DeviceProcessEvents`. */
  readonly table?: string;
  readonly eventId?: string;
  readonly eventName?: string;
  readonly attackDataSource?: string;
  readonly attackDataComponent?: string;
}

/** What a section is for, in any format; `other` keeps what no kind fits. */
export type SectionKind =
  | 'goal'
  | 'categorization'
  | 'abstract'
  | 'technical-context'
  | 'blind-spots'
  | 'false-positives'
  | 'validation'
  | 'priority'
  | 'response'
  | 'references'
  | 'metadata'
  | 'attack'
  | 'data-sources'
  | 'permission'
  | 'considerations'
  | 'detection'
  | 'history'
  | 'other';

/** `span` covers heading and body in the document; `body` is the Markdown under the heading, unchanged. */
export interface Section {
  readonly kind: SectionKind;
  readonly title: string;
  readonly level: number;
  readonly body: string;
  readonly span: Span;
}

/** A search exactly as the document has it: `source.text.slice(span.start, span.end)` holds `text`'s lines. */
export interface Search {
  readonly language: Language;
  /** The platform as the document names it (`M365 Security`, `Sentinel`), if it does. */
  readonly platform?: string;
  readonly text: string;
  /** The text's place in the document. */
  readonly span: Span;
  /**
   * Added to each column after the first line of `text` to come back to the document, when the block was indented.
   */
  readonly indent: number;
  /** Where each line of `text` starts in the document, for blocks whose lines are not all indented alike. */
  readonly lineStarts?: readonly number[];
  /** What the document calls this search among several: the heading or the line above its block. */
  readonly label?: string;
}

/** How often the search runs and how far back it looks. `delay` allows for events that arrive late. */
export interface Schedule {
  readonly every: number;
  readonly lookback: number;
  readonly delay: number;
  readonly nearRealTime: boolean;
}

/** Sentinel's entity types, with Splunk's field roles derived from them. `columns`: identifier to result column. */
export interface EntityMapping {
  readonly type: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** Risk-based alerting: a score from 0 to 100 and the message that goes with it. */
export interface Risk {
  readonly score: number;
  readonly message: string;
}

export interface Throttle {
  readonly fields: readonly string[];
  readonly period: number;
}

export interface HistoryEntry {
  readonly version: string;
  readonly date: string;
  readonly impact?: string;
  readonly notes: string;
}

/** A name that both platforms share: a value (macro, function) or a list (lookup, watchlist). */
export interface Tunable {
  readonly name: string;
  readonly description: string;
  readonly value?: string | number;
  readonly columns?: readonly string[];
  readonly rows?: readonly Readonly<Record<string, string>>[];
}

/** What a search must do on a recording. */
export interface Expectation {
  readonly recording: string;
  /** Shown in reports: `atexec against a workstation`. */
  readonly name: string;
  /** `either`: nothing is promised, the outcome is only to be told. No document says so. */
  readonly fires: boolean | 'either';
  /** Without it: every platform that the strategy has a search for. */
  readonly platforms?: readonly string[];
  /** Exact number of result rows, where it matters. */
  readonly rows?: number;
  /** For some row, each named column holds (contains, case-insensitively) the text. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The search's clock, ISO 8601; without it: just after the last event. */
  readonly now?: string;
  /**
   * Where the window of one run ends and that of the next begins: ISO 8601, `middle` for that of the recording, or `end` for
   * the first whole minute behind its last event.
   */
  readonly edge?: string;
  /** Seconds between event time and ingestion. */
  readonly delay?: number;
  /** How many times every event arrives: 2 where a forwarder sends everything again. Without it: once. */
  readonly repeat?: number;
  /** Seconds from one arrival of an event to its next one. Without it they come together. */
  readonly repeatAfter?: number;
  readonly span: Span;
}

/** A difference between platforms on recordings, and why it is as it should be. */
export interface ParityException {
  /** As an expectation names it; without it: every recording of the document. */
  readonly recording?: string;
  /** Type of the entities that differ; without it: whether the search fires. */
  readonly entity?: string;
  /** Platforms that are left out of the comparison. */
  readonly platforms: readonly string[];
  readonly reason: string;
  readonly span: Span;
}
