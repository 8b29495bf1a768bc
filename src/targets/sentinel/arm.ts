// Strings in ARM templates. The deployment engine evaluates every string that begins with `[` and ends with `]`;
// `[[` at the start of such a string stands for one literal bracket, anywhere else it stands for itself.
// https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters

export const SCHEMA =
  'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/** The versions that resources are written for: stable where the stable version knows every property needed. */
export const apiVersions = {
  alertRules: '2025-09-01',
  /** Near-real-time rules and sub-techniques have not reached a stable version. */
  alertRulesPreview: '2025-10-01-preview',
  savedSearches: '2025-07-01',
  watchlists: '2025-09-01',
  workbooks: '2023-06-01',
} as const;

export const types = {
  alertRules: 'Microsoft.SecurityInsights/alertRules',
  savedSearches: 'Microsoft.OperationalInsights/workspaces/savedSearches',
  watchlists: 'Microsoft.SecurityInsights/watchlists',
  workbooks: 'Microsoft.Insights/workbooks',
  providerWatchlists: 'Microsoft.OperationalInsights/workspaces/providers/Watchlists',
  providerAlertRules: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
} as const;

/** A text as a template must hold it so that deployment gives back the text. */
export function literal(text: string): string {
  return looksEvaluated(text) ? `[${text}` : text;
}

/** What deployment makes of a template's string, if it is a literal; undefined for an expression. */
export function literalValue(text: string): string | undefined {
  if (!looksEvaluated(text)) return text;
  return text.startsWith('[[') ? text.slice(1) : undefined;
}

function looksEvaluated(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']');
}

/** A text as an argument inside an expression. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
