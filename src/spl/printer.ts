// The text of a tree: `parse(print(tree))` gives the same tree, spans apart.
import type { Grammar, Slot } from './syntax.ts';
import type {
  AggregateNode,
  Argument,
  CommandNode,
  EvalBinary,
  EvalNode,
  Name,
  OptionNode,
  Pattern,
  Pipeline,
  Rename,
  SearchNode,
  SortKeyNode,
  SplitField,
} from './tree.ts';

export function print(pipeline: Pipeline, grammar: Grammar): string {
  const [first, ...others] = pipeline.commands;
  if (!first) return '';
  const lead = first.implicit ? '' : '| ';
  return [lead + printCommand(first, grammar), ...others.map((each) => printCommand(each, grammar))]
    .join(' | ')
    .trim();
}

function printCommand(command: CommandNode, grammar: Grammar): string {
  const slots = grammar.get(command.name)?.syntax.slots ?? [];
  const options = command.options.map(printOption);
  const args = command.args.map((each) => {
    const slot = slots.find((one) => one.role === each.role);
    return printArgument(each, slot, grammar);
  });
  const parts = command.implicit ? [...options, ...args] : [command.name, ...options, ...args];
  return parts.filter((each) => each !== '').join(' ');
}

function printOption(option: OptionNode): string {
  return `${option.name}=${option.quoted ? quote(option.value) : option.value}`;
}

function printArgument(argument: Argument, slot: Slot | undefined, grammar: Grammar): string {
  const lead = slot?.lead?.[0];
  const body = contentOf(argument, slot, grammar);
  return lead === undefined ? body : `${lead} ${body}`.trimEnd();
}

function contentOf(argument: Argument, slot: Slot | undefined, grammar: Grammar): string {
  switch (argument.kind) {
    case 'flag':
      return '';
    case 'word':
      return nameText(argument.word);
    case 'fields':
      return argument.fields.map((each) => nameText(each)).join(', ');
    case 'renames':
      return argument.renames.map((each) => renameText(each, slot?.connective ?? 'AS')).join(', ');
    case 'assignments':
      return argument.assignments
        .map((each) => `${nameText(each.field)}=${printEval(each.expression, grammar)}`)
        .join(', ');
    case 'expression':
      return printEval(argument.expression, grammar);
    case 'search':
      return argument.search.kind === 'all' &&
        argument.search.span.start === argument.search.span.end
        ? ''
        : printSearch(argument.search, grammar);
    case 'aggregates':
      return argument.aggregates.map((each) => aggregateText(each, grammar)).join(', ');
    case 'split':
      return argument.fields.map(splitText).join(', ');
    case 'sort-keys':
      return argument.keys.map(sortKeyText).join(', ');
    case 'pipelines':
      return argument.pipelines.map((each) => `[ ${print(each, grammar)} ]`).join(' ');
    case 'template':
      return `[${argument.text}]`;
    case 'match':
      return matchText(argument);
  }
}

function matchText(argument: Extract<Argument, { kind: 'match' }>): string {
  const pattern = nameText(argument.pattern);
  if (!argument.field) return pattern;
  return `${argument.field.text}${argument.negated ? '!=' : '='}${pattern}`;
}

function renameText(rename: Rename, connective: string): string {
  const from = rename.function
    ? `${rename.function.text}(${nameText(rename.from)})`
    : nameText(rename.from);
  return rename.to ? `${from} ${connective} ${nameText(rename.to)}` : from;
}

/** The written form is kept: it names the result. */
function aggregateText(aggregate: AggregateNode, grammar: Grammar): string {
  const { argument, as } = aggregate;
  const body =
    argument?.kind === 'eval'
      ? `${aggregate.name}(eval(${printEval(argument.expression, grammar)}))`
      : aggregate.written;
  return as ? `${body} AS ${nameText(as)}` : body;
}

function splitText(split: SplitField): string {
  return [nameText(split.field), ...split.options.map(printOption)].join(' ');
}

function sortKeyText(key: SortKeyNode): string {
  const field = nameText(key.field);
  const body = key.convert === undefined ? field : `${key.convert}(${field})`;
  return key.descending ? `-${body}` : body;
}

function nameText(name: Name): string {
  return name.quoted ? quote(name.text) : name.text;
}

