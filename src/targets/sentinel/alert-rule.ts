// An analytics rule as the service holds it: what a strategy becomes, and what is read back out of a template.

export const severities = ['High', 'Medium', 'Low', 'Informational'] as const;
export const operators = ['GreaterThan', 'LessThan', 'Equal', 'NotEqual'] as const;
export const aggregationKinds = ['SingleAlert', 'AlertPerResult'] as const;
export const matchingMethods = ['AllEntities', 'AnyAlert', 'Selected'] as const;
export const groupableDetails = ['DisplayName', 'Severity'] as const;

export type RuleSeverity = (typeof severities)[number];
export type TriggerOperator = (typeof operators)[number];
type AggregationKind = (typeof aggregationKinds)[number];
type MatchingMethod = (typeof matchingMethods)[number];

/** Durations are in seconds. */
export interface AlertRule {
  /** The strategy that the rule was made from. */
  readonly strategyId: string;
  readonly version: string;
  /** The resource's name and the rule's identity: a UUID that depends on pack and strategy alone. */
  readonly name: string;
  readonly kind: 'Scheduled' | 'NRT';
  readonly displayName: string;
  readonly description: string;
  readonly severity: RuleSeverity;
  readonly enabled: boolean;
  readonly query: string;
  /** Absent in a near-real-time rule, which the service runs each minute on what was ingested. */
  readonly schedule?: RuleSchedule;
  readonly suppression: { readonly enabled: boolean; readonly duration: number };
  /** Sentinel's names (`PrivilegeEscalation`), techniques (`T1053`), sub-techniques (`T1053.005`). */
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly subTechniques: readonly string[];
  readonly entities: readonly RuleEntity[];
  /** Columns that hold entities as JSON already. */
  readonly entityColumns: readonly string[];
  /** Name in the alert to column. */
  readonly customDetails: Readonly<Record<string, string>>;
  readonly alertDetails?: AlertDetails;
  readonly aggregation: AggregationKind;
  readonly incident: IncidentSettings;
  /** Names of the functions and watchlists that must exist before the service compiles the query. */
  readonly needs: readonly string[];
}

export interface RuleSchedule {
  readonly frequency: number;
  readonly period: number;
  readonly operator: TriggerOperator;
  readonly threshold: number;
}

/** `columns`: identifier (`Sid`) to result column. */
export interface RuleEntity {
  readonly type: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** Formats hold `{{Column}}` placeholders. */
export interface AlertDetails {
  readonly displayNameFormat?: string;
  readonly descriptionFormat?: string;
  readonly tacticsColumn?: string;
  readonly severityColumn?: string;
  readonly dynamicProperties: readonly DynamicProperty[];
}

export interface DynamicProperty {
  readonly property: string;
  readonly column: string;
}

export interface IncidentSettings {
  readonly create: boolean;
  readonly grouping?: IncidentGrouping;
}

export interface IncidentGrouping {
  readonly enabled: boolean;
  readonly reopenClosed: boolean;
  readonly lookback: number;
  readonly method: MatchingMethod;
  readonly entities: readonly string[];
  readonly details: readonly string[];
  readonly customDetails: readonly string[];
}

/** A workspace function, called by its name: `body` is KQL; `parameters` as Log Analytics writes them (`days:int = 7, name:string`). */
export interface WorkspaceFunction {
  readonly name: string;
  readonly description: string;
  readonly parameters: string;
  readonly body: string;
}

/** A watchlist: every value is text, as `_GetWatchlist` gives it. */
export interface Watchlist {
  readonly alias: string;
  readonly description: string;
  readonly columns: readonly string[];
  /** The column that `_GetWatchlist` repeats as `SearchKey`. */
  readonly searchKey: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** A query to run by hand, which raises no alerts. */
export interface HuntingQuery {
  readonly strategyId: string;
  readonly version: string;
  /** The resource's name: a UUID that depends on pack and strategy alone, or the one that it had. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly query: string;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
}
