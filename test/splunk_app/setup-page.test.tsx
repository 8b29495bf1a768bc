import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SplunkThemeProvider } from '@splunk/themes';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import type { PackFacts } from '../../splunk_app/setup/facts.ts';
import { SetupPage } from '../../splunk_app/setup/setup-page.tsx';
import { Splunkd } from '../../splunk_app/setup/splunkd.ts';
import { FAULTS, StandInSplunkd, type Fault } from './stand-in-splunkd.ts';

const facts: PackFacts = {
  app: 'acme_detections',
  title: 'ACME Detections',
  version: '1.2.3',
  sources: [
    {
      name: 'proxy_logs',
      definition: 'index=* sourcetype=squid',
      description: 'Proxy',
      addOn: 'Squid add-on',
    },
    { name: 'windows_security', definition: 'index=* source=x', description: 'Windows security' },
  ],
  searches: [
    {
      name: 'ACME - Beacons - Rule',
      id: 'b',
      title: 'Beacons',
      description: 'Regular calls home.',
      severity: 'low',
      tactics: ['Command and Control'],
      techniques: ['T1071'],
      sources: ['proxy_logs'],
      needs: [{ source: 'proxy_logs', fields: ['url'] }],
      lists: ['known_hosts'],
    },
    {
      name: 'ACME - 50% & more - Rule',
      id: 't',
      title: 'Tasks',
      description: '',
      severity: 'high',
      tactics: ['Persistence', 'Execution'],
      techniques: [],
      sources: ['proxy_logs', 'windows_security'],
      needs: [],
      lists: [],
    },
  ],
  lists: [
    {
      name: 'known_hosts',
      description: 'Hosts to leave out.',
      columns: ['host', 'note'],
      rows: [['updates.example.com', 'vendor']],
    },
  ],
};
const NOW = 1_800_000_000;
const ODD =
  '/servicesNS/nobody/acme_detections/saved/searches/ACME%20-%2050%25%20%26%20more%20-%20Rule';

let splunk: StandInSplunkd;

/** What searches find: events of the proxy with a field `url`, none of Windows, unless a test says otherwise. */
const usual: StandInSplunkd['results'] = (search) => {
  if (search.includes('BY index sourcetype')) {
    return [{ index: 'web', sourcetype: 'squid', count: '1234', newest: String(NOW - 60) }];
  }
  if (search.includes('fieldsummary')) return [{ field: 'url' }, { field: 'host' }];
  if (search.includes('inputlookup')) return [{ host: 'updates.example.com', note: 'vendor' }];
  if (search.includes('source=x')) return [{ count: '0' }];
  return [{ count: '1234', newest: String(NOW - 300) }];
};

beforeEach(() => {
  Object.assign(window, { $C: { MRSPARKLE_PORT_NUMBER: 8000 } });
  document.cookie = 'splunkweb_csrf_token_8000=form-key';
  splunk = new StandInSplunkd();
  splunk.macros.set('proxy_logs', { definition: 'index=proxy' });
  splunk.macros.set('windows_security', { definition: 'index=* source=x' });
  splunk.macros.set('b_filter', { definition: 'search *' });
  splunk.transforms.set('known_hosts', { filename: 'known_hosts.csv' });
  for (const { name } of facts.searches) {
    splunk.searches.set(name, {
      search: '`proxy_logs` | where match(x, "`proxy_logs`") | stats count by x',
      disabled: true,
      cron_schedule: '5 * * * *',
      'alert.severity': '3',
      'alert.suppress': '0',
    });
  }
  splunk.results = usual;
  globalThis.fetch = splunk.fetch as typeof fetch;
});
afterEach(cleanup);

const page = (
  <SplunkThemeProvider family="enterprise" colorScheme="light" density="compact">
    <SetupPage facts={facts} splunkd={new Splunkd('acme_detections', 'ada')} now={() => NOW} />
  </SplunkThemeProvider>
);

