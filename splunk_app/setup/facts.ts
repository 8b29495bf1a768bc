// What the app's build wrote down for this page (appserver/static/pages/pack.json).
import { createStaticURL } from '@splunk/splunk-utils/url';

/** A macro that says where data lies. `definition` is the one shipped, not the one in force. */
export interface SourceFacts {
  readonly name: string;
  readonly definition: string;
  readonly description: string;
  /** The add-on that makes the fields of its events, where the definition tells. */
  readonly addOn?: string;
}

/** One way for an event to pass a search's first condition: the source it comes from, the fields that it must have. */
export interface EventNeed {
  readonly source: string;
  readonly fields: readonly string[];
}

/** A shipped search; `sources` names the source macros that it calls, `lists` the lists that it leaves out. */
export interface SearchFacts {
  readonly name: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly sources: readonly string[];
  readonly needs: readonly EventNeed[];
  readonly lists: readonly string[];
}

/** A list of what is known to be good, the customer's to extend; `rows` are the ones shipped. */
export interface ListFacts {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface PackFacts {
  readonly app: string;
  readonly title: string;
  readonly version: string;
  readonly sources: readonly SourceFacts[];
  readonly searches: readonly SearchFacts[];
  readonly lists: readonly ListFacts[];
}

/** Fetches the facts of the app that serves this page. Rejects when the file is not there. */
export async function loadFacts(app: string): Promise<PackFacts> {
  const response = await fetch(createStaticURL(`app/${app}/pages/pack.json`));
  if (!response.ok) throw new Error(`pages/pack.json: HTTP ${String(response.status)}`);
  return (await response.json()) as PackFacts;
}
