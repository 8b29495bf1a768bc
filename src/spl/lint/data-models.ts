// Fields of tstats that the data model does not have under this name.
import { nearest } from '../../text/index.ts';
import type { Dataset, DataModel } from '../environment.ts';
import { visitSearch } from '../reads.ts';
import { isTimeModifier } from '../time-modifier.ts';
import type { CommandNode, Name } from '../tree.ts';
import type { Check, Subject } from './check.ts';
import { instead } from './fix.ts';
import { pipelinesIn, searchesOf } from './walk.ts';

export const dataModels: Check = {
  codes: ['SPL2008', 'SPL2009'],
  explanation:
    'In tstats a field of a data model has the dataset before its name, letter for letter. Under any other name it is empty: a condition never holds, a BY field drops the rows.',
  wrong: [
    '| tstats count from datamodel=Endpoint.Processes where processes.process_name=a.exe by Processes.dest',
    '| tstats count from datamodel=Endpoint.Processes by process_name',
    '| tstats count from datamodel=Endpoint.Processes by Processes.proces_name',
  ],
  right: [
    '| tstats count from datamodel=Endpoint.Processes by Processes.process_name _time span=1h',
  ],
  fixed: [
    [
      '| tstats count from datamodel=Endpoint.Processes where processes.process_name=a.exe by Processes.dest',
      '| tstats count from datamodel=Endpoint.Processes where Processes.process_name=a.exe by Processes.dest',
    ],
    [
      '| tstats count from datamodel=Endpoint.Processes by process_name',
      '| tstats count from datamodel=Endpoint.Processes by Processes.process_name',
    ],
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) {
      for (const command of pipeline.commands) {
        if (command.name === 'tstats') checkFields(command, subject);
      }
    }
  },
};

const COMMON: ReadonlySet<string> = new Set([
  '_time',
  '_raw',
  '_indextime',
  'host',
  'source',
  'sourcetype',
  'index',
  'splunk_server',
  'nodename',
  'tag',
  'eventtype',
  'punct',
  'linecount',
]);

function checkFields(command: CommandNode, subject: Subject): void {
  const written = command.options.find((each) => each.name === 'datamodel')?.value;
  const [name, ...path] = (written ?? '').split('.');
  const model = name === undefined ? undefined : subject.environment.knowledge?.datamodel(name);
  if (!model) return;
  const prefixes = prefixesOf(model, path[path.length - 1]);
  for (const field of fieldsOf(command)) judge(field, model, prefixes, subject);
}

/** The names that fields may have before them: every dataset's, as the model's children are reached through them. */
function prefixesOf(model: DataModel, dataset: string | undefined): string[] {
  const names = model.datasets.map((each) => each.name);
  return dataset === undefined || !names.includes(dataset) ? names : [dataset, ...names];
}

function fieldsOf(command: CommandNode): Name[] {
  const found: Name[] = [];
  for (const search of searchesOf(command)) {
    visitSearch(search, (node) => {
      if (node.kind === 'compare' || node.kind === 'in') found.push(node.field);
    });
  }
  for (const argument of command.args) {
    if (argument.kind === 'split') found.push(...argument.fields.map((each) => each.field));
    if (argument.kind !== 'aggregates') continue;
    for (const each of argument.aggregates) {
      if (each.argument?.kind === 'field') found.push(each.argument.field);
    }
  }
  return found.filter((each) => !COMMON.has(each.text) && !isTimeModifier(each.text));
}

function judge(field: Name, model: DataModel, prefixes: readonly string[], subject: Subject): void {
  const parts = field.text.split('.');
  const known = parts.some((_, index) => index > 0 && prefixes.includes(parts[index - 1] ?? ''));
  if (!known) {
    tellPrefix(field, model, prefixes, subject);
    return;
  }
  const datasets = model.datasets.filter((each) => parts.includes(each.name));
  const plain = lastDataset(parts, model);
  if (plain === '' || hasField(model, datasets, plain)) return;
  const names = model.datasets.flatMap((each) => each.fields.map((one) => one.name));
  const [near] = nearest(plain, names, 1);
  subject.report(
    'SPL2009',
    `the data model \`${model.name}\` has no field \`${plain}\``,
    field.span,
    {
      severity: 'warning',
      ...(near !== undefined && { remedy: `there is \`${near}\`` }),
    },
  );
}

/** What follows the last dataset's name. */
function lastDataset(parts: readonly string[], model: DataModel): string {
  const last = parts.findLastIndex((part) => model.datasets.some((each) => each.name === part));
  return parts.slice(last + 1).join('.');
}

/** The fields of a dataset are its own and those of all the others of its model, related as parents and children. */
function hasField(model: DataModel, datasets: readonly Dataset[], name: string): boolean {
  return [...datasets, ...model.datasets].some((each) =>
    each.fields.some((one) => one.name === name),
  );
}

function tellPrefix(
  field: Name,
  model: DataModel,
  prefixes: readonly string[],
  { report, text }: Subject,
): void {
  const [first = ''] = field.text.split('.');
  const sameWord = prefixes.find((each) => each.toLowerCase() === first.toLowerCase());
  const [dataset = ''] = prefixes;
  const meant =
    sameWord === undefined
      ? `${dataset}.${field.text}`
      : `${sameWord}${field.text.slice(first.length)}`;
  report('SPL2008', `\`${field.text}\` is no field of the data model`, field.span, {
    severity: 'warning',
    remedy: `write \`${meant}\``,
    ...(isRight(meant, model) && !repeated(field, text) && { fix: instead(field.span, meant) }),
  });
}

/** Whether the name is a field of the dataset that it begins with. */
function isRight(name: string, model: DataModel): boolean {
  const [first = '', ...rest] = name.split('.');
  const dataset = model.datasets.find((each) => each.name === first);
  return rest.length === 1 && dataset?.fields.some((each) => each.name === rest[0]) === true;
}

/** A name that stands elsewhere too may be read there as what this command makes. */
function repeated({ text: name, quoted }: Name, search: string): boolean {
  const words = search.split(/[^\w.{}@:-]+/);
  return quoted || words.filter((each) => each === name).length !== 1;
}
