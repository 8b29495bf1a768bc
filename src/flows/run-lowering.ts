// Runs what a front end lowered, stage by stage where columns depend on data.
import type { Rows, Session } from '../engines/duckdb/index.ts';
import type { Bound, Column, Lowering } from '../plan/index.ts';
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
  | {
      readonly kind: 'rows';
      readonly rows: Rows;
      readonly columns: readonly Column[];
      /** What was met on the way: limits of the language that cut the result. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

export async function runLowering(
  session: Session,
  first: Lowering,
  seconds: number,
): Promise<RunOutcome> {
  let lowering: Lowering = first;
  let met: readonly Diagnostic[] = [];
  for (let stage = 0; lowering.kind === 'stage'; stage++) {
    if (stage === MOST_STAGES) return { kind: 'refused', diagnostics: [tooManyStages] };
    const keys = await session.run(lowering.probe, { seconds });
    const { value, diagnostics } = lowering.resume(keys.rows);
    if (!value || hasErrors(diagnostics)) return { kind: 'refused', diagnostics };
    lowering = value;
    met = diagnostics;
  }
  const rows = await session.run(lowering.plan, { seconds });
  const cut = await bitten(session, lowering.bounds ?? [], seconds);
  return { kind: 'rows', rows, columns: lowering.columns, diagnostics: [...met, ...cut] };
}

async function bitten(
  session: Session,
  bounds: readonly Bound[],
  seconds: number,
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const { probe, notice } of bounds) {
    const { rows } = await session.run(probe, { seconds });
    if (rows.length > 0) found.push(notice);
  }
  return found;
}
