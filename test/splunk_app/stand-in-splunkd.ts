// A stand-in for splunkd behind Splunk Web, in memory: the endpoints that the setup page calls, with their CSRF check,
// capabilities, namespaces and state, and every way in which they can fail. It knows no search language; what a search
// finds is given.

export interface Macro {
  definition: string;
}

export interface Transform {
  filename: string;
}

/** Settings as splunkd gives them: a boolean for `disabled`, texts for the rest. */
export type Saved = Record<string, string | boolean>;

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

type Answer = readonly [status: number, body: unknown];

/** How a request goes wrong: with an answer, after a while, or with none at all. */
export type Fault =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'cut' };

const said = (type: string, text: string): object => ({ messages: [{ type, text }] });
const refusal = (status: number, text: string): Fault => ({
  kind: 'answer',
  answer: [status, said('ERROR', text)],
});

export const FAULTS = {
  forbidden: refusal(403, 'You do not have permission to perform this operation.'),
  notFound: refusal(404, 'Could not find object.'),
  conflict: refusal(409, 'The object is being edited by someone else.'),
  broken: refusal(500, 'In handler: an internal error occurred.'),
  silent: { kind: 'answer', answer: [503, {}] },
  signIn: { kind: 'answer', answer: [200, '<html>Sign in</html>'] },
  slow: { kind: 'slow', milliseconds: 400 },
  cut: { kind: 'cut' },
} as const satisfies Readonly<Record<string, Fault>>;

type Rows = readonly Readonly<Record<string, string>>[];

export class StandInSplunkd {
  readonly app = 'acme_detections';
  readonly user = 'ada';
  readonly macros = new Map<string, Macro>();
  readonly transforms = new Map<string, Transform>();
  readonly searches = new Map<string, Saved>();
  configured = false;
  enterpriseSecurity = false;
  /** Whether the user's roles are in the write lists of the app's objects. */
  writable = true;
  capabilities: readonly string[] = ['search', 'schedule_search', 'edit_local_apps'];
  /** Everything that was posted but searches that only look, in order. */
  readonly writes: Request[] = [];
  /** Everything that was searched for. */
  readonly searched: string[] = [];
  /** Searches that run or whose results are kept. */
  readonly jobs = new Map<string, string>();
  /** What a search gives: its rows, or an error's text. */
  results: (search: string) => Rows | string = () => [{ count: '0' }];
  /** Seconds that a search is said to have taken. */
  duration: (search: string) => number = () => 1.5;
  /** How often a job is asked for before it is done. */
  polls = 0;
  /** Set to make a request go wrong. */
  fault: (request: Request) => Fault | undefined = () => undefined;
  readonly #asked = new Map<string, number>();
  #last = 0;

