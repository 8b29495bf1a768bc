// The built app's setup page in a real browser: the whole set-up, in both hosts and both themes.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { splunkAssets } from '../../src/flows/assets.ts';
import { emit, pack as packTree, unpack, type MinSplunk } from '../../src/targets/splunk/index.ts';
import type { FileTree } from '../../src/text/index.ts';
import { FAULTS, StandInSplunkd } from '../splunk_app/stand-in-splunkd.ts';
import { seriousViolations } from './accessibility.ts';
import { pack, strategies } from '../targets/splunk/sample-pack.ts';
import { Chromium, installedChromium, type Tab } from './chromium.ts';
import { SplunkWeb } from './splunk-web.ts';

jest.setTimeout(120_000);

const root = join(import.meta.dirname, '../..');
const BUNDLE = join(root, 'dist/splunk_app/appserver/static/pages/setup.js');
const SHOTS = join(root, 'out/screenshots');

const chromium = installedChromium();
const missing =
  chromium === undefined
    ? 'no Chromium is installed'
    : existsSync(BUNDLE)
      ? undefined
      : 'the setup page is not built (npm run build)';

/** The app as it comes out of its package. */
function appFor(minSplunk: MinSplunk): FileTree {
  const { value } = emit(pack, strategies, splunkAssets(), { minSplunk, edition: 'es' });
  return unpack(packTree(value), 'acme.spl').value;
}

interface Facts {
  readonly sources: readonly { readonly name: string; readonly definition: string }[];
  readonly searches: readonly { readonly name: string; readonly sources: readonly string[] }[];
  readonly lists: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
}

/** Splunk after the installation of the app: its macros, searches and lists, and events for one of the two sources. */
function installed(tree: FileTree): StandInSplunkd {
  const splunkd = new StandInSplunkd();
  const path = 'acme_detections/appserver/static/pages/pack.json';
  const facts = JSON.parse(Buffer.from(tree.get(path) ?? '').toString()) as Facts;
  for (const { name, definition } of facts.sources) splunkd.macros.set(name, { definition });
  for (const { name, sources } of facts.searches) {
    splunkd.searches.set(name, {
      search: `\`${sources[0] ?? ''}\``,
      disabled: true,
      cron_schedule: '7 */4 * * *',
      'alert.severity': '4',
      'alert.suppress': '1',
      'alert.suppress.period': '86400s',
      'alert.suppress.fields': 'host',
    });
  }
  for (const { name } of facts.lists) splunkd.transforms.set(name, { filename: `${name}.csv` });
  const newest = String(Date.now() / 1000 - 240);
  splunkd.results = (search) => {
    if (search.includes('squid')) return search.includes('BY index') ? [] : [{ count: '0' }];
    if (search.includes('fieldsummary')) return [{ field: 'EventCode' }, { field: 'Computer' }];
    if (search.includes('BY index')) {
      return [
        { index: 'wineventlog', sourcetype: 'XmlWinEventLog', count: '48211', newest },
        { index: 'main', sourcetype: 'syslog', count: '1200', newest },
      ];
    }
    const list = facts.lists.find(({ name }) => search === `| inputlookup ${name}`);
    if (list) {
      const own = splunkd.transforms.get(list.name)?.filename.endsWith('_local.csv') === true;
      return list.rows.map((row, place) =>
        Object.fromEntries(
          list.columns.map((column, at) => [
            column,
            own && place === 1 && column === 'reason' ? 'nightly backup' : (row[at] ?? ''),
          ]),
        ),
      );
    }
    return search.endsWith('| stats count') ? [{ count: '3' }] : [{ count: '48211', newest }];
  };
  return splunkd;
}

