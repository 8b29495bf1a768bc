// Leaves out columns that nothing reads, down to the scans. Front ends may then pass whole tables along.
import type { Expression } from './expression.ts';
import { expressionsOf, operandsOf } from './parts.ts';
import { changeRelations } from './within.ts';
import type { Named, Relation } from './relation.ts';
import { columnsOf } from './schema.ts';

/** The same relation, its own columns unchanged, computing nothing inside that is not needed for them. */
export function prune(relation: Relation): Relation {
  const all = columnsOf(relation).map(({ name }) => name);
  const pruner = new Pruner();
  pruner.collect(relation, new Set(all));
  return pruner.rebuild(relation, new Set(all));
}

type Needed = ReadonlySet<string>;

class Pruner {
  /** A shared relation is used in several places: it keeps what any of them needs. */
  readonly #shared = new Map<string, Set<string>>();
  readonly #rebuilt = new Map<string, Relation>();

  /** Notes what shared relations must keep; repeats below one only while its needs still grow. */
  collect(relation: Relation, needed: Needed): void {
    if (relation.kind === 'shared') {
      const known = this.#shared.get(relation.id);
      const before = known?.size ?? -1;
      const all = known ?? new Set<string>();
      for (const each of needed) all.add(each);
      this.#shared.set(relation.id, all);
      if (all.size > before) this.collect(relation.input, new Set(all));
      return;
    }
    for (const [input, need] of inputNeeds(relation, needed)) this.collect(input, need);
    for (const each of nestedRelations(relation)) this.collect(each, namesOf(each));
  }

  rebuild(relation: Relation, needed: Needed): Relation {
    const below = (input: Relation): Relation => {
      const need = inputNeeds(relation, needed).find(([each]) => each === input)?.[1];
      return this.rebuild(input, need ?? namesOf(input));
    };
    const inside = (expression: Expression): Expression => this.#nested(expression);
    const named = (each: Named): Named => {
      const expression = inside(each.expression);
      return expression === each.expression ? each : { ...each, expression };
    };
    switch (relation.kind) {
      case 'scan':
        return { ...relation, columns: relation.columns.filter(({ name }) => needed.has(name)) };
      case 'values':
        return relation;
      case 'filter':
        return { ...relation, input: below(relation.input), where: inside(relation.where) };
      case 'project': {
        const columns = relation.columns.filter(({ name }) => needed.has(name)).map(named);
        return { ...relation, input: below(relation.input), columns };
      }
      case 'aggregate': {
        const aggregates = relation.aggregates
          .filter(({ name }) => needed.has(name))
          .map((each) => ({
            ...each,
            args: each.args.map(inside),
            ...(each.where && { where: inside(each.where) }),
          }));
        return {
          ...relation,
          input: below(relation.input),
          by: relation.by.map(named),
          aggregates,
        };
      }
      case 'sort':
        return {
          ...relation,
          input: below(relation.input),
          keys: relation.keys.map((key) => ({ ...key, by: inside(key.by) })),
        };
      case 'limit':
        return { ...relation, input: below(relation.input) };
      case 'join': {
        const keys = relation.keys.map(({ left, right }) => ({
          left: inside(left),
          right: inside(right),
        }));
        return {
          ...relation,
          left: below(relation.left),
          right: below(relation.right),
          keys,
          ...(relation.where && { where: inside(relation.where) }),
        };
      }
      case 'union':
        return {
          ...relation,
          inputs: relation.inputs.map((input) => this.#leg(relation.inputs[0], input, needed)),
        };
      case 'unnest':
        return { ...relation, input: below(relation.input), lists: relation.lists.map(named) };
      case 'window': {
        const columns = relation.columns.filter(({ name }) => needed.has(name));
        const input = below(relation.input);
        return columns.length === 0 ? input : { ...relation, input, columns };
      }
      case 'shared': {
        const known = this.#rebuilt.get(relation.id);
        if (known) return known;
        const made = {
          ...relation,
          input: this.rebuild(relation.input, this.#shared.get(relation.id) ?? needed),
        };
        this.#rebuilt.set(relation.id, made);
        return made;
      }
    }
  }

  /** Legs meet by position: what the first leg's names need is kept at the same places in each. */
  #leg(first: Relation | undefined, leg: Relation, needed: Needed): Relation {
    const names = first ? columnsOf(first).map(({ name }) => name) : [];
    const kept = columnsOf(leg).filter((_, at) => needed.has(names[at] ?? ''));
    const input = this.rebuild(leg, new Set(kept.map(({ name }) => name)));
    const columns = kept.map(({ name, type }) => ({
      name,
      expression: { kind: 'column', name, type } as const,
    }));
    return { kind: 'project', input, columns };
  }

  #nested(expression: Expression): Expression {
    return changeRelations(expression, (each) => this.rebuild(each, namesOf(each)));
  }
}

