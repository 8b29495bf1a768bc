// .conf files: how they are written, and what saved searches, transforms and collections may say.
import type { Severity, Source } from '../../../text/index.ts';
import type { ConfSetting, ConfStanza } from '../conf/conf.ts';
import { settingOf } from '../conf/conf.ts';
import { isCron } from '../emit/settings.ts';
import { isTrue } from '../read/app.ts';
import { confName, confPaths, placed, type AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';
import { isSplunkConf } from './structure.ts';

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

const isScheduled = ({ stanza }: Search): boolean => isTrue(settingOf(stanza, 'enableSched'));

const each = (
  searches: readonly Search[],
  bad: (setting: ConfSetting) => boolean,
  message: (setting: ConfSetting) => string,
  remedy: string,
  severity: (setting: ConfSetting, search: Search) => Severity = () => 'error',
): Finding[] =>
  searches.flatMap((search) =>
    search.stanza.settings.filter(bad).map((setting) => ({
      source: search.source,
      span: setting.span,
      message: message(setting),
      remedy,
      severity: severity(setting, search),
    })),
  );

/** An alert that runs a script goes by another name in AppInspect than the script that it names. */
function scriptCheck({ source, span }: Finding): { readonly appInspect?: string } {
  const named = source.text.slice(span?.start, span?.end).startsWith('action.script.filename');
  return named ? {} : { appInspect: 'check_for_run_script_alert_action' };
}

/** Scheduled searches without a bound: by setting, by time of indexing, or (the earlier one) in the search itself. */
const missingTime =
  (bound: 'earliest' | 'latest') =>
  (app: AppFolder): Finding[] =>
    searchesOf(app)
      .filter((search) => {
        const given = (key: string): boolean => settingOf(search.stanza, key) !== undefined;
        const text = settingOf(search.stanza, 'search') ?? '';
        const inline = bound === 'earliest' && /\b(?:_index_)?earliest\s*=/u.test(text);
        return (
          isScheduled(search) &&
          !given(`dispatch.${bound}_time`) &&
          !given(`dispatch.index_${bound}`) &&
          !inline
        );
      })
      .map(({ stanza, source }) => ({
        source,
        span: stanza.span,
        message: `the scheduled search \`${stanza.name}\` has no \`dispatch.${bound}_time\``,
        remedy: 'give it a window',
      }));

// Stanzas whose settings hold for every other one.
const GLOBAL = /^(?:default|general|global|stash)$/u;

/** Such a stanza of a file of Splunk's, or settings before any header; `[]` is a stanza like any other. */
function isGlobal({ name, span }: ConfStanza, path: string, app: AppFolder): boolean {
  if (name === '') return app.text(path)?.text[span?.start ?? 0] !== '[';
  return name === 'default' || (GLOBAL.test(name) && isSplunkConf(confName(path)));
}

/** What splunkd reads otherwise than written is an error; what it passes over is worth a warning. */
function parsingSeverity(code: string, line: string): Severity {
  const harmless = code === 'TSP1105' || (code === 'TSP1101' && !/^\[[^\]]*$/u.test(line.trim()));
  return harmless ? 'warning' : 'error';
}

export const configurationChecks: readonly Check[] = [
  {
    code: 'TSP1450',
    appInspect: 'check_config_file_parsing',
    severity: 'error',
    run: (app) =>
      confPaths(app).flatMap((path) =>
        app.conf(path).diagnostics.map(({ code, source, span, message }) => ({
          source,
          span,
          message,
          severity: parsingSeverity(code, source.text.slice(span?.start, span?.end)),
        })),
      ),
  },
  {
    code: 'TSP1451',
    appInspect: 'check_no_default_stanzas',
    severity: 'error',
    run: (app) =>
      confPaths(app).flatMap((path) =>
        app
          .conf(path)
          .value.filter((stanza) => isGlobal(stanza, path, app))
          .map(({ span }) => ({
            source: app.text(path) ?? app.file(path),
            span,
            // AppInspect passes over those of saved searches.
            severity:
              confName(path) === 'savedsearches' ? ('warning' as const) : ('error' as const),
            message: 'settings for every stanza reach into other apps',
            remedy: 'write them into the stanzas that need them',
          })),
      ),
  },
  {
    code: 'TSP1452',
    appInspect: 'check_for_sched_saved_searches_earliest_time',
    severity: 'error',
    run: missingTime('earliest'),
  },
  {
    code: 'TSP1453',
    appInspect: 'check_for_sched_saved_searches_latest_time',
    severity: 'warning',
    run: missingTime('latest'),
  },
  {
    code: 'TSP1454',
    appInspect: 'check_for_real_time_saved_searches_for_cloud',
    severity: 'error',
    run: (app) =>
      each(
        searchesOf(app),
        ({ key, value }) =>
          /^dispatch\.(?:earliest|latest)_time$/u.test(key) && value.startsWith('rt'),
        ({ key }) => `\`${key}\` makes the search a real-time one, which never ends`,
        'use a schedule',
        (_, search) => (isScheduled(search) ? 'error' : 'warning'),
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
        ({ key }) => key === 'action.script' || key === 'action.script.filename',
        () => 'the search runs a script',
        'use an alert action',
      ).map((finding) => ({ ...finding, ...scriptCheck(finding) })),
  },
  {
    code: 'TSP1457',
    appInspect: 'check_for_saved_searches_populate_lookup',
    severity: 'error',
    run: (app) =>
      each(
        searchesOf(app),
        ({ key }) => key === 'action.populate_lookup',
        () => 'the search fills a lookup through an action that Splunk gave up',
        'end the search in `outputlookup`',
        ({ value }) => (isTrue(value) ? 'error' : 'warning'),
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
  if (!isCron(withNumbers(value))) {
    return [{ ...place, severity: 'error', message: `\`${value}\` is no cron schedule` }];
  }
  const runs = runsPerHour(value.trim().split(/\s+/u)[0] ?? '');
  if (runs <= 12) return [];
  return [
    {
      ...place,
      message: `the search runs ${String(runs)} times an hour`,
      remedy: 'let it run every five minutes or less often',
    },
  ];
}

/** Names of months and weekdays as numbers. */
function withNumbers(cron: string): string {
  const [minute, hour, day, month = '', weekday = ''] = cron.trim().split(/\s+/u);
  const named = (text: string, names: string, from: number): string =>
    text.replace(/[a-z]{3}/giu, (word) => {
      const at = names.indexOf(word.toLowerCase());
      return at < 0 || at % 3 > 0 ? word : String(at / 3 + from);
    });
  const months = named(month, 'janfebmaraprmayjunjulaugsepoctnovdec', 1);
  const weekdays = named(weekday, 'sunmontuewedthufrisat', 0);
  const rest = cron.trim().split(/\s+/u).slice(5);
  return [minute, hour, day, months, weekdays, ...rest].join(' ').trim();
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
