// A custom detection as Microsoft Graph holds it (`security/rules/detectionRules`, v1.0): what a strategy becomes, and
// what is read back. https://learn.microsoft.com/graph/api/resources/security-detectionrule

export const severities = ['informational', 'low', 'medium', 'high'] as const;
type DetectionSeverity = (typeof severities)[number];

export interface Detection {
  readonly strategyId: string;
  readonly version: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly query: string;
  /** Seconds between two runs; 0 runs on each event as it arrives. */
  readonly frequency: number;
  readonly title: string;
  readonly description: string;
  readonly severity: DetectionSeverity;
  readonly recommendedActions: string;
  readonly tactics: readonly DetectionTactic[];
  /** By Graph's group (`hosts`), each mapping a property (`deviceIdColumn`) to a result column. */
  readonly entities: Readonly<Record<string, readonly EntityColumns[]>>;
  readonly customDetails: Readonly<Record<string, string>>;
}

export type EntityColumns = Readonly<Record<string, string>>;

export interface DetectionTactic {
  readonly tactic: string;
  readonly techniques: readonly DetectionTechnique[];
}

interface DetectionTechnique {
  readonly technique: string;
  readonly subTechniques: readonly string[];
}
