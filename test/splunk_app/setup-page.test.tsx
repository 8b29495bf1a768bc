import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SplunkThemeProvider } from '@splunk/themes';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { eventsFound, readiness } from '../../splunk_app/setup/check.ts';
import type { PackFacts } from '../../splunk_app/setup/facts.ts';
import { definitionAdvice, definitionProblem } from '../../splunk_app/setup/plan.ts';
import { SetupPage } from '../../splunk_app/setup/setup-page.tsx';
import { Splunkd } from '../../splunk_app/setup/splunkd.ts';
import { StandInSplunkd } from './stand-in-splunkd.ts';

const facts: PackFacts = {
  app: 'acme_detections',
  title: 'ACME Detections',
  version: '1.2.3',
  sources: [
    { name: 'proxy_logs', definition: 'index=proxy', description: 'Proxy' },
    { name: 'windows_security', definition: 'index=*', description: 'Windows security' },
  ],
  searches: [
    {
      name: 'ACME - Beacons - Rule',
      id: 'b',
      title: 'Beacons',
      severity: 'low',
      tactics: [],
      techniques: ['T1071'],
      sources: ['proxy_logs'],
    },
    {
      name: 'ACME - 50% & more - Rule',
      id: 't',
      title: 'Tasks',
      severity: 'high',
      tactics: [],
      techniques: [],
      sources: ['proxy_logs', 'windows_security'],
    },
  ],
};
const NOW = 1_800_000_000;

let splunk: StandInSplunkd;

beforeEach(() => {
  Object.assign(window, { $C: { MRSPARKLE_PORT_NUMBER: 8000 } });
  document.cookie = 'splunkweb_csrf_token_8000=form-key';
  splunk = new StandInSplunkd();
  splunk.macros.set('proxy_logs', { definition: 'index=proxy' });
  splunk.macros.set('windows_security', { definition: 'index=* source=x' });
  splunk.macros.set('b_filter', { definition: 'search *' });
  for (const { name } of facts.searches) {
    splunk.searches.set(name, {
      search: '`proxy_logs` | stats count by x',
      disabled: true,
      cron_schedule: '5 * * * *',
    });
  }
  globalThis.fetch = splunk.fetch as typeof fetch;
});
afterEach(cleanup);

async function open(): Promise<void> {
  render(
    <SplunkThemeProvider family="enterprise" colorScheme="light" density="compact">
      <SetupPage facts={facts} splunkd={new Splunkd('acme_detections')} now={() => NOW} />
    </SplunkThemeProvider>,
  );
  await screen.findByText('Data sources');
}

const filter = (name: string): HTMLInputElement => screen.getByRole('textbox', { name });
const switchOf = (title: string): HTMLElement =>
  screen.getByRole('switch', { name: `Switch on: ${title}` });
const press = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};
/** Splunk's buttons stay focusable when they are off, and say so to screen readers. */
const isOff = (name: string | RegExp): boolean =>
  screen.getByRole('button', { name }).getAttribute('aria-disabled') === 'true';
const planned = (): (string | null)[] =>
  within(screen.getByRole('table', { name: 'To be written' }))
    .getAllByRole('row')
    .map((row) => row.textContent);
const outcomes = async (): Promise<(string | undefined)[]> => {
  const table = await screen.findByRole('table', { name: 'Written last' });
  return within(table)
    .getAllByRole('row')
    .map((row) => row.lastElementChild?.textContent ?? undefined);
};

