// A backtracking matcher with a budget, for what RE2 cannot run. The pattern becomes a short program; choices not yet
// tried lie on a stack of our own, so neither a hostile pattern nor a long text can hang or overflow it.
import type { Assertion, Pattern, Ranges, Regex } from './pattern.ts';

/** Steps that one search may take; Splunk's own limit on a match is a tenth of it. */
export const STEP_LIMIT = 1_000_000;
const LONGEST_PROGRAM = 50_000;
const FARTHEST_BEHIND = 255;

type Instruction =
  | {
      readonly do: 'set';
      readonly ranges: Ranges;
      readonly negated: boolean;
      readonly fold: boolean;
    }
  | { readonly do: 'split'; first: number; second: number }
  | { readonly do: 'jump'; to: number }
  | { readonly do: 'save'; readonly slot: number }
  /** Goes on only if the text position moved since `slot` was saved. */
  | { readonly do: 'moved'; readonly slot: number }
  | { readonly do: 'assert'; readonly what: Assertion }
  | { readonly do: 'back'; readonly group: number; readonly fold: boolean }
  /** Runs the program that follows up to its `end`, then goes on at `to`. */
  | { readonly do: 'atomic'; to: number }
  | { readonly do: 'look'; readonly behind: boolean; readonly negative: boolean; to: number }
  | { readonly do: 'end' };

/** A pattern ready to run. */
export interface Program {
  readonly code: readonly Instruction[];
  readonly slots: number;
  readonly groups: number;
}

/** Places of the match and its groups as [start, end) pairs, -1 where a group took no part. */
export type Match = readonly number[];

/** The program of a pattern; null when it would be too large. */
export function compile(regex: Regex): Program | null {
  const compiler = new Compiler(regex.names.length);
  return compiler.whole(regex.root);
}

class Compiler {
  private readonly code: Instruction[] = [];
  private readonly groups: number;
  private slots: number;

  constructor(groups: number) {
    this.groups = groups;
    this.slots = 2 * (groups + 1);
  }

  whole(root: Pattern): Program | null {
    if (!this.add(root)) return null;
    this.code.push({ do: 'end' });
    return { code: this.code, slots: this.slots, groups: this.groups };
  }

  /** False when the program grew too long. */
  private add(node: Pattern): boolean {
    if (this.code.length > LONGEST_PROGRAM) return false;
    switch (node.kind) {
      case 'set':
        this.code.push({ do: 'set', ranges: node.ranges, negated: node.negated, fold: node.fold });
        return true;
      case 'sequence':
        return node.items.every((each) => this.add(each));
      case 'choice':
        return this.choice(node.items);
      case 'group':
        this.code.push({ do: 'save', slot: 2 * node.index });
        if (!this.add(node.body)) return false;
        this.code.push({ do: 'save', slot: 2 * node.index + 1 });
        return true;
      case 'repeat':
        return node.mode === 'possessive'
          ? this.enclosed({ do: 'atomic', to: 0 }, { ...node, mode: 'greedy' })
          : this.repeat(node.body, node.least, node.most, node.mode === 'lazy');
      case 'atomic':
        return this.enclosed({ do: 'atomic', to: 0 }, node.body);
      case 'look':
        return this.enclosed(
          { do: 'look', behind: node.behind, negative: node.negative, to: 0 },
          node.body,
        );
      case 'assert':
        this.code.push({ do: 'assert', what: node.what });
        return true;
      case 'back':
        this.code.push({ do: 'back', group: node.group, fold: node.fold });
        return true;
    }
  }

  private choice(items: readonly Pattern[]): boolean {
    const jumps: { to: number }[] = [];
    for (const [index, each] of items.entries()) {
      const last = index === items.length - 1;
      const split = { do: 'split' as const, first: this.code.length + 1, second: 0 };
      if (!last) this.code.push(split);
      if (!this.add(each)) return false;
      if (last) continue;
      const jump = { do: 'jump' as const, to: 0 };
      this.code.push(jump);
      jumps.push(jump);
      split.second = this.code.length;
    }
    for (const jump of jumps) jump.to = this.code.length;
    return true;
  }