/** The page once everything that it looks at by itself has been looked at. */
async function open(tab?: string): Promise<void> {
  render(page);
  await screen.findByRole('tab', { name: 'Data sources' });
  await waitFor(() => {
    expect(screen.queryByText('Searching')).toBeNull();
  });
  if (tab !== undefined) go(tab);
}

const go = (tab: string): void => {
  fireEvent.click(screen.getByRole('tab', { name: new RegExp(`^${tab}`, 'u') }));
};
const field = (name: string): HTMLInputElement => screen.getByRole('textbox', { name });
const type = (name: string, value: string): void => {
  fireEvent.change(field(name), { target: { value } });
};
const switchOf = (title: string): HTMLElement =>
  screen.getByRole('switch', { name: `Switch on: ${title}` });
const press = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};
/** Splunk's buttons stay focusable when they are off, and say so to screen readers. */
const isOff = (name: string | RegExp): boolean =>
  screen.getByRole('button', { name }).getAttribute('aria-disabled') === 'true';
const rowTexts = (table: string): (string | null)[] =>
  within(screen.getByRole('table', { name: table }))
    .getAllByRole('row')
    .map((row) => row.textContent);
const planned = (): (string | null)[] => {
  go('Review');
  return screen.queryByText(/nothing to write/u) ? [] : rowTexts('To be written');
};
const outcomes = async (): Promise<(string | undefined)[]> => {
  const table = await screen.findByRole('table', { name: 'Written last' });
  return within(table)
    .getAllByRole('row')
    .map((row) => row.lastElementChild?.textContent ?? undefined);
};
const written = (): (readonly [string, object])[] =>
  splunk.writes.map(({ path, fields }) => [path, fields]);

describe('what it shows', () => {
  test('sources in force, not as shipped, with what the last day brought and the fields that searches need', async () => {
    await open();
    expect(field('Windows security').value).toBe('index=* source=x');
    expect(screen.queryByRole('textbox', { name: /filter/u })).toBeNull();
    expect(screen.getByText(/1,234 events, the last 5 minutes ago/u)).toBeTruthy();
    expect(screen.getByText(/No events in the last 24 hours/u)).toBeTruthy();
    expect(screen.getByText('url')).toBeTruthy();
    expect(splunk.searched.filter((each) => each.includes('index=proxy'))).toEqual([
      '| tstats count max(_time) AS newest WHERE index=proxy',
      'search index=proxy | head 10000 | fieldsummary maxvals=1 | where count>0 | table field',
    ]);
    expect(splunk.writes).toEqual([]);
  });

  test('where the alerts go', async () => {
    splunk.enterpriseSecurity = true;
    await open();
    expect(screen.getByText('Enterprise Security')).toBeTruthy();
    cleanup();
    splunk.enterpriseSecurity = false;
    await open();
    expect(screen.getByText('Triggered Alerts')).toBeTruthy();
  });

  test('no job is left behind', async () => {
    await open();
    await waitFor(() => {
      expect([...splunk.jobs]).toEqual([]);
    });
  });

  test('detections by tactic, with a search over what the rows show', async () => {
    await open('Detections');
    const headings = (): (string | null)[] =>
      screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent);
    expect(headings()).toEqual(['Command and Control', 'Persistence']);
    expect(switchOf('Tasks').getAttribute('aria-checked')).toBe('false');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'execution tasks' } });
    expect(headings()).toEqual(['Persistence']);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '' } });
    fireEvent.change(screen.getByRole('combobox', { name: 'State' }), {
      target: { value: 'ready' },
    });
    expect(headings()).toEqual(['Command and Control']);
  });

  test('a missing macro, search or lookup is named, not hidden', async () => {
    splunk.macros.delete('proxy_logs');
    splunk.searches.delete('ACME - Beacons - Rule');
    splunk.transforms.delete('known_hosts');
    await open();
    expect(screen.getByText(/The macro is missing/u)).toBeTruthy();
    go('Detections');
    expect(screen.getByText(/The search is missing/u)).toBeTruthy();
    go('Allow-lists');
    expect(screen.getByText(/The lookup is missing/u)).toBeTruthy();
  });

  test('with arrow keys from step to step', async () => {
    await open();
    const tablist = screen.getByRole('tablist');
    for (const [key, tab] of [
      ['ArrowRight', 'Detections'],
      ['End', 'Review (1)'],
      ['ArrowRight', 'Data sources'],
      ['ArrowLeft', 'Review (1)'],
      ['Home', 'Data sources'],
    ] as const) {
      fireEvent.keyDown(tablist, { key });
      expect(document.activeElement?.textContent).toBe(tab);
      expect(screen.getByRole('tab', { selected: true }).textContent).toBe(tab);
    }
  });
});

