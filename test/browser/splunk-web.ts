// A stand-in for Splunk Web: an HTTP server that shows an app's setup view in either host and passes calls on to a
// stand-in for splunkd. It is neither: the pages around the app are drawn here, and no search is run.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FileTree } from '../../src/text/index.ts';
import type { StandInSplunkd } from '../splunk_app/stand-in-splunkd.ts';

export interface Splunk {
  /** The app's files, as unpacked from its package. */
  readonly tree: FileTree;
  readonly splunkd: StandInSplunkd;
  readonly theme: 'light' | 'dark';
}

const COOKIE = 'splunkweb_csrf_token_8000=form-key';
const STATIC = /^\/en-US\/static\/(?:@[^/]+\/)?/u;

export class SplunkWeb {
  readonly #server: Server;
  #splunk: Splunk;

  private constructor(splunk: Splunk) {
    this.#splunk = splunk;
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  static async start(splunk: Splunk): Promise<SplunkWeb> {
    const web = new SplunkWeb(splunk);
    await new Promise<void>((resolve) => web.#server.listen(0, '127.0.0.1', resolve));
    return web;
  }

  show(splunk: Splunk): void {
    this.#splunk = splunk;
  }

  get setupAddress(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}/en-US/app/${this.#splunk.splunkd.app}/setup`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const { splunkd, tree, theme } = this.#splunk;
    if (path.startsWith('/en-US/splunkd/__raw/')) {
      await this.#passOn(request, response);
    } else if (path === `/en-US/app/${splunkd.app}/setup`) {
      response.setHeader('Set-Cookie', `${COOKIE}; Path=/`);
      send(response, 200, 'text/html; charset=utf-8', page(this.#splunk));
    } else if (STATIC.test(path)) {
      const file = staticFile(path.replace(STATIC, ''), tree, splunkd.app, theme);
      if (file === undefined) send(response, 404, 'text/plain', 'not found');
      else send(response, 200, contentType(path), file);
    } else {
      // Browsers ask for an icon of their own accord.
      send(response, path === '/favicon.ico' ? 204 : 404, 'text/plain', '');
    }
  }

  async #passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { splunkd } = this.#splunk;
    const signedIn = (request.headers.cookie ?? '').includes(COOKIE);
    if (!signedIn) {
      send(response, 401, 'text/html', '<html>Sign in</html>');
      return;
    }
    const body = await text(request);
    const key = request.headers['x-splunk-form-key'];
    const init = {
      method: request.method ?? 'GET',
      body,
      headers: typeof key === 'string' ? { 'X-Splunk-Form-Key': key } : {},
    };
    try {
      const answer = await splunkd.fetch(request.url ?? '', init);
      send(response, answer.status, 'application/json', await answer.text());
    } catch {
      request.socket.destroy();
    }
  }
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Uint8Array,
): void {
  response.writeHead(status, { 'Content-Type': type }).end(status === 204 ? undefined : content);
}

function contentType(path: string): string {
  return path.endsWith('.json') ? 'application/json' : 'text/javascript; charset=utf-8';
}

function staticFile(
  path: string,
  tree: FileTree,
  app: string,
  theme: Splunk['theme'],
): string | Uint8Array | undefined {
  if (path === 'build/api/get_theme.js') {
    const name = theme === 'dark' ? 'dark' : 'light';
    return `window.__get_theme__ = { getTheme: () => Promise.resolve(${JSON.stringify(name)}) };`;
  }
  const own = `app/${app}/`;
  return path.startsWith(own)
    ? tree.get(`${app}/appserver/static/${path.slice(own.length)}`)
    : undefined;
}

/** The page around the setup view, as the view asks for it: a panel below Splunk's bar, or an empty body. */
function page({ tree, splunkd, theme }: Splunk): string {
  const view = Buffer.from(
    tree.get(`${splunkd.app}/default/data/ui/views/setup.xml`) ?? '',
  ).toString();
  const html = /<html>(.*?)<\/html>/su.exec(view)?.[1];
  const dark = theme === 'dark';
  const bar = '<div style="background:#171d21;color:#fff;padding:10px 16px">splunk</div>';
  const config = {
    MRSPARKLE_PORT_NUMBER: 8000,
    LOCALE: 'en-US',
    SPLUNKD_PATH: '/en-US/splunkd/__raw',
    APP_BUILD: 1,
    USERNAME: splunkd.user,
  };
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Set up</title>',
    `<script>window.$C = ${JSON.stringify(config)};</script>`,
    // RequireJS is on Simple XML pages; whatever registers with it without a name breaks it.
    '<script>window.anonymous = 0; window.define = (name) => { if (typeof name !== "string") window.anonymous += 1; }; window.define.amd = {};</script>',
    html === undefined
      ? '</head><body>'
      : `</head><body style="margin:0;background:${dark ? '#0b0c0e' : '#f2f4f5'}">${bar}<div style="margin:16px;padding:16px;background:${dark ? '#171d21' : '#fff'}">${html}</div>`,
    `<script src="/en-US/static/app/${splunkd.app}/pages/setup.js"></script></body></html>`,
  ].join('');
}
