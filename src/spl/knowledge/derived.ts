// Search-time fields: what an add-on's aliases and calculations make of the stored ones, made only when asked for.
import { call, nothing, or, text, type Expression } from '../../plan/index.ts';
import { readExpression } from '../eval-parser.ts';
import { lowerExpression } from '../expression.ts';
import { fieldsOfEval } from '../reads.ts';
import { as, asText, commonShape, type Scope, type Shape, type Typed } from '../shape.ts';
import type { EvalNode } from '../tree.ts';
import { clouds } from './clouds.ts';
import type { Origin } from './origin.ts';
import { sysmon } from './sysmon.ts';
import { windows } from './windows.ts';

export const origins: readonly Origin[] = [...sysmon, ...windows, ...clouds];

interface Rule {
  readonly origin: Origin;
  readonly expression: string;
}

const rulesOf = new Map<string, Rule[]>();
for (const origin of origins) {
  for (const [field, expression] of Object.entries(origin.fields)) {
    const known = rulesOf.get(field);
    if (known) known.push({ origin, expression });
    else rulesOf.set(field, [{ origin, expression }]);
  }
}

/** Names of all fields that some origin's events get. */
export function derivedNames(): readonly string[] {
  return [...rulesOf.keys()];
}

const trees = new Map<string, EvalNode>();

/** The tree of an expression in these tables; one that cannot be read is our own mistake. */
function treeOf(expression: string): EvalNode {
  const known = trees.get(expression);
  if (known) return known;
  const fail = (problem: string): never => {
    throw new Error(`${problem} in the field expression ${expression}`);
  };
  const tree = readExpression(
    { text: expression, at: 0, report: (_, message) => fail(message), depth: 0 },
    () => fail('a subsearch'),
  );
  trees.set(expression, tree);
  return tree;
}

function lowered(expression: string, stored: Scope): Typed | undefined {
  return lowerExpression(treeOf(expression), stored, (_, message) => {
    throw new Error(`${message} in the field expression ${expression}`);
  });
}

/** Whether an expression reads a stored field, or none at all; one that reads only absent fields has no value. */
function hasInput(expression: string, stored: Scope): boolean {
  const names = fieldsRead(expression);
  return names.length === 0 || names.some((name) => stored.field(name) !== undefined);
}

const namesRead = new Map<string, readonly string[]>();

function fieldsRead(expression: string): readonly string[] {
  const known = namesRead.get(expression);
  if (known) return known;
  const made = fieldsOfEval(treeOf(expression));
  namesRead.set(expression, made);
  return made;
}

/** The test that an event is of this origin, codes aside; undefined when the stored fields cannot tell. */
function belongs(origin: Origin, stored: Scope): Expression | undefined {
  if (origin.channel !== undefined) return ofChannel(origin.channel, stored);
  return origin.sourcetypes && ofSourcetype(origin.sourcetypes, stored);
}

function ofChannel(channel: string, stored: Scope): Expression | undefined {
  const [held, source, sourcetype] = ['Channel', 'source', 'sourcetype'].map((name) => {
    const field = stored.field(name);
    return field && asText(field);
  });
  const tests: Expression[] = [];
  if (held) tests.push(call('eq_ci', 'bool', held, text(channel)));
  for (const each of [source, sourcetype]) {
    if (each) tests.push(call('ends_with_ci', 'bool', each, text(`:${channel}`)));
  }
  return tests.length === 0 ? undefined : or(tests);
}

function ofSourcetype(sourcetypes: readonly string[], stored: Scope): Expression | undefined {
  const field = stored.field('sourcetype');
  return (
    field &&
    or(
      sourcetypes.map((each) =>
        each.endsWith('*')
          ? call('starts_with_ci', 'bool', asText(field), text(each.slice(0, -1)))
          : call('eq_ci', 'bool', asText(field), text(each)),
      ),
    )
  );
}

function ofCodes(codes: readonly number[], stored: Scope): Expression | undefined {
  const field = stored.field('EventCode') ?? stored.field('EventID');
  return field && call('in', 'bool', asText(field), ...codes.map((each) => text(String(each))));
}

