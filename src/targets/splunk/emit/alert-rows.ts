// The macro behind the dashboards' lists of hosts and users: the result rows that alerts were raised for.
import type { Pack } from '../../../strategy/index.ts';
import { catalogueName } from './catalogue.ts';
import { rolesOf } from './entity-roles.ts';
import type { Macro } from './macros.ts';
import { namePrefix } from './names.ts';
import type { EmittedSearch } from './saved-search.ts';

export function alertsMacro(app: string): string {
  return `${app}_alerts`;
}

// Splunk renames these when it writes a result to an index, since the written event has its own.
const RENAMED = new Set(['host', 'source', 'sourcetype', 'index']);

/**
 * Enterprise Security keeps findings in the index `notable`; without it the searches write their results to `summary`.
 * Both name the saved search as the event's source. Adds `alert_host` and `alert_user`, by each strategy's entities.
 */
export function alertRows(pack: Pack, searches: readonly EmittedSearch[]): Macro {
  const prefix = namePrefix(pack.title).replaceAll('"', '\\"');
  const entities = (['system', 'user'] as const).map((kind) => {
    const name = kind === 'system' ? 'host' : 'user';
    return `alert_${name}=${valueOf(`${name}_field`, columnsOf(searches, kind))}`;
  });
  const definition = [
    `(index=notable OR index=summary) source="${prefix}*"`,
    `lookup ${catalogueName(pack.id)} saved_search AS source OUTPUT strategy_id title severity tactics techniques host_field user_field`,
    'where isnotnull(strategy_id)',
    `eval ${entities.join(', ')}`,
  ].join(' | ');
  const description =
    'Results that alerts were raised for. Name other indexes here if findings or summaries are kept elsewhere';
  return { name: alertsMacro(pack.id), kind: 'helper', definition, description };
}

function columnsOf(searches: readonly EmittedSearch[], kind: 'system' | 'user'): string[] {
  const columns = searches.flatMap(({ strategy }) => {
    const role = rolesOf(strategy.entities).find((each) => each.kind === kind);
    return role?.column ?? [];
  });
  return [...new Set(columns)].sort();
}

function valueOf(field: string, columns: readonly string[]): string {
  if (columns.length === 0) return 'null()';
  const cases = columns.map((column) => {
    const written = RENAMED.has(column) ? `orig_${column}` : column;
    return `${field}=="${column}", '${written}'`;
  });
  return `case(${cases.join(', ')})`;
}
