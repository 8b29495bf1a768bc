// What has been found: alerts over time, by technique, host and user; from there to the events and the strategies.
import { RECENT, type Dashboard, type Panel, type Query } from './dashboard.ts';
import { firedAlerts, savedSearches, strategyLink, type Names } from './names.ts';

export function overview(names: Names, title: string): Dashboard {
  return {
    id: 'overview',
    label: 'Overview',
    description: `${title}: alerts, and the strategies behind them`,
    inputs: [{ kind: 'time', label: 'Alerts in', earliest: '-7d@h', latest: 'now' }],
    shared: new Map(),
    rows: [
      { height: 120, panels: numbers(names) },
      { height: 300, panels: [overTime(names)] },
      { height: 320, panels: [byTechnique(names), ...byEntity(names)] },
      { height: 360, panels: [latest(names)] },
      { height: 400, panels: [strategies(names)] },
    ],
  };
}

const inPeriod = (...lines: string[]): Query => ({ text: lines.join('\n'), range: 'period' });
const recent = (...lines: string[]): Query => ({ text: lines.join('\n'), range: RECENT });

function numbers(names: Names): Panel[] {
  const visual = { kind: 'number' } as const;
  return [
    {
      title: 'Strategies shipped',
      visual,
      query: recent(`| inputlookup ${names.catalogue}`, '| stats dc(strategy_id) AS strategies'),
    },
    {
      title: 'Searches switched on',
      visual,
      query: recent(
        savedSearches(names),
        `| lookup ${names.catalogue} saved_search OUTPUT strategy_id`,
        '| where isnotnull(strategy_id)',
        '| stats sum(eval(if(disabled==0, 1, 0))) AS enabled',
      ),
    },
    {
      title: 'Alerts in the period',
      visual,
      query: inPeriod(firedAlerts(names), '| stats count'),
    },
  ];
}

function overTime(names: Names): Panel {
  return {
    title: 'Alerts over time',
    visual: { kind: 'timeline' },
    query: inPeriod(
      firedAlerts(names),
      `| lookup ${names.catalogue} saved_search AS ss_name OUTPUT title`,
      '| eval title=coalesce(title, ss_name)',
      '| timechart count BY title',
    ),
  };
}

function byTechnique(names: Names): Panel {
  return {
    title: 'Alerts by technique',
    visual: { kind: 'bars' },
    query: inPeriod(
      firedAlerts(names),
      '| stats count AS alerts BY ss_name',
      `| lookup ${names.catalogue} saved_search AS ss_name OUTPUT techniques`,
      '| makemv delim=", " techniques',
      '| mvexpand techniques',
      '| fillnull value="none named" techniques',
      '| stats sum(alerts) AS alerts BY techniques',
      '| sort 20 -alerts',
    ),
  };
}

/** A click opens the result rows that name the host or the user. */
function byEntity(names: Names): Panel[] {
  return ['host', 'user'].map((kind) => {
    const column = `alert_${kind}`;
    const found = `${names.alerts} | search ${column}=`;
    return {
      title: `Results by ${kind} (choose a row to see its events)`,
      visual: { kind: 'table', rows: 8 },
      query: inPeriod(
        names.alerts,
        `| stats count AS results dc(title) AS strategies max(_time) AS latest BY ${column}`,
        `| eval latest=strftime(latest, "%F %T")`,
        '| sort 100 -results',
      ),
      link: `/app/${names.app}/search?q=${encodeURIComponent(found)}%22{{${column}}}%22&earliest=$period.earliest$&latest=$period.latest$`,
    };
  });
}

function latest(names: Names): Panel {
  return {
    title: 'Latest alerts (choose a row to see the results that raised it)',
    visual: { kind: 'table', rows: 10 },
    query: inPeriod(
      firedAlerts(names),
      `| lookup ${names.catalogue} saved_search AS ss_name OUTPUT title severity tactics techniques`,
      '| sort 200 -_time',
      '| eval time=strftime(_time, "%F %T"), title=coalesce(title, ss_name)',
      '| table time title severity tactics techniques sid',
    ),
    link: `/app/${names.app}/search?sid={{sid}}`,
  };
}

function strategies(names: Names): Panel {
  return {
    title: 'Strategies (choose a row to read one)',
    visual: { kind: 'table', rows: 20 },
    query: recent(
      `| inputlookup ${names.catalogue}`,
      '| fields saved_search strategy_id title severity tactics techniques',
      '| join type=left saved_search',
      `    [${savedSearches(names)}]`,
      '| eval state=case(isnull(disabled), "not installed", disabled==0, "on", true(), "off")',
      '| sort 0 title',
      '| table title state severity tactics techniques cron_schedule next_scheduled_time strategy_id',
    ),
    link: strategyLink(names, 'strategy_id'),
  };
}