  private repeat(body: Pattern, least: number, most: number | null, lazy: boolean): boolean {
    for (let count = 0; count < least; count++) if (!this.add(body)) return false;
    if (most === null) return this.loop(body, lazy);
    const splits: { first: number; second: number }[] = [];
    for (let count = least; count < most; count++) {
      const split = { do: 'split' as const, first: this.code.length + 1, second: 0 };
      this.code.push(split);
      splits.push(split);
      if (!this.add(body)) return false;
    }
    for (const split of splits) this.exits(split, lazy);
    return true;
  }

  private loop(body: Pattern, lazy: boolean): boolean {
    const slot = this.slots++;
    const split = { do: 'split' as const, first: this.code.length + 1, second: 0 };
    const start = this.code.length;
    this.code.push(split, { do: 'save', slot });
    if (!this.add(body)) return false;
    this.code.push({ do: 'moved', slot }, { do: 'jump', to: start });
    this.exits(split, lazy);
    return true;
  }

  private exits(split: { first: number; second: number }, lazy: boolean): void {
    split.second = this.code.length;
    if (lazy) [split.first, split.second] = [split.second, split.first];
  }

  private enclosed(
    opening: Extract<Instruction, { do: 'atomic' | 'look' }>,
    body: Pattern,
  ): boolean {
    this.code.push(opening);
    if (!this.add(body)) return false;
    this.code.push({ do: 'end' });
    opening.to = this.code.length;
    return true;
  }
}

/** The first match at or after `from`; undefined when there is none, null when the budget ran out. */
export function search(
  program: Program,
  text: string,
  from: number,
  budget: { steps: number },
): Match | undefined | null {
  for (let start = from; start <= text.length; start += unitsAt(text, start)) {
    const run = new Run(program, text, budget);
    const end = run.from(0, start, start);
    if (end === 'exhausted') return null;
    if (end !== undefined) return run.match(start, end);
  }
  return undefined;
}