describe('what it shows', () => {
  test('sources in force, not as shipped, and the searches with their switches', async () => {
    await open();
    expect(filter('Windows security').value).toBe('index=* source=x');
    expect(screen.queryByRole('textbox', { name: /filter/u })).toBeNull();
    expect(switchOf('Tasks').getAttribute('aria-checked')).toBe('false');
    expect(screen.getByText('T1071 · 5 * * * *')).toBeTruthy();
  });

  test('a missing macro or search is named, not hidden', async () => {
    splunk.macros.delete('proxy_logs');
    splunk.searches.delete('ACME - Beacons - Rule');
    await open();
    expect(screen.getByText(/The macro is missing/u)).toBeTruthy();
    expect(screen.getByText(/The search is missing/u)).toBeTruthy();
  });

  test.each([
    [
      403,
      { messages: [{ type: 'ERROR', text: 'insufficient permission to access this resource' }] },
      'insufficient permission to access this resource',
    ],
    [200, '<html>Sign in</html>', /the session may have ended/u],
    [503, {}, 'Splunk answered with HTTP 503 and no reason.'],
  ])('an answer of %i to the first request', async (status, body, words) => {
    splunk.fault = () => [status, body];
    render(<SetupPage facts={facts} splunkd={new Splunkd('acme_detections')} now={() => NOW} />);
    expect(await screen.findByText(words)).toBeTruthy();
  });

  test('without the right to write, checks work and changes do not', async () => {
    splunk.writable = false;
    await open();
    expect(screen.getByText(/changes need an admin/u)).toBeTruthy();
    fireEvent.change(filter('Proxy'), { target: { value: 'index=web' } });
    fireEvent.click(switchOf('Beacons'));
    expect(planned()).toHaveLength(1);
    expect(isOff('Apply 1 write')).toBe(true);
    press('Check Proxy');
    expect(await screen.findByText('No events in the last 24 hours')).toBeTruthy();
  });
});

describe('checks', () => {
  test('a source is checked with the filter as typed, and decides over the searches that read it', async () => {
    splunk.results = (search) =>
      search.includes('web') ? { count: '12', newest: String(NOW - 300) } : { count: '0' };
    await open();
    fireEvent.change(filter('Proxy'), { target: { value: 'index=web' } });
    press('Check Proxy');
    expect(
      await screen.findByText('12 events in the last 24 hours, the newest 5 minutes old'),
    ).toBeTruthy();
    expect(splunk.searched).toEqual([
      'search index=web | head 1000 | stats count max(_time) AS newest',
    ]);
    expect(screen.getAllByText('ready')).toHaveLength(1);
    press('Check Windows security');
    expect(await screen.findByText('no data')).toBeTruthy();
    expect(splunk.writes).toEqual([]);
  });

  test('a test run counts results of the search itself', async () => {
    splunk.results = () => ({ count: '1' });
    await open();
    press('Test run of Tasks');
    expect(await screen.findByText('1 result in the last 24 hours')).toBeTruthy();
    expect(splunk.searched).toEqual(['search `proxy_logs` | stats count by x\n| stats count']);
  });

  test("a search that fails shows splunkd's own words", async () => {
    splunk.results = () =>
      "Error in 'SearchParser': The search specifies a macro 'x' that cannot be found.";
    await open();
    press('Test run of Beacons');
    expect(
      await screen.findByText(/The search specifies a macro 'x' that cannot be found/u),
    ).toBeTruthy();
  });
});

