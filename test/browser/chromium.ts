// A headless Chromium driven over the DevTools protocol through two pipes: no package, no port.
// https://chromedevtools.github.io/devtools-protocol/
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** The first Chromium that runs on this machine. */
export function installedChromium(): string | undefined {
  return NAMES.find((name) => spawnSync(name, ['--version']).status === 0);
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

type Waiting = (message: Message) => void;

export class Chromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #in: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(message: Message) => void>();
  #last = 0;

  constructor(command: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'stratagem-chromium-'));
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'];
    this.#process = spawn(
      command,
      [...flags, '--remote-debugging-pipe', `--user-data-dir=${this.#profile}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    this.#in = this.#process.stdio[3] as Writable;
    let rest = '';
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#receive(JSON.parse(part) as Message);
    });
  }

  #receive(message: Message): void {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }

  send(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ error, result = {} }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      this.#in.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** A new tab of the given size. */
  async open(width: number, height: number): Promise<Tab> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(this, String(sessionId));
    this.#listeners.add((message) => {
      if (message.sessionId === sessionId) tab.heard(message.method ?? '', message.params ?? {});
    });
    for (const domain of ['Page', 'Runtime', 'Log']) await tab.send(`${domain}.enable`);
    const device = { width, height, deviceScaleFactor: 1, mobile: false };
    await tab.send('Emulation.setDeviceMetricsOverride', device);
    return tab;
  }

  /** Asks the browser to end, and makes it when it does not. */
  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 5_000);
    this.#in.write(`${JSON.stringify({ id: 0, method: 'Browser.close' })}\0`);
    await gone;
    clearTimeout(late);
    // Pipes stay open as long as a helper process of the browser holds the other end.
    for (const stream of this.#process.stdio) stream?.destroy();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const PATIENCE = 15_000;

/** Keys that act by their number. */
const KEY_CODES: Readonly<Record<string, { readonly windowsVirtualKeyCode: number }>> = {
  Tab: { windowsVirtualKeyCode: 9 },
  End: { windowsVirtualKeyCode: 35 },
  ArrowRight: { windowsVirtualKeyCode: 39 },
};

export class Tab {
  readonly #browser: Chromium;
  readonly #session: string;
  /** Everything that the page reported as wrong: exceptions, console errors, requests that failed. */
  readonly complaints: string[] = [];

  constructor(browser: Chromium, session: string) {
    this.#browser = browser;
    this.#session = session;
  }

  send(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.#browser.send(method, params, this.#session);
  }

  heard(method: string, params: Readonly<Record<string, unknown>>): void {
    const wrong =
      method === 'Runtime.exceptionThrown' ||
      (method === 'Runtime.consoleAPICalled' &&
        ['error', 'warning'].includes(String(params['type']))) ||
      (method === 'Log.entryAdded' && (params['entry'] as { level?: string }).level === 'error');
    if (wrong) this.complaints.push(JSON.stringify(params));
  }

  async goTo(address: string): Promise<void> {
    await this.send('Page.navigate', { url: address });
  }

  /** The value of an expression in the page, as JSON carries it. */
  value<T>(expression: string): Promise<T> {
    return this.#evaluated(expression, false);
  }

  /** What a promise in the page is fulfilled with. */
  settled<T>(expression: string): Promise<T> {
    return this.#evaluated(expression, true);
  }

  async #evaluated<T>(expression: string, awaitPromise: boolean): Promise<T> {
    const given = { expression, awaitPromise, returnByValue: true };
    const answer = await this.send('Runtime.evaluate', given);
    if (answer['exceptionDetails']) throw new Error(JSON.stringify(answer['exceptionDetails']));
    return (answer['result'] as { value: T }).value;
  }

  /** Waits until an expression in the page holds. */
  async until(expression: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!(await this.value<boolean>(`Boolean(${expression})`).catch(() => false))) {
      if (Date.now() > end) {
        const text = await this.value<string>('document.body.innerText');
        throw new Error(
          `never true: ${expression}\nthe page says: ${text.slice(0, 2000)}\n${this.complaints.join('\n')}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Presses the mouse on the middle of the first element that a selector finds, as a user would. */
  async click(selector: string): Promise<void> {
    const found = `document.querySelector(${JSON.stringify(selector)})`;
    await this.until(found);
    const { x, y } = await this.value<{ x: number; y: number }>(
      `(() => { const e = ${found}; e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()`,
    );
    for (const type of ['mousePressed', 'mouseReleased']) {
      const event = { type, x, y, button: 'left', clickCount: 1 };
      await this.send('Input.dispatchMouseEvent', event);
    }
  }

  /** Presses the first element of a kind whose text begins with the words given. */
  async clickText(selector: string, words: string): Promise<void> {
    const found = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((each) => each.textContent.startsWith(${JSON.stringify(words)}))`;
    await this.until(found);
    await this.value(`void ${found}.setAttribute('data-chosen', '')`);
    await this.click('[data-chosen]');
  }

  /** Presses and releases a key. */
  async press(key: string): Promise<void> {
    for (const type of ['keyDown', 'keyUp']) {
      await this.send('Input.dispatchKeyEvent', { type, key, code: key, ...KEY_CODES[key] });
    }
  }

  /** Replaces what stands in a text field, by the keyboard. */
  async fill(selector: string, text: string): Promise<void> {
    await this.click(selector);
    await this.value(`document.querySelector(${JSON.stringify(selector)}).select()`);
    await this.send('Input.insertText', { text });
  }

  /** The whole page as PNG. */
  async screenshot(): Promise<Buffer> {
    const { cssContentSize } = await this.send('Page.getLayoutMetrics');
    const { width, height } = cssContentSize as { width: number; height: number };
    const clip = { x: 0, y: 0, width, height, scale: 1 };
    const shot = await this.send('Page.captureScreenshot', { clip, captureBeyondViewport: true });
    return Buffer.from(String(shot['data']), 'base64');
  }

  /** Role of every control that has no name for a screen reader. */
  async namelessControls(): Promise<string[]> {
    const { nodes } = await this.send('Accessibility.getFullAXTree');
    const controls = ['button', 'textbox', 'switch', 'checkbox', 'link', 'combobox'];
    return (nodes as AccessibleNode[])
      .filter(({ ignored, role }) => !ignored && controls.includes(role?.value ?? ''))
      .filter(({ name }) => (name?.value ?? '').trim() === '')
      .map(({ role }) => role?.value ?? '');
  }
}

interface AccessibleNode {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}
