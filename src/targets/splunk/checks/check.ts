// What a check is: one thing that Splunk's vetting asks of an app, under our code and AppInspect's name.
import type { Severity, Source, Span } from '../../../text/index.ts';
import type { AppFolder } from './app-folder.ts';

/** One place where an app fails a check. */
export interface Finding {
  readonly source: Source;
  readonly span?: Span | undefined;
  readonly message: string;
  readonly remedy?: string;
  /** AppInspect's name for this very finding, where the check stands for a family of AppInspect's. */
  readonly appInspect?: string;
  /** Where this very finding weighs otherwise than the check. */
  readonly severity?: Severity;
}

export interface Check {
  /** `TSP14nn`, stable. */
  readonly code: string;
  /** The AppInspect check that this one corresponds to. */
  readonly appInspect: string;
  /** `error` where AppInspect fails the app, `warning` where it warns. */
  readonly severity: Severity;
  readonly run: (app: AppFolder) => readonly Finding[];
}
