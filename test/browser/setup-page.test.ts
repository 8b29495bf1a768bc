// The built app's setup page in a real browser: the whole set-up, in both hosts and both themes.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { splunkAssets } from '../../src/flows/assets.ts';
import { emit, pack as packTree, unpack, type MinSplunk } from '../../src/targets/splunk/index.ts';
import type { FileTree } from '../../src/text/index.ts';
import { StandInSplunkd } from '../splunk_app/stand-in-splunkd.ts';
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

/** Splunk after the installation of the app: its macros and searches, and events for one of the two sources. */
function installed(tree: FileTree): StandInSplunkd {
  const splunkd = new StandInSplunkd();
  const facts = JSON.parse(
    Buffer.from(tree.get('acme_detections/appserver/static/pages/pack.json') ?? '').toString(),
  ) as { sources: { name: string; definition: string }[]; searches: { name: string }[] };
  for (const { name, definition } of facts.sources) splunkd.macros.set(name, { definition });
  for (const { name } of facts.searches) {
    const saved = { search: '`proxy_logs`', disabled: true, cron_schedule: '7 * * * *' };
    splunkd.searches.set(name, saved);
  }
  splunkd.results = (search) =>
    search.includes('head 1000')
      ? { count: search.includes('squid') ? '0' : '1000', newest: String(Date.now() / 1000 - 240) }
      : { count: '3' };
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

    const shoot = async (tab: Tab, name: string): Promise<void> => {
      const png = await tab.screenshot();
      expect(png.length).toBeGreaterThan(10_000);
      writeFileSync(join(SHOTS, `${name}.png`), png);
    };

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
      await tab.goTo(web.setupAddress);
      await tab.until(says('Data sources'));
      await shoot(tab, `setup-${version}-${theme}-1-installed`);

      const filter = 'index=wineventlog source="XmlWinEventLog:Security"';
      await tab.fill('input[aria-labelledby~="source-windows_security"]', filter);
      await tab.click('button[aria-label^="Check Windows event log: Security"]');
      await tab.until(says('1000 or more events'));
      await tab.click('button[aria-label="Check Proxy logs"]');
      await tab.until(says('No events in the last 24 hours'));
      await tab.click('button[aria-label^="Test run of Rare binary"]');
      await tab.until(says('3 results in the last 24 hours'));
      await tab.click('[role="switch"][aria-label^="Switch on: Rare binary"]');
      await tab.until(says('Apply 3 writes'));
      await shoot(tab, `setup-${version}-${theme}-2-reviewed`);
      expect(splunkd.writes).toEqual([]);
      expect(await tab.namelessControls()).toEqual([]);

      await tab.value(
        `[...document.querySelectorAll('button')].find((each) => each.textContent.startsWith('Apply')).id = 'apply'`,
      );
      await tab.click('#apply');
      await tab.until(says('Saved'));
      await tab.until(
        'document.querySelectorAll(\'table[aria-label="Written last"] tr\').length === 3',
      );
      await shoot(tab, `setup-${version}-${theme}-3-applied`);
      expect(splunkd.writes.map(({ path, fields }) => [path.split('/').at(-1), fields])).toEqual([
        ['windows_security', { definition: filter }],
        [expect.stringMatching(/^ACME%20Detections/u), { disabled: '0' }],
        ['acme_detections', { configured: 'true' }],
      ]);
      expect(splunkd.macros.get('windows_security')?.definition).toBe(filter);
      expect(splunkd.configured).toBe(true);

      await tab.goTo(web.setupAddress);
      await tab.until(says('Apply 1 write'));
      const switched = '[role="switch"][aria-label^="Switch on: Rare binary"]';
      await tab.until(
        `document.querySelector(${JSON.stringify(switched)})?.getAttribute('aria-checked') === 'true'`,
      );
      expect(await tab.value('window.anonymous')).toBe(0);
      expect(tab.complaints).toEqual([]);
    });

    test('a role that may not write is told so, and nothing can be applied', async () => {
      const tree = appFor('9.4');
      const splunkd = installed(tree);
      splunkd.writable = false;
      web.show({ tree, splunkd, theme: 'light' });
      const tab = await browser.open(1280, 900);
      await tab.goTo(web.setupAddress);
      await tab.until(says('Your role may not change this app'));
      await shoot(tab, 'setup-read-only');
      expect(tab.complaints).toEqual([]);
    });

    test('an ended session is told in words', async () => {
      const tree = appFor('9.4');
      const splunkd = installed(tree);
      splunkd.fault = () => [200, '<html>Sign in</html>'];
      web.show({ tree, splunkd, theme: 'light' });
      const tab = await browser.open(1280, 900);
      await tab.goTo(web.setupAddress);
      await tab.until(says('the session may have ended'));
      await shoot(tab, 'setup-session-ended');
    });
  });
}
