// What the dashboards' searches share: the lookups and the macro that they read, and the app that they belong to.
import type { Pack } from '../../../../strategy/index.ts';
import { alertsMacro } from '../alert-rows.ts';
import { catalogueName } from '../catalogue.ts';
import { coverageName } from '../coverage-lookup.ts';

export interface Names {
  readonly app: string;
  readonly catalogue: string;
  readonly coverage: string;
  /** The call of the macro that gives alerts' result rows. */
  readonly alerts: string;
}

export function namesOf({ id }: Pack): Names {
  return {
    app: id,
    catalogue: catalogueName(id),
    coverage: coverageName(id),
    alerts: `\`${alertsMacro(id)}\``,
  };
}

/** The app's saved searches as Splunk has them, one row each: `saved_search`, `disabled`, `cron_schedule`, `next_scheduled_time`. */
export function savedSearches({ app }: Names): string {
  return [
    `| rest /servicesNS/-/${app}/saved/searches splunk_server=local count=0`,
    `| search eai:acl.app="${app}"`,
    '| rename title AS saved_search',
    '| fields saved_search disabled cron_schedule next_scheduled_time',
  ].join('\n');
}

/** Splunk's own record of alerts. */
export function firedAlerts({ app }: Names): string {
  return `index=_audit action=alert_fired ss_app="${app}"`;
}

/** The address of a strategy's text. */
export function strategyLink({ app }: Names, column: string): string {
  return `/app/${app}/strategy?form.strategy={{${column}}}`;
}