describe('when Splunk does not answer as it should', () => {
  test.each<[keyof typeof FAULTS, RegExp]>([
    ['forbidden', /You do not have permission/u],
    ['notFound', /Could not find object/u],
    ['conflict', /being edited by someone else/u],
    ['broken', /an internal error occurred/u],
    ['silent', /HTTP 503 and no reason/u],
    ['signIn', /the session may have ended/u],
    ['cut', /Splunk could not be reached: Failed to fetch/u],
  ])(
    '%s: on opening, while checking, and while writing, it is said in words',
    async (name, words) => {
      const only = (part: string, fault: Fault) => (request: { path: string }) =>
        request.path.includes(part) ? fault : undefined;
      splunk.fault = only('conf-macros', FAULTS[name]);
      render(page);
      expect(await screen.findByText(words)).toBeTruthy();
      cleanup();

      splunk.fault = only('search/v2/jobs', FAULTS[name]);
      await open();
      expect(screen.getAllByText(words).length).toBeGreaterThan(0);
      cleanup();

      splunk.fault = () => undefined;
      await open();
      splunk.fault = only('apps/local/acme_detections', FAULTS[name]);
      go('Review');
      press('Apply 1 write');
      expect(await screen.findAllByText(words)).toBeTruthy();
      expect(splunk.configured).toBe(false);
    },
  );

  test('slowly: the page waits', async () => {
    splunk.fault = ({ path }) => (path.includes('saved/searches') ? FAULTS.slow : undefined);
    await open('Detections');
    expect(switchOf('Tasks')).toBeTruthy();
  });

  test('a stale form key is refused by Splunk Web and told as such', async () => {
    await open('Review');
    document.cookie = 'splunkweb_csrf_token_8000=old';
    press('Apply 1 write');
    expect(await outcomes()).toEqual([expect.stringContaining('Sign in again')]);
  });

  test('without the right to write, checks work and changes do not', async () => {
    splunk.writable = false;
    splunk.capabilities = ['search'];
    await open();
    expect(screen.getByText(/ada \(admin\) may not change this app/u)).toBeTruthy();
    expect(field('Proxy').disabled).toBe(true);
    press('Check Proxy');
    expect(await screen.findByText(/1,234 events/u)).toBeTruthy();
    expect(planned()).toEqual([]);
    expect(isOff(/^Apply/u)).toBe(true);
  });

  test('without the capability to configure apps, all but the mark is written', async () => {
    splunk.capabilities = ['search'];
    await open('Detections');
    fireEvent.click(switchOf('Tasks'));
    expect(planned()).toHaveLength(1);
    expect(screen.getByText(/takes the capability edit_local_apps/u)).toBeTruthy();
    press('Apply 1 write');
    expect(await outcomes()).toEqual(['Saved']);
  });
});

