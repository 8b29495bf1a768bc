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

/** An object of the app as it is in force now. */
interface Stored {
  readonly name: string;
  readonly writable: boolean;
}

export interface StoredMacro extends Stored {
  readonly definition: string;
}

/** A lookup's definition: the file that it reads. */
export interface StoredLookup extends Stored {
  readonly file: string;
}

export interface StoredSearch extends Stored {
  readonly search: string;
  readonly on: boolean;
  readonly cron: string;
  /** Splunk's alert severities: 1 debug, 2 info, 3 low, 4 medium, 5 high, 6 critical. */
  readonly severity: string;
  readonly throttle: Throttle;
  /** Whether Enterprise Security makes a finding of each alert; the finding has a severity of its own. */
  readonly finding: boolean;
}

/** After an alert, further ones with the same values in `fields` are held back for `period`; `` for none. */
export interface Throttle {
  readonly period: string;
  readonly fields: string;
}

/** Who looks at the page, and what the app says of itself. */
export interface Context {
  readonly user: string;
  readonly roles: readonly string[];
  /** Whether the user's roles may mark the app as set up. */
  readonly mayConfigure: boolean;
  readonly configured: boolean;
  readonly enterpriseSecurity: boolean;
}

/** One write; `fields` holds nothing but what changes, so that an upgrade can still change the rest. */
export interface Write {
  readonly endpoint: string;
  /** `app`: an object of this app, shared with all its users; `system`: the app itself; `user`: a search of the user's. */
  readonly namespace: 'app' | 'system' | 'user';
  readonly fields: Readonly<Record<string, string>>;
}

export type Row = Readonly<Record<string, string>>;

export interface Entry {
  readonly name: string;
  readonly acl?: { readonly can_write?: boolean };
  readonly content?: Readonly<Record<string, unknown>>;
}

export interface Envelope {
  readonly sid?: string;
  readonly entry?: readonly Entry[];
  readonly results?: readonly Row[];
  readonly messages?: readonly { readonly type: string; readonly text: string }[];
}

const SECURITY_APP = 'SplunkEnterpriseSecuritySuite';

export class Splunkd {
  readonly app: string;
  /** Whose searches are run. */
  readonly user: string;

  constructor(app: string, user: string) {
    this.app = app;
    this.user = user;
  }

  /** The path of a write below splunkd's root. */
  pathOf({ endpoint, namespace }: Write): string {
    const owner = namespace === 'user' ? encodeURIComponent(this.user) : 'nobody';
    return `/servicesNS/${owner}/${namespace === 'system' ? 'system' : this.app}/${endpoint}`;
  }

  async context(): Promise<Context> {
    const [who, app, security] = await Promise.all([
      this.get('authentication/current-context'),
      this.get(`apps/local/${encodeURIComponent(this.app)}`),
      this.installed(SECURITY_APP),
    ]);
    const user = who.entry?.[0]?.content ?? {};
    const capabilities = texts(user['capabilities']);
    return {
      user: text(user['username']),
      roles: texts(user['roles']),
      mayConfigure: ['admin_all_objects', 'edit_local_apps'].some((each) =>
        capabilities.includes(each),
      ),
      configured: truth(app.entry?.[0]?.content?.['configured']),
      enterpriseSecurity: security,
    };
  }

  async macros(): Promise<StoredMacro[]> {
    const entries = await this.list('configs/conf-macros', ['definition']);
    return entries.map((entry) => ({
      ...stored(entry),
      definition: text(entry.content?.['definition']),
    }));
  }

  async lookups(): Promise<StoredLookup[]> {
    const entries = await this.list('configs/conf-transforms', ['filename']);
    return entries.map((entry) => ({ ...stored(entry), file: text(entry.content?.['filename']) }));
  }

  async searches(): Promise<StoredSearch[]> {
    const entries = await this.list('saved/searches', SEARCH_FIELDS);
    return entries.map((entry) => storedSearch(entry));
  }