/** Rules of one channel or sourcetype: values by event code, and one for all other codes. */
interface Source {
  readonly origin: Origin;
  readonly byCode: Map<string, number[]>;
  otherwise?: string;
}

/** The rules of a field by where its events come from, in the order of the tables. */
function sourcesOf(rules: readonly Rule[]): Source[] {
  const sources = new Map<string, Source>();
  for (const { origin, expression } of rules) {
    const key = origin.channel ?? origin.sourcetypes?.join() ?? '';
    const source: Source = sources.get(key) ?? { origin, byCode: new Map() };
    sources.set(key, source);
    if (!origin.codes) source.otherwise ??= expression;
    else source.byCode.set(expression, [...(source.byCode.get(expression) ?? []), ...origin.codes]);
  }
  return [...sources.values()];
}

/** The value for events of one source; undefined when the stored fields give none. */
function valueFrom(source: Source, stored: Scope): Typed | undefined {
  const branches = [...source.byCode].flatMap(([expression, codes]): Branch[] => {
    const when = hasInput(expression, stored) ? ofCodes(codes, stored) : undefined;
    const then = when && lowered(expression, stored);
    return when && then && then.shape !== 'null' ? [{ when, then }] : [];
  });
  const { otherwise } = source;
  const last =
    otherwise !== undefined && hasInput(otherwise, stored) ? lowered(otherwise, stored) : undefined;
  return firstOf([chosen(branches), last]);
}

interface Branch {
  readonly when: Expression;
  readonly then: Typed;
}

/** The value of the branch that holds. */
function chosen(branches: readonly Branch[]): Typed | undefined {
  const shape = shapeOfField(branches.map((each) => each.then));
  const cases = branches.map(({ when, then }) => ({ when, then: as(shape, then) }));
  const type = cases[0]?.then.type;
  if (!type) return undefined;
  const otherwise = nothing(type);
  return { expression: { kind: 'case', branches: cases, otherwise, type }, shape };
}

/** The first of these values that an event has. */
function firstOf(values: readonly (Typed | undefined)[]): Typed | undefined {
  const known = values.filter((each) => each !== undefined).filter((each) => each.shape !== 'null');
  const [first] = known;
  if (!first || known.length === 1) return first;
  const shape = shapeOfField(known);
  const expressions = known.map((each) => as(shape, each));
  const type = expressions[0]?.type ?? 'string';
  return { expression: call('coalesce', type, ...expressions), shape };
}

const shapeOfField = (values: readonly Typed[]): Shape => {
  const shape = commonShape(values);
  return shape === 'text' ? 'any' : shape;
};

const remembered = new WeakMap<Scope, Scope>();

/** The same scope with each field looked up once. */
function remembering(scope: Scope): Scope {
  const known = remembered.get(scope);
  if (known) return known;
  const fields = new Map<string, Typed | undefined>();
  const made: Scope = {
    ...scope,
    field: (name) => {
      if (!fields.has(name)) fields.set(name, scope.field(name));
      return fields.get(name);
    },
  };
  remembered.set(scope, made);
  return made;
}

/**
 * A field by name: the stored one where the event has it, else what its origin's rules give. Undefined when neither is
 * known.
 */
export function derivedField(name: string, scope: Scope): Typed | undefined {
  const stored = remembering(scope);
  const own = stored.field(name);
  const sources = sourcesOf(rulesOf.get(name) ?? []).flatMap((source) => {
    const when = belongs(source.origin, stored);
    const then = when && valueFrom(source, stored);
    return when && then ? [{ when, then, channel: source.origin.channel }] : [];
  });
  // What holds for all events of a sourcetype comes after what a channel's events have.
  const byChannel = chosen(sources.filter((each) => each.channel !== undefined));
  const bySourcetype = chosen(sources.filter((each) => each.channel === undefined));
  return firstOf([own, byChannel, bySourcetype]);
}

/** Names of the fields that the rules can make out of the stored ones. */
export function derivableNames(scope: Scope): readonly string[] {
  const stored = remembering(scope);
  return [...rulesOf].flatMap(([name, rules]) =>
    rules.some(
      (rule) => belongs(rule.origin, stored) !== undefined && hasInput(rule.expression, stored),
    )
      ? [name]
      : [],
  );
}