  readonly fetch = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const request = requestOf(address, init);
    const fault = this.fault(request);
    if (fault?.kind === 'cut') throw new TypeError('Failed to fetch');
    if (fault?.kind === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    }
    const [status, body] =
      fault?.kind === 'answer' ? fault.answer : this.answer(address, init, request);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    // jsdom has no Response; the page reads nothing else of one.
    const response = { ok: status < 300, status, text: () => Promise.resolve(text) };
    return response as Response;
  };

  private answer(address: string, init: RequestInit, request: Request): Answer {
    const key = new Headers(init.headers).get('X-Splunk-Form-Key');
    if (request.method === 'POST' && key !== 'form-key') {
      return [401, '<html>CSRF validation failed</html>'];
    }
    const asked = new URL(address, 'http://localhost').searchParams.get('output_mode');
    if (asked !== 'json' && request.fields['output_mode'] !== 'json') {
      return [200, '<?xml version="1.0"?><response/>'];
    }
    return request.method === 'GET' ? this.read(request) : this.write(request);
  }

  private read({ path }: Request): Answer {
    const own = `/servicesNS/nobody/${this.app}/`;
    switch (path) {
      case '/services/authentication/current-context': {
        const { user, capabilities } = this;
        return [200, entries([['context', { username: user, roles: ['admin'], capabilities }]])];
      }
      case `/services/apps/local/${this.app}`:
        return [200, entries([[this.app, { configured: this.configured }]])];
      case '/services/apps/local':
        return [
          200,
          entries(this.enterpriseSecurity ? [['SplunkEnterpriseSecuritySuite', {}]] : []),
        ];
      case `${own}configs/conf-macros`:
        return [200, this.listed(this.macros)];
      case `${own}configs/conf-transforms`:
        return [200, this.listed(this.transforms)];
      case `${own}saved/searches`:
        return [200, this.listed(this.searches)];
      default:
        return this.job(path);
    }
  }

  private listed(objects: ReadonlyMap<string, object>): object {
    return entries([...objects], { can_write: this.writable, app: this.app });
  }

  private get jobsPath(): string {
    return `/servicesNS/${this.user}/${this.app}/search/v2/jobs`;
  }

  private job(path: string): Answer {
    const [sid = '', part] = path.slice(this.jobsPath.length + 1).split('/');
    const search = path.startsWith(`${this.jobsPath}/`) ? this.jobs.get(sid) : undefined;
    if (search === undefined) return NOT_FOUND;
    const found = this.results(search);
    if (part === 'results') return [200, { results: found, messages: [] }];
    const asked = (this.#asked.get(sid) ?? 0) + 1;
    this.#asked.set(sid, asked);
    const isDone = asked > this.polls;
    const isFailed = typeof found === 'string';
    const messages = isFailed ? [{ type: 'FATAL', text: found }] : [];
    const runDuration = this.duration(search);
    return [200, entries([[sid, { isDone, isFailed, runDuration, messages }]])];
  }

  private write(request: Request): Answer {
    const { path, fields } = request;
    if (path === this.jobsPath) return this.start(request);
    if (path.startsWith(`${this.jobsPath}/`)) {
      this.jobs.delete(path.split('/').at(-2) ?? '');
      return [200, said('INFO', 'Search job cancelled.')];
    }
    this.writes.push(request);
    if (path === `/servicesNS/nobody/system/apps/local/${this.app}`) return this.configure();
    if (!this.writable) return FORBIDDEN;
    const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    const macro = path.includes('/configs/conf-macros/') ? this.macros.get(name) : undefined;
    const lookup = path.includes('/configs/conf-transforms/')
      ? this.transforms.get(name)
      : undefined;
    const saved = path.includes('/saved/searches/') ? this.searches.get(name) : undefined;
    if (macro) macro.definition = fields['definition'] ?? macro.definition;
    else if (lookup) lookup.filename = fields['filename'] ?? lookup.filename;
    else if (saved) Object.assign(saved, fields);
    else return [404, said('ERROR', `Could not find object id=${name}`)];
    return [200, { entry: [] }];
  }

  private configure(): Answer {
    const may = ['edit_local_apps', 'admin_all_objects'];
    if (!may.some((each) => this.capabilities.includes(each))) return FORBIDDEN;
    this.configured = true;
    return [200, { entry: [] }];
  }

  private start(request: Request): Answer {
    const { search = '', exec_mode: mode } = request.fields;
    if (!this.capabilities.includes('search')) return FORBIDDEN;
    this.searched.push(search);
    if (mode === 'oneshot') {
      this.writes.push(request);
      const found = this.results(search);
      return typeof found === 'string'
        ? [400, said('FATAL', found)]
        : [200, { results: found, messages: [] }];
    }
    this.#last += 1;
    const sid = `job_${String(this.#last)}`;
    this.jobs.set(sid, search);
    return [201, { sid }];
  }
}

const NOT_FOUND: Answer = [404, said('ERROR', 'Not Found')];
const FORBIDDEN: Answer = [
  403,
  said('ERROR', 'You do not have permission to perform this operation.'),
];

function entries(objects: readonly (readonly [string, object])[], acl?: object): object {
  return { entry: objects.map(([name, content]) => ({ name, ...(acl && { acl }), content })) };
}

function requestOf(address: string, init: RequestInit): Request {
  const url = new URL(address, 'http://localhost');
  const body = typeof init.body === 'string' ? init.body : '';
  return {
    method: init.method ?? 'GET',
    path: url.pathname.replace('/en-US/splunkd/__raw', ''),
    fields: Object.fromEntries(new URLSearchParams(body)),
  };
}
