// .conf files: how they are written, and what saved searches, transforms and collections may say.
import type { Source } from '../../../text/index.ts';
import type { ConfSetting, ConfStanza } from '../conf/conf.ts';
import { settingOf } from '../conf/conf.ts';
import { isCron } from '../emit/settings.ts';
import { isTrue } from '../read/app.ts';
import { confPaths, placed, type AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';

interface Search {
  readonly stanza: ConfStanza;
  readonly source: Source;
}

const searchesOf = (app: AppFolder): Search[] => stanzasOf(app, 'savedsearches');

function stanzasOf(app: AppFolder, name: string): Search[] {
  const path = `default/${name}.conf`;
  const source = app.text(path);
  return source ? app.conf(path).value.map((stanza) => ({ stanza, source })) : [];
}

const isScheduled = ({ stanza }: Search): boolean =>
  isTrue(settingOf(stanza, 'enableSched')) && settingOf(stanza, 'cron_schedule') !== undefined;

const each = (
  searches: readonly Search[],
  bad: (setting: ConfSetting) => boolean,
  message: (setting: ConfSetting) => string,
  remedy: string,
): Finding[] =>
  searches.flatMap(({ stanza, source }) =>
    stanza.settings
      .filter(bad)
      .map((setting) => ({ source, span: setting.span, message: message(setting), remedy })),
  );

const missingTime =
  (key: string) =>
  (app: AppFolder): Finding[] =>
    searchesOf(app)
      .filter((search) => isScheduled(search) && !settingOf(search.stanza, key))
      .map(({ stanza, source }) => ({
        source,
        span: stanza.span,
        message: `the scheduled search \`${stanza.name}\` has no \`${key}\``,
        remedy: 'give it a window',
      }));

export const configurationChecks: readonly Check[] = [
  {
    code: 'TSP1450',
    appInspect: 'check_config_file_parsing',
    severity: 'error',
    run: (app) =>
      confPaths(app).flatMap((path) =>
        app.conf(path).diagnostics.map(({ source, span, message }) => ({ source, span, message })),
      ),
  },
  {
    code: 'TSP1451',
    appInspect: 'check_no_default_stanzas',
    severity: 'warning',
    run: (app) =>
      confPaths(app).flatMap((path) =>
        app
          .conf(path)
          .value.filter(({ name }) => name === 'default' || name === '')
          .map(({ span }) => ({
            source: app.text(path) ?? app.file(path),
            span,
            message: 'settings for every stanza reach into other apps',
            remedy: 'write them into the stanzas that need them',
          })),
      ),
  },
  {
    code: 'TSP1452',
    appInspect: 'check_for_sched_saved_searches_earliest_time',
    severity: 'error',
    run: missingTime('dispatch.earliest_time'),
  },
  {
    code: 'TSP1453',
    appInspect: 'check_for_sched_saved_searches_latest_time',
    severity: 'error',
    run: missingTime('dispatch.latest_time'),
  },
  {
    code: 'TSP1454',
    appInspect: 'check_for_real_time_saved_searches_for_cloud',
    severity: 'error',
    run: (app) =>
      each(
        searchesOf(app),
        ({ key, value }) =>
          /^dispatch\.(?:earliest|latest)_time$/u.test(key) && /^rt/iu.test(value),
        ({ key }) => `\`${key}\` makes the search a real-time one, which never ends`,
        'use a schedule',
      ),
  },
  {
    code: 'TSP1455',
    appInspect: 'check_for_gratuitous_cron_scheduling',
    severity: 'warning',
    run: (app) => searchesOf(app).flatMap(cronProblem),
  },
  {
    code: 'TSP1456',
    appInspect: 'check_for_sched_saved_searches_action_script_filename',
    severity: 'error',
    run: (app) =>
      each(
        searchesOf(app),
        ({ key, value }) => /^action\.script\b/u.test(key) && value !== '' && value !== '0',
        () => 'the search runs a script',
        'use an alert action',
      ),
  },
  {
    code: 'TSP1457',
    appInspect: 'check_for_saved_searches_populate_lookup',
    severity: 'error',
    run: (app) =>
      each(
        searchesOf(app),
        ({ key, value }) =>
          /^action\.populate_lookup\b/u.test(key) && value !== '' && value !== '0',
        () => 'the search fills a lookup through an action that Splunk gave up',
        'end the search in `outputlookup`',
      ),
  },
  {
    code: 'TSP1458',
    appInspect: 'check_transforms_conf_for_external_cmd',
    severity: 'warning',
    run: (app) =>
      each(
        stanzasOf(app, 'transforms'),
        ({ key }) => key === 'external_cmd',
        () => 'the lookup runs a command',
        'use a file or a KV store collection',
      ),
  },
  {
    code: 'TSP1459',
    appInspect: 'check_collections_conf_for_specified_name_field_type',
    severity: 'error',
    run: (app) =>
      each(
        stanzasOf(app, 'collections'),
        ({ key, value }) =>
          key.startsWith('field.') && !/^(?:number|bool|string|time)$/u.test(value),
        ({ value }) => `\`${value}\` is no type of a collection's field`,
        'use number, bool, string or time',
      ),
  },
];

/** Not a cron expression, or one that starts more than 12 times in an hour. */
function cronProblem(search: Search): Finding[] {
  const { value, ...place } = placed(search.source, search.stanza, 'cron_schedule');
  if (value === undefined) return [];
  if (!isCron(value)) return [{ ...place, message: `\`${value}\` is no cron schedule` }];
  const runs = runsPerHour(value.trim().split(/\s+/u)[0] ?? '');
  if (!isScheduled(search) || runs <= 12) return [];
  return [
    {
      ...place,
      message: `the search runs ${String(runs)} times an hour`,
      remedy: 'let it run every five minutes or less often',
    },
  ];
}

/** How many minutes of an hour the first field of a cron expression names. */
function runsPerHour(field: string): number {
  const minutes = new Set<number>();
  for (const item of field.split(',')) {
    const [range = '', step = '1'] = item.split('/');
    const [from = 0, to] = range === '*' ? [0, 59] : range.split('-').map(Number);
    const last = to ?? (item.includes('/') ? 59 : from);
    for (let at = from; at <= last; at += Number(step)) minutes.add(at);
  }
  return minutes.size;
}
