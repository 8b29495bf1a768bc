// The overview dashboard in Simple XML, which every supported Splunk shows: alerts over time, the state of each
// search, and the strategy's own text for whoever handles an alert.
import type { Pack } from '../../../strategy/index.ts';
import { catalogueName } from './lookups.ts';
import { oneLine } from './macros.ts';
import { markup } from './markup.ts';

const SECTIONS: readonly (readonly [string, string])[] = [
  ['description', 'Description'],
  ['goal', 'Goal'],
  ['abstract', 'Strategy'],
  ['technical_context', 'Technical context'],
  ['blind_spots', 'Blind spots'],
  ['false_positives', 'False positives'],
  ['response', 'Response'],
  ['references', 'References'],
];

/** The view's XML. Every query reads the shipped catalogue or Splunk's own records; no number is written into it. */
export function overview(pack: Pack): string {
  const app = pack.id;
  const lookup = catalogueName(app);
  const searches = `| rest /servicesNS/-/${app}/saved/searches splunk_server=local count=0
| search eai:acl.app="${app}"
| rename title AS saved_search
| lookup ${lookup} saved_search OUTPUT strategy_id title severity tactics techniques
| where isnotnull(strategy_id)`;
  const alerts = `index=_audit action=alert_fired ss_app="${app}"`;
  return `<form version="1.1" theme="light">
  <label>Overview</label>
  <description>${markup(oneLine(pack.title))}: alerts, state of the searches, and the strategies behind them</description>
  <fieldset submitButton="false">
    <input type="time" token="period">
      <label>Alerts in</label>
      <default>
        <earliest>-7d@h</earliest>
        <latest>now</latest>
      </default>
    </input>
  </fieldset>
  <row>
    ${single('Strategies shipped', `| inputlookup ${lookup} | stats dc(strategy_id) AS strategies`)}
    ${single('Searches switched on', `${searches} | stats sum(eval(if(disabled==0, 1, 0))) AS enabled`)}
    ${single('Alerts in the period', `${alerts} | stats count`, true)}
  </row>
  <row>
    <panel>
      <title>Alerts over time</title>
      <chart>
        ${search(`${alerts} | timechart count BY ss_name`, true)}
        <option name="charting.chart">column</option>
        <option name="charting.chart.stackMode">stacked</option>
        <option name="charting.legend.placement">bottom</option>
        <option name="height">240</option>
      </chart>
    </panel>
  </row>
  <row>
    <panel>
      <title>Searches (choose a row to read its strategy)</title>
      <table>
        ${search(`${searches}
| eval state=if(disabled==0, "on", "off")
| table title state severity tactics techniques cron_schedule next_scheduled_time saved_search strategy_id
| sort title`)}
        <fields>["title","state","severity","tactics","techniques","cron_schedule","next_scheduled_time"]</fields>
        <option name="count">20</option>
        <option name="drilldown">row</option>
        <drilldown>
          <set token="strategy">$row.strategy_id$</set>
          <set token="strategy_title">$row.title$</set>
        </drilldown>
      </table>
    </panel>
  </row>
  <row depends="$strategy$">
    <panel>
      <title>$strategy_title$</title>
      <table>
        ${search(documentQuery(lookup))}
        <option name="count">20</option>
        <option name="drilldown">none</option>
        <option name="wrap">true</option>
      </table>
    </panel>
  </row>
</form>
`;
}

/** One row per section of the chosen strategy, empty ones left out. */
function documentQuery(lookup: string): string {
  return [
    `| inputlookup ${lookup}`,
    '| where strategy_id=$strategy|s$',
    '| head 1',
    `| eval n=mvrange(0, ${String(SECTIONS.length)})`,
    '| mvexpand n',
    `| eval section=case(${SECTIONS.map(([, label], index) => `n==${String(index)}, "${label}"`).join(', ')})`,
    `| eval text=case(${SECTIONS.map(([column], index) => `n==${String(index)}, '${column}'`).join(', ')})`,
    '| where text!=""',
    '| table section text',
  ].join('\n');
}

function single(title: string, query: string, timed = false): string {
  return `<panel>
      <single>
        <title>${markup(title)}</title>
        ${search(query, timed)}
        <option name="drilldown">none</option>
      </single>
    </panel>`;
}

function search(query: string, timed = false): string {
  const window = timed
    ? '<earliest>$period.earliest$</earliest><latest>$period.latest$</latest>'
    : '<earliest>-15m</earliest><latest>now</latest>';
  return `<search><query>${markup(query)}</query>${window}</search>`;
}
