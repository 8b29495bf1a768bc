// From the text of a search to its plan: macros, tree, lowering. Where the plan depends on data, lowering stops, and begins
// again with the answers once they are there: nothing is kept between the two but those.
import type { Bound, Lowering, Relation, Value } from '../plan/index.ts';
import { hasErrors, type Diagnostic, type Outcome, type Source } from '../text/index.ts';
import { grammar } from './commands/index.ts';
import { contextWith } from './context.ts';
import type { SplEnvironment } from './environment.ts';
import { columnsOfFlow, isInternal, keep } from './flow.ts';
import { factsOf, type Facts } from './facts.ts';
import { expand, reporter, type Expansion } from './macros.ts';
import { everything } from './need.ts';
import { parse } from './parser.ts';
import type { Pipeline } from './tree.ts';
import { evaluateMacroText } from './macro-value.ts';

export interface SplCompiled {
  readonly lowering: Lowering;
  readonly facts: Facts;
}

export interface SplParsed {
  readonly expansion: Expansion;
  readonly tree: Pipeline;
}

type Answers = readonly (readonly (readonly Value[])[])[];

/** The expanded text and its tree, as far as it could be read. */
export function read(search: Source, environment: SplEnvironment): Outcome<SplParsed> {
  const { knowledge, macros } = environment;
  const { expansion, diagnostics } = expand(search, {
    macros: (key) => macros.get(key) ?? knowledge?.macro(key),
    known: () => [...macros.keys(), ...(knowledge?.macroNames() ?? [])],
    evaluate: (text) => evaluateMacroText(text, environment),
  });
  const found: Diagnostic[] = [...diagnostics];
  const report = reporter(expansion, (each) => found.push(each));
  if (/^[\s|]*$/.test(search.text)) {
    report('SPL1004', 'there is no search here', { start: 0, end: search.text.length });
  }
  const tree = parse(
    expansion.mapped.text,
    { grammar, ...(environment.commandFirst === true && { commandFirst: true }) },
    report,
  );
  return { value: { expansion, tree }, diagnostics: found };
}

/** The plan of a search, or the first stage of it; without a value when there are errors. */
export function compile(
  search: Source,
  environment: SplEnvironment,
): Outcome<SplCompiled | undefined> {
  const { value: parsed, diagnostics } = read(search, environment);
  const found = [...diagnostics];
  const outcome = lower(parsed, environment, []);
  found.push(...outcome.diagnostics, ...errorsBeyond(outcome.value));
  if (!outcome.value || hasErrors(found)) return { value: undefined, diagnostics: found };
  const facts = factsOf(parsed, outcome.value);
  return { value: { lowering: outcome.value, facts }, diagnostics: found };
}

/** Stages beyond this many are not looked through. */
const MOST_STAGES = 16;

/**
 * What would stop a later stage whatever the data are: found by answering every question with no rows, which is what a
 * search meets where there are no events.
 */
function errorsBeyond(first: Lowering | undefined): readonly Diagnostic[] {
  let lowering = first;
  for (let stage = 0; lowering?.kind === 'stage' && stage < MOST_STAGES; stage++) {
    const { value, diagnostics }: Outcome<Lowering | undefined> = lowering.resume([]);
    if (!value) return diagnostics.filter(({ severity }) => severity === 'error');
    lowering = value;
  }
  return [];
}

/** Lowers with the answers that are there; notices of a step that is begun again are told once, at the end. */
function lower(
  parsed: SplParsed,
  environment: SplEnvironment,
  answers: Answers,
): Outcome<Lowering | undefined> {
  const diagnostics: Diagnostic[] = [];
  const report = reporter(parsed.expansion, (each) => diagnostics.push(each));
  const state: State = { answers, asked: 0, pending: undefined };
  const bounds: Bound[] = [];
  const context = contextWith(environment, report, {
    ask: (probe) => ask(state, probe),
    bounded: (probe, message, at, remedy) => {
      const tell = reporter(parsed.expansion, (notice) => bounds.push({ probe, notice }));
      tell('SPL1301', message, at, {
        severity: 'warning',
        ...(remedy !== undefined && { remedy }),
      });
    },
  });
  const flow = context.run(parsed.tree, undefined, everything);
  if (hasErrors(diagnostics)) return { value: undefined, diagnostics };
  if (state.pending) {
    return { value: stage(parsed, environment, answers, state.pending), diagnostics: [] };
  }
  if (!flow) return { value: undefined, diagnostics };
  const shown = keep(flow, (name) => !isInternal(name));
  return {
    value: { kind: 'plan', plan: shown.relation, columns: columnsOfFlow(shown), bounds },
    diagnostics,
  };
}

function stage(
  parsed: SplParsed,
  environment: SplEnvironment,
  answers: Answers,
  probe: Relation,
): Lowering {
  return {
    kind: 'stage',
    probe,
    resume: (rows) => lower(parsed, environment, [...answers, rows]),
  };
}

interface State {
  readonly answers: Answers;
  asked: number;
  pending: Relation | undefined;
}

/** Questions come in the same order each time, so that they are told apart by their number. */
function ask(state: State, probe: Relation): readonly (readonly Value[])[] | undefined {
  const answer = state.answers[state.asked];
  if (answer) {
    state.asked++;
    return answer;
  }
  state.pending ??= probe;
  return undefined;
}