  async write(write: Write): Promise<void> {
    const body = new URLSearchParams(write.fields).toString();
    const address = createRESTURL(write.endpoint, this.namespace(write.namespace));
    const answer = await this.call(
      `${address}?output_mode=json`,
      createFetchInit({ method: 'POST', body }),
    );
    const failure = errorText(answer);
    if (failure !== undefined) throw new SplunkdError(200, failure);
  }

  /** @throws SplunkdError with splunkd's words. */
  async get(endpoint: string, parameters: Row = {}, namespace?: object): Promise<Envelope> {
    const query = new URLSearchParams({ output_mode: 'json', ...parameters });
    const address = createRESTURL(endpoint, namespace);
    return this.call(`${address}?${query.toString()}`, createFetchInit({ method: 'GET' }));
  }

  /** Posts to an endpoint in the user's own namespace within the app. */
  async post(endpoint: string, fields: Row): Promise<Envelope> {
    const body = new URLSearchParams({ ...fields, output_mode: 'json' }).toString();
    const address = createRESTURL(endpoint, this.namespace('user'));
    return this.call(address, createFetchInit({ method: 'POST', body }));
  }

  namespace(kind: Write['namespace']): object {
    return kind === 'user' ? { app: this.app, owner: this.user } : { app: this.app, sharing: kind };
  }

  /** Whether an app is installed that the user may see. */
  private async installed(name: string): Promise<boolean> {
    const { entry = [] } = await this.get('apps/local', { count: '0', search: name, f: 'label' });
    return entry.some((each) => each.name === name);
  }

  private async list(endpoint: string, fields: readonly string[]): Promise<readonly Entry[]> {
    const query = new URLSearchParams([
      ['output_mode', 'json'],
      ['count', '0'],
      ['search', `eai:acl.app="${this.app}"`],
      ...fields.map((each) => ['f', each]),
    ]);
    const address = createRESTURL(endpoint, this.namespace('app'));
    const init = createFetchInit({ method: 'GET' });
    return (await this.call(`${address}?${query.toString()}`, init)).entry ?? [];
  }

  private async call(address: string, init: RequestInit): Promise<Envelope> {
    const response = await fetch(address, init);
    const body = await response.text();
    const answer = parsed(body);
    if (response.ok && (answer ?? body === '')) return answer ?? {};
    const said = answer && errorText(answer);
    const fallback = answer
      ? `Splunk answered with HTTP ${String(response.status)} and no reason.`
      : `Splunk answered with HTTP ${String(response.status)} and a page in place of data: the session may have ended. Sign in again.`;
    throw new SplunkdError(response.status, said ?? fallback);
  }
}

const SEARCH_FIELDS = [
  'search',
  'disabled',
  'cron_schedule',
  'alert.severity',
  'alert.suppress',
  'alert.suppress.period',
  'alert.suppress.fields',
  'action.notable',
];

function storedSearch(entry: Entry): StoredSearch {
  const given = (key: string): string => text(entry.content?.[key]);
  const throttled = truth(entry.content?.['alert.suppress']);
  return {
    ...stored(entry),
    search: given('search'),
    on: !truth(entry.content?.['disabled']),
    cron: given('cron_schedule'),
    severity: given('alert.severity'),
    throttle: throttled
      ? { period: given('alert.suppress.period'), fields: given('alert.suppress.fields') }
      : { period: '', fields: '' },
    finding: truth(entry.content?.['action.notable']),
  };
}

function stored(entry: Entry): Stored {
  return { name: entry.name, writable: entry.acl?.can_write === true };
}

/** What splunkd says was wrong, or undefined. */
export function errorText(answer: Envelope): string | undefined {
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
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

/** splunkd gives booleans as such from some endpoints, as `0`, `1` or words from others. */
export function truth(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(1|true)$/iu.test(value));
}
