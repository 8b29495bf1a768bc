// What an app is built for: the oldest Splunk that it must run on, and whether Enterprise Security is there.

export const SPLUNK_VERSIONS = ['9.4', '10.0', '10.4', 'cloud'] as const;
export type MinSplunk = (typeof SPLUNK_VERSIONS)[number];

export const EDITIONS = ['enterprise', 'es'] as const;
export type Edition = (typeof EDITIONS)[number];

export interface SplunkTarget {
  readonly minSplunk: MinSplunk;
  /** `es` writes what Enterprise Security reads; without Enterprise Security nothing reads it. */
  readonly edition: Edition;
}

/** Runs on every supported Splunk, with Enterprise Security or without. */
export const DEFAULT_TARGET: SplunkTarget = { minSplunk: '9.4', edition: 'es' };

/** Tabbed Dashboard Studio definitions are known from Splunk 10.0 on. */
export function dashboardForm({ minSplunk }: SplunkTarget): 'simple-xml' | 'studio' {
  return minSplunk === '9.4' ? 'simple-xml' : 'studio';
}

/** Splunk's own page for React apps exists from 10.4 on; before it, a Simple XML view hosts the setup page. */
export function setupHost({ minSplunk }: SplunkTarget): 'simple-xml' | 'template' {
  return minSplunk === '10.4' || minSplunk === 'cloud' ? 'template' : 'simple-xml';
}

/** Enterprise Security 7 runs on Splunk 9 alone; its shapes are also read by Enterprise Security 8. */
export function securityGeneration({ minSplunk }: SplunkTarget): 7 | 8 {
  return minSplunk === '9.4' ? 7 : 8;
}

/** The requirement as app.manifest writes it; Splunk Cloud has no version to ask for. */
export function requiredVersion({ minSplunk }: SplunkTarget): string {
  return `>=${minSplunk === 'cloud' ? '10.0' : minSplunk}`;
}