const unitsAt = (text: string, at: number): number =>
  (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;

type Ending = number | undefined | 'exhausted';

/** One attempt. `slots` hold places; `trail` undoes them on the way back. */
class Run {
  private readonly program: Program;
  private readonly text: string;
  private readonly budget: { steps: number };
  private readonly slots: Int32Array;
  private kept: number | undefined;

  constructor(program: Program, text: string, budget: { steps: number }) {
    this.program = program;
    this.text = text;
    this.budget = budget;
    this.slots = new Int32Array(program.slots).fill(-1);
  }

  match(start: number, end: number): Match {
    return [this.kept ?? start, end, ...this.slots.slice(2, 2 * (this.program.groups + 1))];
  }

  /** Runs from an instruction at a place until `end`; `stop`, when given, is where the match must end. */
  from(pc: number, at: number, _start: number, stop?: number): Ending {
    const { code } = this.program;
    // Triples: an instruction and a place to go on from; or -1 - slot and its old value, to be put back.
    const stack: number[] = [];
    let here = pc;
    let place = at;
    for (;;) {
      if (--this.budget.steps < 0) return 'exhausted';
      const next = this.step(code[here], here, place, stack);
      if (next === 'exhausted') return next;
      if (next === 'end') {
        if (stop === undefined || stop === place) return place;
      } else if (next) {
        [here, place] = next;
        continue;
      }
      const resumed = this.resume(stack);
      if (!resumed) return undefined;
      [here, place] = resumed;
    }
  }

  private resume(stack: number[]): [number, number] | undefined {
    while (stack.length > 0) {
      const place = stack.pop() ?? 0;
      const what = stack.pop() ?? 0;
      if (what >= 0) return [what, place];
      this.slots[-1 - what] = place;
    }
    return undefined;
  }

  private step(
    op: Instruction | undefined,
    here: number,
    place: number,
    stack: number[],
  ): [number, number] | 'end' | 'exhausted' | undefined {
    if (!op) return 'end';
    switch (op.do) {
      case 'end':
        return 'end';
      case 'set': {
        const code = this.text.codePointAt(place);
        if (code === undefined || !within(code, op)) return undefined;
        return [here + 1, place + (code > 0xffff ? 2 : 1)];
      }
      case 'split':
        stack.push(op.second, place);
        return [op.first, place];
      case 'jump':
        return [op.to, place];
      case 'save':
        stack.push(-1 - op.slot, this.slots[op.slot] ?? -1);
        this.slots[op.slot] = place;
        return [here + 1, place];
      case 'moved':
        // An empty turn ends the loop: the exit of its split lies right behind the jump that follows.
        return this.slots[op.slot] === place ? [here + 2, place] : [here + 1, place];
      case 'assert':
        if (op.what === 'keep') this.kept = place;
        return holds(op.what, this.text, place) ? [here + 1, place] : undefined;
      case 'back': {
        const end = this.repeatedGroup(op.group, op.fold, place);
        return end === undefined ? undefined : [here + 1, end];
      }
      case 'atomic':
        return this.enclosed(here, place, stack, op.to);
      case 'look':
        return this.look(op, here, place, stack);
    }
  }

  /** Slots changed inside stay, to be undone by the outer stack. */
  private enclosed(
    here: number,
    place: number,
    stack: number[],
    to: number,
  ): [number, number] | 'exhausted' | undefined {
    const before = this.slots.slice();
    const end = this.from(here + 1, place, place);
    if (end === 'exhausted') return end;
    if (end === undefined) {
      this.slots.set(before);
      return undefined;
    }
    this.remember(before, stack);
    return [to, end];
  }

  private remember(before: Int32Array, stack: number[]): void {
    for (const [slot, old] of before.entries()) {
      if (old !== this.slots[slot]) stack.push(-1 - slot, old);
    }
  }

  private look(
    op: Extract<Instruction, { do: 'look' }>,
    here: number,
    place: number,
    stack: number[],
  ): [number, number] | 'exhausted' | undefined {
    const before = this.slots.slice();
    let found: Ending;
    const farthest = op.behind ? Math.max(0, place - FARTHEST_BEHIND) : place;
    for (let start = place; start >= farthest; start--) {
      found = this.from(here + 1, start, start, op.behind ? place : undefined);
      if (found !== undefined) break;
    }
    if (found === 'exhausted') return found;
    if ((found !== undefined) === op.negative) {
      this.slots.set(before);
      return undefined;
    }
    if (op.negative) this.slots.set(before);
    else this.remember(before, stack);
    return [op.to, place];
  }

  private repeatedGroup(group: number, fold: boolean, place: number): number | undefined {
    const start = this.slots[2 * group] ?? -1;
    const end = this.slots[2 * group + 1] ?? -1;
    if (start < 0 || end < start) return undefined;
    const wanted = this.text.slice(start, end);
    const found = this.text.slice(place, place + wanted.length);
    this.budget.steps -= wanted.length;
    const same = found === wanted || (fold && found.toLowerCase() === wanted.toLowerCase());
    return same ? place + wanted.length : undefined;
  }
}

function within(code: number, op: Extract<Instruction, { do: 'set' }>): boolean {
  let inside = inRanges(code, op.ranges);
  if (!inside && op.fold) {
    const char = String.fromCodePoint(code);
    inside =
      inRanges(char.toLowerCase().codePointAt(0) ?? code, op.ranges) ||
      inRanges(char.toUpperCase().codePointAt(0) ?? code, op.ranges);
  }
  return inside !== op.negated;
}

function inRanges(code: number, ranges: Ranges): boolean {
  for (const [low, high] of ranges) if (code >= low && code <= high) return true;
  return false;
}

function holds(what: Assertion, text: string, place: number): boolean {
  switch (what) {
    case 'text_start':
      return place === 0;
    case 'text_end':
      return place === text.length;
    case 'last_end':
      return place === text.length || (place === text.length - 1 && text[place] === '\n');
    case 'line_start':
      return place === 0 || text[place - 1] === '\n';
    case 'line_end':
      return place === text.length || text[place] === '\n';
    case 'word':
      return isWord(text, place - 1) !== isWord(text, place);
    case 'not_word':
      return isWord(text, place - 1) === isWord(text, place);
    case 'keep':
      return true;
  }
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95
  );
}
