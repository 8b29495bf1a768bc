// What a command is: its syntax as data, the fields it looks at, and what it does to the rows.
import type { Span } from '../../text/index.ts';
import type { Relation, Value } from '../../plan/index.ts';
import type { SplEnvironment } from '../environment.ts';
import type { Flow } from '../flow.ts';
import type { Report } from '../messages.ts';
import type { Need } from '../need.ts';
import type { Scope, Typed } from '../shape.ts';
import type { CommandSyntax } from '../syntax.ts';
import type { CommandNode, EvalNode, Pipeline, SearchNode } from '../tree.ts';

export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line for the reference. */
  readonly summary: string;
  readonly syntax: CommandSyntax;
  /** Makes rows by itself: stands first, or adds to what comes in. */
  readonly generates?: true;
  /** Makes rows, and in the middle of a pipeline adds them to those that come in. */
  readonly adds?: true;
  /** What is needed before it, given what is needed after it; without, the same. */
  readonly needs?: (command: CommandNode, after: Need, context: Context) => Need;
  /** The rows after it; undefined when an error was reported or a stage is pending. `after`: what is needed of them. */
  readonly lower: (
    command: CommandNode,
    input: Flow,
    context: Context,
    after: Need,
  ) => Flow | undefined;
}

/** What lowering a command may ask for. */
export interface Context {
  readonly environment: SplEnvironment;
  readonly report: Report;
  /** Events as a search retrieves them, with the fields needed. */
  readonly events: (need: Need) => Flow;
  /** The commands of a pipeline on rows (`undefined`: it begins by itself). */
  readonly run: (pipeline: Pipeline, input: Flow | undefined, after: Need) => Flow | undefined;
  readonly needsOf: (pipeline: Pipeline, after: Need) => Need;
  /** Parses text that became known only now (a template with its fields filled in); places are those of `at`. */
  readonly parsePipeline: (text: string, at: Span) => Pipeline | undefined;
  readonly parseSearch: (text: string, at: Span) => SearchNode | undefined;
  readonly parseExpression: (text: string, at: Span) => EvalNode | undefined;
  /**
   * The rows of a relation, once they are known; undefined makes lowering stop here until then. `columns`: the names of
   * fields come out of the answer.
   */
  readonly ask: (probe: Relation, what?: 'columns') => readonly (readonly Value[])[] | undefined;
  /** A default limit; the message is told when the relation turns out to have a row. */
  readonly bounded: (probe: Relation, message: string, at: Span, remedy?: string) => void;
  readonly scope: (flow: Flow) => Scope;
  readonly evaluate: (node: EvalNode, flow: Flow) => Typed | undefined;
  readonly fresh: (prefix: string) => string;
}