const known = new WeakMap<Relation, Needed>();

/** Of a relation's columns. They are asked for on the way down and again on the way up. */
function namesOf(relation: Relation): Needed {
  let names = known.get(relation);
  if (!names) {
    names = new Set(columnsOf(relation).map(({ name }) => name));
    known.set(relation, names);
  }
  return names;
}

/** What each direct input must provide. */
function inputNeeds(relation: Relation, needed: Needed): (readonly [Relation, Needed])[] {
  const through = (
    input: Relation,
    expressions: readonly Expression[],
  ): readonly [Relation, Needed] => {
    const own = namesOf(input);
    const need = new Set([...needed].filter((name) => own.has(name)));
    for (const each of expressions) addReads(each, need);
    return [input, new Set([...need].filter((name) => own.has(name)))];
  };
  const only = (
    input: Relation,
    expressions: readonly Expression[],
  ): readonly [Relation, Needed] => {
    const need = new Set<string>();
    for (const each of expressions) addReads(each, need);
    return [input, need];
  };
  switch (relation.kind) {
    case 'scan':
    case 'values':
      return [];
    case 'filter':
      return [through(relation.input, [relation.where])];
    case 'project':
      return [
        only(
          relation.input,
          relation.columns
            .filter(({ name }) => needed.has(name))
            .map(({ expression }) => expression),
        ),
      ];
    case 'aggregate': {
      const aggregates = relation.aggregates.filter(({ name }) => needed.has(name));
      return [
        only(relation.input, [
          ...relation.by.map(({ expression }) => expression),
          ...aggregates.flatMap(({ args, where }) => (where ? [...args, where] : args)),
        ]),
      ];
    }
    case 'sort':
      return [
        through(
          relation.input,
          relation.keys.map(({ by }) => by),
        ),
      ];
    case 'limit':
      return [through(relation.input, relation.per ?? [])];
    case 'join': {
      const residual = relation.where ? [relation.where] : [];
      return [
        through(relation.left, [...relation.keys.map(({ left }) => left), ...residual]),
        through(relation.right, [...relation.keys.map(({ right }) => right), ...residual]),
      ];
    }
    case 'union': {
      const names = relation.inputs[0] ? columnsOf(relation.inputs[0]).map(({ name }) => name) : [];
      return relation.inputs.map((input) => {
        const kept = columnsOf(input).filter((_, at) => needed.has(names[at] ?? ''));
        return [input, new Set(kept.map(({ name }) => name))] as const;
      });
    }
    case 'unnest':
      return [
        through(
          relation.input,
          relation.lists.map(({ expression }) => expression),
        ),
      ];
    case 'window': {
      const columns = relation.columns.filter(({ name }) => needed.has(name));
      const read = columns.flatMap(({ args, where, frame }) => [
        ...args,
        ...(where ? [where] : []),
        ...(frame?.range ? [frame.range] : []),
      ]);
      return [through(relation.input, [...relation.partition, ...read])];
    }
    case 'shared':
      return [[relation.input, needed]];
  }
}

/** Relations that stand inside a relation's expressions. */
function nestedRelations(relation: Relation): Relation[] {
  const found: Relation[] = [];
  for (const each of expressionsOf(relation)) addRelations(each, found);
  return found;
}

function addReads(expression: Expression, into: Set<string>): void {
  if (expression.kind === 'column') into.add(expression.name);
  for (const each of operandsOf(expression)) addReads(each, into);
}

function addRelations(expression: Expression, into: Relation[]): void {
  for (const each of operandsOf(expression)) addRelations(each, into);
  if (expression.kind === 'scalar' || expression.kind === 'member') into.push(expression.input);
}
