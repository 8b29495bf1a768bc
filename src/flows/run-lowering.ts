// Runs what a front end lowered, stage by stage where columns depend on data.
import type { Rows, Session } from '../engines/duckdb/index.ts';
import type { Column, Lowering } from '../plan/index.ts';
import { hasErrors, type Diagnostic } from '../text/index.ts';

/** More stages than any search that people write; a search that needs more is refused. */
const MOST_STAGES = 16;

const tooManyStages: Diagnostic = {
  code: 'QRY1003',
  severity: 'error',
  message: `the columns depend on data more than ${MOST_STAGES} times over`,
  source: { name: '<query>', text: '' },
};

export type RunOutcome =
  | { readonly kind: 'rows'; readonly rows: Rows; readonly columns: readonly Column[] }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

export async function runLowering(
  session: Session,
  first: Lowering,
  seconds: number,
): Promise<RunOutcome> {
  let lowering: Lowering = first;
  for (let stage = 0; lowering.kind === 'stage'; stage++) {
    if (stage === MOST_STAGES) return { kind: 'refused', diagnostics: [tooManyStages] };
    const keys = await session.run(lowering.probe, { seconds });
    const { value, diagnostics } = lowering.resume(keys.rows);
    if (!value || hasErrors(diagnostics)) return { kind: 'refused', diagnostics };
    lowering = value;
  }
  const rows = await session.run(lowering.plan, { seconds });
  return { kind: 'rows', rows, columns: lowering.columns };
}