if (missing !== undefined) {
  test.skip(`the setup page in a browser: skipped, ${missing}`, () => undefined);
} else {
  describe('the setup page in a browser', () => {
    let browser: Chromium;
    let web: SplunkWeb;
    beforeAll(async () => {
      mkdirSync(SHOTS, { recursive: true });
      browser = new Chromium(chromium ?? '');
      const tree = appFor('9.4');
      web = await SplunkWeb.start({ tree, splunkd: installed(tree), theme: 'light' });
    });
    afterAll(async () => {
      await browser.close();
      await web.stop();
    });

    /** A picture for people, and the accessibility check for what it shows. */
    const shoot = async (tab: Tab, name: string): Promise<void> => {
      const png = await tab.screenshot();
      expect(png.length).toBeGreaterThan(10_000);
      writeFileSync(join(SHOTS, `${name}.png`), png);
      expect(await seriousViolations(tab)).toEqual([]);
      expect(await tab.namelessControls()).toEqual([]);
    };
    const step = (tab: Tab, name: string): Promise<void> => tab.click(`#tab-${name}`);

    const says = (words: string): string =>
      `document.body.innerText.includes(${JSON.stringify(words)})`;

    test.each([
      ['9.4', 'light'],
      ['9.4', 'dark'],
      ['10.4', 'light'],
      ['10.4', 'dark'],
    ] as const)('Splunk %s, %s: from installation to set up', async (version, theme) => {
      const tree = appFor(version);
      const splunkd = installed(tree);
      web.show({ tree, splunkd, theme });
      const tab = await browser.open(1280, 900);
      const shot = (name: string): Promise<void> => shoot(tab, `setup-${version}-${theme}-${name}`);
      await tab.goTo(web.setupAddress);
      await tab.until(says('48,211 events'));
      await tab.until(says('No events in the last 24 hours'));
      await shot('1-sources');

      const filter = 'index=wineventlog source="XmlWinEventLog:Security"';
      await tab.fill('input[aria-labelledby~="source-windows_security"]', filter);
      await tab.click('button[aria-label^="Check Windows event log: Security"]');

      await step(tab, 'detections');
      await tab.click('button[aria-label^="Dry run of Rare binary"]');
      await tab.until(says('3 results in the last 24 hours'));
      await tab.click('[role="switch"][aria-label^="Switch on: Rare binary"]');
      await tab.clickText('button', 'Settings of Rare binary');
      await tab.until(says('Severity of its alerts'));
      await shot('2-detections');

      await step(tab, 'lists');
      await tab.click('button[aria-label^="Open the list"]');
      await tab.fill('input[aria-label="reason, row 2"]', 'nightly backup');
      await shot('3-lists');
      await step(tab, 'schedules');
      await tab.until(says('As a table'));
      await shot('4-schedules');

      await step(tab, 'review');
      await tab.until(says('Apply 5 writes'));
      await shot('5-review');
      expect(splunkd.writes).toEqual([]);
      await tab.clickText('button', 'Apply');
      await tab.until(
        'document.querySelectorAll(\'table[aria-label="Written last"] tr\').length === 5',
      );
      await tab.until(says('There is nothing to write'));
      await shot('6-applied');
      expect(splunkd.writes.map(({ path, fields }) => [path.split('/').at(-1), fields])).toEqual([
        ['windows_security', { definition: filter }],
        ['jobs', { exec_mode: 'oneshot', search: expect.stringContaining('nightly backup') }],
        ['rare_task_allowed', { filename: 'rare_task_allowed_local.csv' }],
        [expect.stringMatching(/^ACME%20Detections/u), { disabled: '0' }],
        ['acme_detections', { configured: 'true' }],
      ]);
      expect(splunkd.macros.get('windows_security')?.definition).toBe(filter);
      expect(splunkd.configured).toBe(true);

      await tab.goTo(web.setupAddress);
      await step(tab, 'detections');
      const switched = '[role="switch"][aria-label^="Switch on: Rare binary"]';
      await tab.until(
        `document.querySelector(${JSON.stringify(switched)})?.getAttribute('aria-checked') === 'true'`,
      );
      expect(await tab.value('window.anonymous')).toBe(0);
      expect(tab.complaints).toEqual([]);
    });

    test('by keyboard alone: from the first step to the review', async () => {
      const tree = appFor('9.4');
      web.show({ tree, splunkd: installed(tree), theme: 'light' });
      const tab = await browser.open(1280, 900);
      await tab.goTo(web.setupAddress);
      await tab.until(says('48,211 events'));
      const focused = (): Promise<string> =>
        tab.value('document.activeElement?.id || document.activeElement?.tagName');
      for (let presses = 0; presses < 20 && (await focused()) !== 'tab-sources'; presses++) {
        await tab.press('Tab');
      }
      expect(await focused()).toBe('tab-sources');
      await tab.press('ArrowRight');
      expect(await focused()).toBe('tab-detections');
      await tab.press('End');
      expect(await focused()).toBe('tab-review');
      await tab.until(says('Apply 1 write'));
    });

    test('a role that may not write is told so, and nothing can be applied', async () => {
      const tree = appFor('9.4');
      const splunkd = installed(tree);
      splunkd.writable = false;
      splunkd.capabilities = ['search'];
      web.show({ tree, splunkd, theme: 'light' });
      const tab = await browser.open(1280, 900);
      await tab.goTo(web.setupAddress);
      await tab.until(says('may not change this app'));
      await shoot(tab, 'setup-read-only');
      expect(tab.complaints).toEqual([]);
    });

    test('an ended session is told in words', async () => {
      const tree = appFor('9.4');
      const splunkd = installed(tree);
      splunkd.fault = () => FAULTS.signIn;
      web.show({ tree, splunkd, theme: 'light' });
      const tab = await browser.open(1280, 900);
      await tab.goTo(web.setupAddress);
      await tab.until(says('the session may have ended'));
      await shoot(tab, 'setup-session-ended');
    });

    test('a connection that is cut while writing is told, and what was not written stays to be written', async () => {
      const tree = appFor('9.4');
      const splunkd = installed(tree);
      web.show({ tree, splunkd, theme: 'light' });
      const tab = await browser.open(1280, 900);
      await tab.goTo(web.setupAddress);
      await tab.until(says('48,211 events'));
      splunkd.fault = ({ path }) => (path.includes('/apps/local/') ? FAULTS.cut : undefined);
      await step(tab, 'review');
      await tab.clickText('button', 'Apply');
      await tab.until(says('Splunk could not be reached'));
      await shoot(tab, 'setup-connection-cut');
      expect(splunkd.configured).toBe(false);
    });
  });
}
