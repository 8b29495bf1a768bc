// The calls to splunkd that this page makes, through Splunk Web's proxy.
import { createFetchInit, findErrorMessage } from '@splunk/splunk-utils/fetch';
import { createRESTURL } from '@splunk/splunk-utils/url';

/** A refusal, in splunkd's own words where it gave any. */
export class SplunkdError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'SplunkdError';
    this.status = status;
  }
}

/** A macro or saved search as it is in force now. */
export interface Stored {
  readonly name: string;
  readonly writable: boolean;
  readonly definition?: string;
  readonly search?: string;
  readonly disabled?: boolean;
  readonly schedule?: string;
}

/** What a count found: rows, and the newest event's time in epoch seconds where events were counted. */
export interface Counted {
  readonly count: number;
  readonly newest?: number;
}

/** One write; `fields` holds nothing but what changes, so that an upgrade can still change the rest. */
export interface Write {
  readonly endpoint: string;
  /** `app`: an object of this app, shared with all its users; `system`: the app itself. */
  readonly namespace: 'app' | 'system';
  readonly fields: Readonly<Record<string, string>>;
}

interface Entry {
  readonly name: string;
  readonly acl?: { readonly can_write?: boolean };
  readonly content?: Readonly<Record<string, unknown>>;
}
interface Envelope {
  readonly entry?: readonly Entry[];
  readonly results?: readonly Readonly<Record<string, string>>[];
  readonly messages?: readonly { readonly type: string; readonly text: string }[];
}

/** Events looked at when a source is checked: enough to know that there are some, cheap on the largest index. */
export const ENOUGH = 1000;

export class Splunkd {
  readonly app: string;

  constructor(app: string) {
    this.app = app;
  }

  async macros(): Promise<Stored[]> {
    const entries = await this.list('configs/conf-macros');
    return entries.map((entry) => ({
      ...stored(entry),
      definition: text(entry.content?.['definition']),
    }));
  }

  async searches(): Promise<Stored[]> {
    const entries = await this.list('saved/searches');
    return entries.map((entry) => ({
      ...stored(entry),
      search: text(entry.content?.['search']),
      schedule: text(entry.content?.['cron_schedule']),
      disabled: truth(entry.content?.['disabled']),
    }));
  }

  /** Counts up to a thousand events of the last 24 hours, newest first, and says how old the newest is. */
  async countEvents(filter: string): Promise<Counted> {
    const query = `search ${filter} | head ${String(ENOUGH)} | stats count max(_time) AS newest`;
    const row = await this.oneRow(query);
    const newest = Number(row['newest'] ?? NaN);
    return { count: Number(row['count'] ?? 0), ...(Number.isFinite(newest) && { newest }) };
  }

  /** Runs a saved search's own text over the last 24 hours and counts its results. */
  async countResults(search: string): Promise<Counted> {
    const leading = search.trimStart().startsWith('|') ? search : `search ${search}`;
    const row = await this.oneRow(`${leading}\n| stats count`);
    return { count: Number(row['count'] ?? 0) };
  }

  async write({ endpoint, namespace, fields }: Write): Promise<void> {
    const body = new URLSearchParams(fields).toString();
    const address = createRESTURL(endpoint, { app: this.app, sharing: namespace });
    await this.call(`${address}?output_mode=json`, createFetchInit({ method: 'POST', body }));
  }

  private async list(endpoint: string): Promise<readonly Entry[]> {
    const query = new URLSearchParams({
      output_mode: 'json',
      count: '0',
      search: `eai:acl.app="${this.app}"`,
    });
    const address = createRESTURL(endpoint, { app: this.app, sharing: 'app' });
    const init = createFetchInit({ method: 'GET' });
    return (await this.call(`${address}?${query.toString()}`, init)).entry ?? [];
  }

  private async oneRow(search: string): Promise<Readonly<Record<string, string>>> {
    const body = new URLSearchParams({
      search,
      exec_mode: 'oneshot',
      earliest_time: '-24h',
      latest_time: 'now',
      output_mode: 'json',
    }).toString();
    const address = createRESTURL('search/v2/jobs', { app: this.app });
    const answer = await this.call(address, createFetchInit({ method: 'POST', body }));
    const failure = errorText(answer);
    if (failure !== undefined) throw new SplunkdError(200, failure);
    return answer.results?.[0] ?? {};
  }

  private async call(address: string, init: RequestInit): Promise<Envelope> {
    const response = await fetch(address, init);
    const answer = parsed(await response.text());
    if (response.ok && answer) return answer;
    const said = answer && errorText(answer);
    const fallback = answer
      ? `Splunk answered with HTTP ${String(response.status)} and no reason.`
      : `Splunk answered with HTTP ${String(response.status)} and a page in place of data: the session may have ended. Sign in again.`;
    throw new SplunkdError(response.status, said ?? fallback);
  }
}

function stored(entry: Entry): Stored {
  return { name: entry.name, writable: entry.acl?.can_write === true };
}

function errorText(answer: Envelope): string | undefined {
  const found = findErrorMessage(answer) as { text?: unknown } | undefined;
  return typeof found?.text === 'string' ? found.text : undefined;
}

function parsed(body: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** splunkd gives booleans as such from some endpoints, as `0`, `1` or words from others. */
function truth(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(1|true)$/iu.test(value));
}