describe('checks', () => {
  test('a suggested index becomes the filter, and decides over the searches that read it', async () => {
    await open();
    expect(screen.getAllByText(/squid: 1,234 events, the last 1 minute ago/u)).toHaveLength(2);
    const [first = document.body] = screen.getAllByRole('button', { name: 'Use web' });
    fireEvent.click(first);
    expect(field('Proxy').value).toBe('index=web sourcetype=squid');
    await waitFor(() => {
      expect(splunk.searched).toContain(
        '| tstats count max(_time) AS newest WHERE index=web sourcetype=squid',
      );
    });
    expect(splunk.writes).toEqual([]);
  });

  test('the states: ready, field missing, no data, in part, heavy', async () => {
    await open('Detections');
    const states = (): (string | null)[] =>
      ['Command and Control', 'Persistence'].flatMap((name) =>
        within(screen.getByRole('table', { name }))
          .getAllByRole('row')
          .slice(1)
          .map((row) => row.children.item(2)?.textContent ?? null),
      );
    expect(states()).toEqual(['ready', 'ready in partNo events from windows_security.']);
    splunk.duration = () => 900;
    press('Dry run of Beacons');
    await screen.findByText(/in 900.0 s/u);
    expect(states()[0]).toBe(
      'heavyThe dry run took 900 seconds; the search starts every 60 minutes.',
    );
    cleanup();
    splunk.results = (search) => (search.includes('fieldsummary') ? [] : usual(search));
    await open('Detections');
    expect(states()[0]).toBe('field missingNot in the newest events: url.');
    go('Data sources');
    expect(screen.getByText(/^Install the Squid add-on on the search head/u)).toBeTruthy();
    cleanup();
    splunk.results = () => [{ count: '0' }];
    await open('Detections');
    expect(states()).toEqual([
      'no dataNo events from proxy_logs.',
      'no dataNo events from proxy_logs, windows_security.',
    ]);
  });

  test('a dry run counts results of the search itself, with the filters as typed', async () => {
    splunk.results = (search) =>
      search.includes('stats count by x') ? [{ count: '1' }] : usual(search);
    await open();
    type('Proxy', 'index=web2');
    go('Detections');
    press('Dry run of Tasks');
    expect(await screen.findByText('1 result in the last 24 hours, in 1.5 s')).toBeTruthy();
    expect(splunk.searched.at(-1)).toBe(
      'search (index=web2) | where match(x, "`proxy_logs`") | stats count by x\n| stats count',
    );
  });

  test("a search that fails shows splunkd's own words", async () => {
    splunk.results = (search) =>
      search.includes('by x')
        ? "Error in 'SearchParser': The search specifies a macro 'x' that cannot be found."
        : usual(search);
    await open('Detections');
    press('Dry run all 2');
    expect(await screen.findAllByText(/a macro 'x' that cannot be found/u)).toHaveLength(2);
  });

  test('at most two searches run at once', async () => {
    let most = 0;
    splunk.results = (search) => {
      most = Math.max(most, splunk.jobs.size);
      return usual(search);
    };
    await open();
    expect(splunk.searched.length).toBeGreaterThan(4);
    // A job that is done is removed while the next one starts.
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('writing', () => {
  test('the review lists the requests, apply makes them in that order, each with only what changed', async () => {
    await open();
    type('Proxy', ' index=web ');
    go('Detections');
    fireEvent.click(switchOf('Tasks'));
    expect(planned()).toEqual([
      'Point proxy_logs at its dataPOST /servicesNS/nobody/acme_detections/configs/conf-macros/proxy_logsdefinition=index=web',
      `Switch on: TasksPOST ${ODD}disabled=0`,
      'Mark the app as set upPOST /servicesNS/nobody/system/apps/local/acme_detectionsconfigured=true',
    ]);
    expect(splunk.writes).toEqual([]);
    press('Apply 3 writes');
    expect(await outcomes()).toEqual(['Saved', 'Saved', 'Saved']);
    expect(written()).toEqual([
      [
        '/servicesNS/nobody/acme_detections/configs/conf-macros/proxy_logs',
        { definition: 'index=web' },
      ],
      [ODD, { disabled: '0' }],
      ['/servicesNS/nobody/system/apps/local/acme_detections', { configured: 'true' }],
    ]);
    expect(splunk.configured).toBe(true);
    await waitFor(() => {
      expect(planned()).toEqual([]);
    });
    expect(isOff('Apply 0 writes')).toBe(true);
  });

  test('severity, throttling and schedule of one search go into one request', async () => {
    Object.assign(splunk.searches.get('ACME - 50% & more - Rule') ?? {}, { 'action.notable': '1' });
    await open('Detections');
    press(/^Settings of Tasks/u);
    fireEvent.change(screen.getByRole('combobox', { name: 'Severity of its alerts' }), {
      target: { value: '5' },
    });
    type('Hold back further alerts for', '24 hours');
    expect(screen.getByText(/Write a number and s, m, h or d/u)).toBeTruthy();
    type('Hold back further alerts for', '24h');
    type('with the same values of', 'host, user');
    go('Schedules');
    type('Schedule of Tasks', '61 * * * *');
    expect(screen.getByText(/61 is no value/u)).toBeTruthy();
    type('Schedule of Tasks', '*/30 * * * *');
    expect(planned()[0]).toContain('Change: Tasks');
    press('Apply 2 writes');
    expect(await outcomes()).toEqual(['Saved', 'Saved']);
    expect(written()[0]).toEqual([
      ODD,
      {
        cron_schedule: '*/30 * * * *',
        'alert.severity': '5',
        'action.notable.param.severity': 'high',
        'alert.suppress': '1',
        'alert.suppress.period': '24h',
        'alert.suppress.fields': 'host,user',
        'alert.digest_mode': '0',
      },
    ]);
  });

  test('a list is edited row by row and kept in a file of its own', async () => {
    await open('Allow-lists');
    press('Open the list known_hosts');
    expect(
      (await screen.findByRole<HTMLInputElement>('textbox', { name: 'host, row 1' })).value,
    ).toBe('updates.example.com');
    press('Add a row to known_hosts');
    type('note, row 2', 'x');
    expect(screen.getByText(/The first column of a row is empty/u)).toBeTruthy();
    type('host, row 2', 'C:\\"a"');
    press('Remove row 1');
    expect(screen.getByText('Add 1 shipped row that is not here')).toBeTruthy();
    go('Review');
    press('Apply 3 writes');
    expect(await outcomes()).toEqual(['Saved', 'Saved', 'Saved']);
    const search =
      '| makeresults count=1 | streamstats count AS _list_row | eval host=case(_list_row=1, "C:\\\\\\"a\\""), note=case(_list_row=1, "x") | table "host", "note" | outputlookup createinapp=true override_if_empty=true known_hosts_local.csv';
    expect(written().slice(0, 2)).toEqual([
      ['/servicesNS/ada/acme_detections/search/v2/jobs', { search, exec_mode: 'oneshot' }],
      [
        '/servicesNS/nobody/acme_detections/configs/conf-transforms/known_hosts',
        { filename: 'known_hosts_local.csv' },
      ],
    ]);
    expect(splunk.transforms.get('known_hosts')?.filename).toBe('known_hosts_local.csv');
  });

  test('what is back as it was is not written; all changes can be discarded', async () => {
    await open('Detections');
    fireEvent.click(switchOf('Tasks'));
    fireEvent.click(switchOf('Tasks'));
    expect(planned()).toHaveLength(1);
    go('Detections');
    press('Switch on 2 ready');
    expect(planned()).toHaveLength(3);
    press('Discard changes');
    expect(planned()).toHaveLength(1);
  });

  test('the first refusal stops the rest, so that the app is not called set up; what failed stays to be written', async () => {
    splunk.fault = ({ method, path }) =>
      method === 'POST' && path.includes('saved/searches') ? FAULTS.conflict : undefined;
    await open();
    type('Proxy', 'index=web');
    go('Detections');
    fireEvent.click(switchOf('Beacons'));
    go('Review');
    press('Apply 3 writes');
    expect(await outcomes()).toEqual([
      'Saved',
      'The object is being edited by someone else.',
      'Left out after the failure',
    ]);
    expect(splunk.configured).toBe(false);
    expect(planned()).toHaveLength(2);
  });

  test('a filter that cannot work blocks applying', async () => {
    await open();
    type('Proxy', 'index=web | delete');
    expect(screen.getByText(/cannot hold a pipe/u)).toBeTruthy();
    go('Review');
    expect(isOff(/^Apply/u)).toBe(true);
  });
});
