/** What is wrong with a template, at an offset range of its text. Deployment refuses an error; a warning may be meant. */
export interface Invalid {
  readonly id: InvalidId;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** The kinds of findings: names that do not change. */
export type InvalidId =
  | 'json'
  | 'template'
  | 'expression'
  | 'function'
  | 'parameter'
  | 'variable'
  | 'declaration'
  | 'resource'
  | 'api-version'
  | 'depends-on'
  | 'duplicate'
  | 'limit';

/** Where findings go while a template is looked at. */
export type Report = (
  id: InvalidId,
  severity: Invalid['severity'],
  at: { readonly start: number; readonly end: number },
  message: string,
) => void;