describe('writing', () => {
  test('the review lists the writes, apply makes them in that order, each with only what changed', async () => {
    await open();
    fireEvent.change(filter('Proxy'), { target: { value: ' index=web ' } });
    fireEvent.click(switchOf('Tasks'));
    expect(planned()).toEqual([
      'Point proxy_logs at: index=webPOST configs/conf-macros/proxy_logs definition=index%3Dweb',
      'Switch on: TasksPOST saved/searches/ACME%20-%2050%25%20%26%20more%20-%20Rule disabled=0',
      'Mark the app as set upPOST apps/local/acme_detections configured=true',
    ]);
    expect(splunk.writes).toEqual([]);
    press('Apply 3 writes');
    expect(await outcomes()).toEqual(['Saved', 'Saved', 'Saved']);
    expect(splunk.writes.map(({ path, fields }) => [path, fields])).toEqual([
      [
        '/servicesNS/nobody/acme_detections/configs/conf-macros/proxy_logs',
        { definition: 'index=web' },
      ],
      [
        '/servicesNS/nobody/acme_detections/saved/searches/ACME%20-%2050%25%20%26%20more%20-%20Rule',
        { disabled: '0' },
      ],
      ['/servicesNS/nobody/system/apps/local/acme_detections', { configured: 'true' }],
    ]);
    expect(splunk.configured).toBe(true);
    expect(splunk.searches.get('ACME - 50% & more - Rule')?.disabled).toBe(false);
  });

  test('what is back as it was is not written, and a repeat writes nothing twice', async () => {
    await open();
    fireEvent.click(switchOf('Tasks'));
    fireEvent.click(switchOf('Tasks'));
    expect(planned()).toHaveLength(1);
    fireEvent.click(switchOf('Beacons'));
    press('Apply 2 writes');
    await outcomes();
    await waitFor(() => {
      expect(planned()).toHaveLength(1);
    });
  });

  test('the first refusal stops the rest, so that the app is not called set up; what failed stays to be written', async () => {
    splunk.fault = ({ method, path }) =>
      method === 'POST' && path.includes('saved/searches')
        ? [409, { messages: [{ type: 'ERROR', text: 'The saved search is being edited.' }] }]
        : undefined;
    await open();
    fireEvent.change(filter('Proxy'), { target: { value: 'index=web' } });
    fireEvent.click(switchOf('Beacons'));
    press('Apply 3 writes');
    expect(await outcomes()).toEqual([
      'Saved',
      'The saved search is being edited.',
      'Left out after the failure',
    ]);
    expect(splunk.configured).toBe(false);
    expect(planned()).toHaveLength(2);
  });

  test('a stale form key is refused by Splunk Web and told as such', async () => {
    await open();
    document.cookie = 'splunkweb_csrf_token_8000=old';
    press('Apply 1 write');
    expect(await outcomes()).toEqual([expect.stringContaining('Sign in again')]);
  });

  test('a filter that cannot work blocks applying', async () => {
    await open();
    fireEvent.change(filter('Proxy'), { target: { value: 'index=web | delete' } });
    expect(screen.getByText(/cannot hold a pipe/u)).toBeTruthy();
    expect(isOff(/^Apply/u)).toBe(true);
  });
});

describe('rules', () => {
  test.each([
    ['index=a', undefined],
    ['index=a source="x|y [z]"', undefined],
    ['(index=a OR index=b) NOT host="q\\"("', undefined],
    ['  ', 'Enter a filter, such as index=wineventlog.'],
    ['index=a "x', 'A quotation mark is not closed.'],
    ['index=a | delete', 'A filter cannot hold a pipe, a backtick or a square bracket.'],
    ['index=a [search b]', 'A filter cannot hold a pipe, a backtick or a square bracket.'],
    ['index=a)(', 'The parentheses do not match.'],
  ])('the filter %j', (text, problem) => {
    expect(definitionProblem(text)).toBe(problem);
  });

  test.each([
    ['index=a', undefined],
    ['index IN (a, b)', undefined],
    ['index=* x', 'Searches every index: name the index to make it faster.'],
    [
      'source=a',
      'Names no index: only the default indexes of the role that runs the search are searched.',
    ],
  ])('advice for %j', (text, advice) => {
    expect(definitionAdvice(text)).toBe(advice);
  });

  test.each([
    [{ count: 0 }, 'No events in the last 24 hours'],
    [
      { count: 1, newest: NOW - 10 },
      '1 event in the last 24 hours, the newest less than a minute old',
    ],
    [
      { count: 1000, newest: NOW - 7200 },
      '1000 or more events in the last 24 hours, the newest 2 hours old',
    ],
  ])('%j', (counted, words) => {
    expect(eventsFound(counted, NOW)).toBe(words);
  });

  test('a search without known sources is neither ready nor without data', () => {
    const search = { ...facts.searches[0], sources: [] } as PackFacts['searches'][number];
    expect(readiness(search, new Map())).toBe('unknown');
  });
});
