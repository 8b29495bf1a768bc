// Everything that can be said of a pack without running it.
import type { Diagnostic } from '../text/index.ts';
import { assemble } from './build.ts';

export interface CheckOptions {
  readonly pack: string;
  readonly progress?: (text: string) => void;
}

/** Findings of documents, searches and the artifacts that they would become. Nothing is written. */
export async function check(options: CheckOptions): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await assemble(options);
  return diagnostics;
}
