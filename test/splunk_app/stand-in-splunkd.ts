// A stand-in for splunkd behind Splunk Web, in memory: the endpoints that the setup page calls, with their CSRF check,
// namespaces and state. It knows no search language; what a search finds is given.

interface Macro {
  definition: string;
}
interface Saved {
  search: string;
  disabled: boolean;
  cron_schedule: string;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

type Answer = readonly [status: number, body: unknown];

const said = (type: string, text: string): object => ({ messages: [{ type, text }] });

export class StandInSplunkd {
  readonly app = 'acme_detections';
  readonly macros = new Map<string, Macro>();
  readonly searches = new Map<string, Saved>();
  configured = false;
  writable = true;
  /** Everything that was posted outside searching, in order. */
  readonly writes: Request[] = [];
  /** Everything that was searched for. */
  readonly searched: string[] = [];
  /** What a search gives: one row of results, or an error's text. */
  results: (search: string) => Readonly<Record<string, string>> | string = () => ({ count: '0' });
  /** Set to answer a request otherwise than usual. */
  fault: (request: Request) => Answer | undefined = () => undefined;

  readonly fetch = (address: string, init: RequestInit = {}): Promise<Response> => {
    const [status, body] = this.answer(address, init);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    // jsdom has no Response; the page reads nothing else of one.
    const response = { ok: status < 300, status, text: () => Promise.resolve(text) };
    return Promise.resolve(response as Response);
  };

  private answer(address: string, init: RequestInit): Answer {
    const url = new URL(address, 'http://localhost');
    const body = typeof init.body === 'string' ? init.body : '';
    const fields = Object.fromEntries(new URLSearchParams(body));
    const method = init.method ?? 'GET';
    const request = { method, path: url.pathname.replace('/en-US/splunkd/__raw', ''), fields };
    const key = new Headers(init.headers).get('X-Splunk-Form-Key');
    if (method === 'POST' && key !== 'form-key')
      return [401, '<html>CSRF validation failed</html>'];
    if (url.searchParams.get('output_mode') !== 'json' && fields['output_mode'] !== 'json') {
      return [200, '<?xml version="1.0"?><response/>'];
    }
    return this.fault(request) ?? this.handle(request);
  }

  private handle(request: Request): Answer {
    const own = `/servicesNS/nobody/${this.app}/`;
    if (request.path === `/servicesNS/-/${this.app}/search/v2/jobs`) return this.search(request);
    if (request.method === 'GET' && request.path === `${own}configs/conf-macros`) {
      return [200, this.listed(this.macros)];
    }
    if (request.method === 'GET' && request.path === `${own}saved/searches`) {
      return [200, this.listed(this.searches)];
    }
    if (request.method !== 'POST') return [404, said('ERROR', 'Not Found')];
    this.writes.push(request);
    if (!this.writable)
      return [403, said('ERROR', 'You do not have permission to perform this operation.')];
    return this.write(request.path, request.fields);
  }

  private search({ fields }: Request): Answer {
    const search = fields['search'] ?? '';
    this.searched.push(search);
    const found = this.results(search);
    if (typeof found === 'string') return [400, said('FATAL', found)];
    return [200, { results: [found], messages: [] }];
  }

  private listed(objects: ReadonlyMap<string, object>): object {
    const acl = { can_write: this.writable, app: this.app };
    return { entry: [...objects].map(([name, content]) => ({ name, acl, content })) };
  }

  private write(path: string, fields: Readonly<Record<string, string>>): Answer {
    const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    const macro = path.includes('/configs/conf-macros/') ? this.macros.get(name) : undefined;
    const saved = path.includes('/saved/searches/') ? this.searches.get(name) : undefined;
    if (macro) macro.definition = fields['definition'] ?? macro.definition;
    else if (saved) saved.disabled = fields['disabled'] === '1';
    else if (path === `/servicesNS/nobody/system/apps/local/${this.app}`) this.configured = true;
    else return [404, said('ERROR', `Could not find object id=${name}`)];
    return [200, { entry: [] }];
  }
}