/** In double quotes, so that reading it gives the same text back. */
export function quote(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

// ---- search ------------------------------------------------------------------------------------------------------

export function printSearch(node: SearchNode, grammar: Grammar): string {
  switch (node.kind) {
    case 'all':
      return '*';
    case 'none':
      return '()';
    case 'and':
      return node.terms.map((each) => searchTerm(each, each.kind === 'and', grammar)).join(' ');
    case 'or':
      return node.terms
        .map((each) => searchTerm(each, each.kind === 'and' || each.kind === 'or', grammar))
        .join(' OR ');
    case 'not':
      return `NOT ${searchTerm(node.operand, node.operand.kind === 'and' || node.operand.kind === 'or', grammar)}`;
    case 'compare':
      return `${searchName(node.field)}${node.operator}${patternText(node.value)}`;
    case 'in':
      return `${searchName(node.field)} IN (${node.values.map(patternText).join(', ')})`;
    case 'term':
      return node.form === 'TERM' || node.form === 'CASE'
        ? `${node.form}(${node.value.quoted ? `"${node.value.text}"` : node.value.text})`
        : patternText(node.value);
    case 'subsearch':
      return `[ ${print(node.pipeline, grammar)} ]`;
  }
}

function searchTerm(node: SearchNode, wrapped: boolean, grammar: Grammar): string {
  const body = printSearch(node, grammar);
  return wrapped ? `(${body})` : body;
}

const searchName = (name: Name): string => (name.quoted ? quote(name.text) : bareText(name.text));

function patternText(pattern: Pattern): string {
  if (pattern.directive) {
    return `${pattern.directive}(${pattern.quoted ? `"${pattern.text}"` : pattern.text})`;
  }
  return pattern.quoted ? quote(pattern.text) : bareText(pattern.text);
}

const bareText = (text: string): string => text.replaceAll(/["\\|()[\],]/g, '\\$&');

// ---- eval --------------------------------------------------------------------------------------------------------

const strength: Readonly<Record<string, number>> = {
  XOR: 1,
  OR: 2,
  AND: 3,
  NOT: 4,
  '=': 5,
  '!=': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  LIKE: 5,
  IN: 5,
  '.': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
};
const SIGN = 9;
const ATOM = 10;

export function printEval(node: EvalNode, grammar: Grammar): string {
  switch (node.kind) {
    case 'text':
      return quote(node.value);
    case 'number':
      return node.written;
    case 'field':
      return node.quoted ? `'${node.name.replaceAll(/['\\]/g, '\\$&')}'` : node.name;
    case 'unary':
      return node.operator === 'NOT'
        ? `NOT ${operand(node.operand, strength['NOT'] ?? 0, grammar)}`
        : `${node.operator} ${operand(node.operand, SIGN, grammar)}`;
    case 'binary':
      return binaryText(node, grammar);
    case 'in':
      return `${operand(node.value, strength['IN'] ?? 0, grammar)} IN (${argsText(node.list, grammar)})`;
    case 'call':
      return `${node.name}(${argsText(node.args, grammar)})`;
    case 'subsearch':
      return `[ ${print(node.pipeline, grammar)} ]`;
  }
}

const argsText = (args: readonly EvalNode[], grammar: Grammar): string =>
  args.map((each) => printEval(each, grammar)).join(', ');

function binaryText(node: EvalBinary, grammar: Grammar): string {
  const own = strength[node.operator] ?? 0;
  const left = operand(node.left, own, grammar);
  // Operators of one level group to the left, so an equal one on the right needs its parentheses.
  return `${left} ${node.operator} ${operand(node.right, own + 1, grammar)}`;
}

function operand(node: EvalNode, least: number, grammar: Grammar): string {
  const body = printEval(node, grammar);
  return strengthOf(node) < least ? `(${body})` : body;
}

function strengthOf(node: EvalNode): number {
  switch (node.kind) {
    case 'binary':
      return strength[node.operator] ?? 0;
    case 'in':
      return strength['IN'] ?? 0;
    case 'unary':
      return node.operator === 'NOT' ? (strength['NOT'] ?? 0) : SIGN;
    case 'text':
    case 'number':
    case 'field':
    case 'call':
    case 'subsearch':
      return ATOM;
  }
}
