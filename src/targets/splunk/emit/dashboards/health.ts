// Whether the searches run: last run, runtime, what was skipped and why, and what has never fired.
import { RECENT, type Dashboard, type Query } from './dashboard.ts';
import { firedAlerts, savedSearches, strategyLink, type Names } from './names.ts';

export function health(names: Names): Dashboard {
  const visual = { kind: 'number' } as const;
  return {
    id: 'health',
    label: 'Health',
    description: 'How the scheduler ran the searches, and which of them have never fired',
    inputs: [{ kind: 'time', label: 'Runs in', earliest: '-7d@h', latest: 'now' }],
    shared: new Map([['states', { text: states(names), range: 'period' }]]),
    rows: [
      {
        height: 120,
        panels: [
          {
            title: 'Searches switched on',
            visual,
            query: onward('| where state="on"', '| stats count'),
          },
          {
            title: 'Switched on, never run',
            visual,
            query: onward('| where state="on" AND runs==0', '| stats count'),
          },
          {
            title: 'Switched on, never fired',
            visual,
            query: onward('| where state="on" AND alerts==0', '| stats count'),
          },
          {
            title: 'Runs skipped',
            visual,
            query: onward('| stats sum(skipped) AS skipped'),
          },
        ],
      },
      {
        height: 260,
        panels: [
          {
            title: 'Runs by outcome',
            visual: { kind: 'timeline' },
            query: inPeriod(
              scheduler(names),
              `| lookup ${names.catalogue} saved_search AS savedsearch_name OUTPUT strategy_id`,
              '| where isnotnull(strategy_id)',
              '| timechart count BY status',
            ),
          },
        ],
      },
      {
        height: 480,
        panels: [
          {
            title: 'Searches (choose a row to read the strategy)',
            visual: { kind: 'table', rows: 25 },
            query: onward(
              '| sort 0 -skipped title',
              '| eval last_run=coalesce(strftime(last_run, "%F %T"), "never"), last_alert=coalesce(strftime(last_alert, "%F %T"), "never")',
              '| table title state last_run runs skipped mean_seconds longest_seconds alerts last_alert cron_schedule strategy_id',
            ),
            link: strategyLink(names, 'strategy_id'),
          },
        ],
      },
      {
        height: 260,
        panels: [
          {
            title: 'Why runs were skipped',
            visual: { kind: 'table', rows: 10 },
            query: inPeriod(
              `${scheduler(names)} status=skipped`,
              `| lookup ${names.catalogue} saved_search AS savedsearch_name OUTPUT title`,
              '| where isnotnull(title)',
              '| stats count AS skipped max(_time) AS latest BY title reason',
              '| eval latest=strftime(latest, "%F %T")',
              '| sort 100 -skipped',
            ),
          },
        ],
      },
    ],
  };
}

const inPeriod = (...lines: string[]): Query => ({ text: lines.join('\n'), range: 'period' });

const onward = (...lines: string[]): Query => ({
  text: lines.join('\n'),
  range: RECENT,
  base: 'states',
});

/** The scheduler's own log, one event per run or skipped run. */
function scheduler({ app }: Names): string {
  return `index=_internal sourcetype=scheduler app="${app}" savedsearch_name=*`;
}

/** One row per saved search of the catalogue: what it is, whether it is on, its runs and its alerts in the period. */
function states(names: Names): string {
  return [
    scheduler(names),
    '| stats count(eval(status="success")) AS runs count(eval(status="skipped")) AS skipped avg(run_time) AS mean_seconds max(run_time) AS longest_seconds max(eval(if(status="success", _time, null()))) AS last_run BY savedsearch_name',
    '| rename savedsearch_name AS saved_search',
    '| append',
    `    [search ${firedAlerts(names)}`,
    '    | stats count AS alerts max(_time) AS last_alert BY ss_name',
    '    | rename ss_name AS saved_search]',
    '| append',
    `    [${savedSearches(names)}]`,
    '| append',
    `    [| inputlookup ${names.catalogue}`,
    '    | fields saved_search strategy_id title]',
    '| stats values(strategy_id) AS strategy_id values(title) AS title values(disabled) AS disabled values(cron_schedule) AS cron_schedule sum(runs) AS runs sum(skipped) AS skipped max(mean_seconds) AS mean_seconds max(longest_seconds) AS longest_seconds max(last_run) AS last_run sum(alerts) AS alerts max(last_alert) AS last_alert BY saved_search',
    '| where isnotnull(strategy_id)',
    '| fillnull value=0 runs skipped alerts',
    '| eval state=if(disabled==0, "on", "off"), mean_seconds=round(mean_seconds, 1), longest_seconds=round(longest_seconds, 1)',
  ].join('\n');
}
