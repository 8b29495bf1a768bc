// What a replay found, held against what the document promised.
import type { Source, Span } from '../text/index.ts';
import type { FoundEntities } from './entities.ts';

/** `unsupported`: the engine refused a construct, so nothing is claimed. `unseen`: the recording has nothing the platform would receive. */
export type Observation = 'fired' | 'silent' | 'unsupported' | 'unseen';

export interface Verdict {
  readonly strategy: string;
  readonly title: string;
  /** `splunk`, `sentinel`, `defender`. */
  readonly platform: string;
  readonly recording: string;
  readonly expectation: string;
  /** When events came in and windows met, where not as usual: `20m late; twice`. */
  readonly conditions?: string;
  /** `either`: nothing was promised. */
  readonly expected: 'fired' | 'silent' | 'either';
  readonly observed: Observation;
  readonly passed: boolean;
  readonly rows: number;
  /** What the rows name, by each entity mapping of the document; where the search fired. */
  readonly entities?: readonly FoundEntities[];
  /** Why it failed, or what limits the claim. */
  readonly reason?: string;
  /** True where the view is not what the product itself would record. */
  readonly analogue: boolean;
  readonly milliseconds: number;
  readonly source: Source;
  readonly span: Span;
}
