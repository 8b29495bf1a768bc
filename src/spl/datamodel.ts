// The rows of a data model's dataset: events that meet its constraints, their fields named `Dataset.field`.
// https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Aboutdatamodels
import { nearest, type Span } from '../text/index.ts';
import type { Context } from './commands/command.ts';
import type { Dataset, DataModel, StoredTable } from './environment.ts';
import { storedEvents } from './events.ts';
import { filter, project, value, valueOf, type Flow, type NewField } from './flow.ts';
import { withFields, nothingNeeded, wants, type Need } from './need.ts';
import { fieldsOfEval } from './reads.ts';
import { lowerSearch } from './search-lowering.ts';
import { searchNeeds } from './search-needs.ts';
import { shapeOf } from './shape.ts';
import type { SearchNode } from './tree.ts';

export interface DatasetRequest {
  /** `Model`, `Model.Dataset`. */
  readonly model: string;
  readonly place: Span;
  readonly need: Need;
}

/** Fields of every event, which keep their names. */
const COMMON: ReadonlySet<string> = new Set([
  '_time',
  '_raw',
  'host',
  'source',
  'sourcetype',
  'index',
]);

/** Undefined when the model is not known, which is reported. */
export function datasetRows(request: DatasetRequest, context: Context): Flow | undefined {
  const [model = '', ...path] = request.model.replaceAll('"', '').split('.');
  const stored = storedRows(model, path, context);
  if (stored) return stored;
  const { knowledge } = context.environment;
  const found = knowledge?.datamodel(model);
  if (!found) {
    const rows = prefixedEvents(request, context);
    if (!rows) tellUnknownModel(request, context);
    return rows;
  }
  const dataset = datasetOf(found, path, request.need);
  if (!dataset) {
    const [near] = nearest(
      path.join('.'),
      found.datasets.map((each) => each.name),
      1,
    );
    const message = `the data model \`${model}\` has no dataset \`${path.join('.')}\``;
    const more = near === undefined ? {} : { remedy: `there is \`${near}\`` };
    context.report('SPL1210', message, request.place, more);
    return undefined;
  }
  return computedRows(found, dataset, request, context);
}

function tellUnknownModel(request: DatasetRequest, context: Context): void {
  const known = context.environment.knowledge?.datamodelNames() ?? [];
  const [near] = nearest(request.model.split('.')[0] ?? '', known, 1);
  const more = near === undefined ? {} : { remedy: `there is \`${near}\`` };
  context.report('SPL1210', `unknown data model \`${request.model}\``, request.place, more);
}

/** A table given for the model or the dataset, whose columns have the prefix or get it. */
function storedRows(model: string, path: readonly string[], context: Context): Flow | undefined {
  const { datamodels } = context.environment;
  const dataset = path[path.length - 1];
  const table =
    dataset === undefined
      ? datamodels?.get(model)
      : (datamodels?.get(`${model}.${dataset}`) ?? datamodels?.get(model));
  if (!table) return undefined;
  const rows = scanned(table);
  const prefix = dataset ?? model;
  return project(
    rows,
    rows.fields.map((field): NewField => {
      const plain = COMMON.has(field.name) || field.name.includes('.');
      return { name: plain ? field.name : `${prefix}.${field.name}`, value: valueOf(field) };
    }),
  );
}

function scanned({ name, columns }: StoredTable): Flow {
  return {
    relation: { kind: 'scan', table: name, columns },
    fields: columns.map((each) => ({
      name: each.name,
      shape: shapeOf(each.type),
      type: each.type,
    })),
  };
}

/** Events whose columns already are a dataset's fields, as a prepared test has them. */
function prefixedEvents(request: DatasetRequest, context: Context): Flow | undefined {
  const rows = storedEvents(context);
  const wanted = [...request.need.names].filter((name) => name.includes('.'));
  const prefixes = new Set(wanted.map((name) => name.split('.')[0]));
  const known = rows.fields.some(
    (each) => prefixes.has(each.name.split('.')[0]) && each.name.includes('.'),
  );
  return known || context.environment.knowledge === undefined ? rows : undefined;
}

/** The dataset that is named, else the model's only root or the one whose prefix the fields have. */
function datasetOf(model: DataModel, path: readonly string[], need: Need): Dataset | undefined {
  const last = path[path.length - 1];
  const named = (name: string | undefined): Dataset | undefined =>
    model.datasets.find((each) => each.name === name);
  if (last !== undefined) return named(last);
  const roots = model.datasets.filter((each) => each.parent === undefined);
  const prefixes = new Set([...need.names].map((name) => name.split('.')[0] ?? ''));
  return roots.find((each) => prefixes.has(each.name)) ?? roots[0];
}

/** A dataset and its ancestors, the root first. */
function lineage(model: DataModel, dataset: Dataset): Dataset[] {
  const line = [dataset];
  for (let each = dataset; each.parent !== undefined;) {
    const parent = model.datasets.find((one) => one.name === each.parent);
    if (!parent || line.includes(parent)) break;
    line.unshift(parent);
    each = parent;
  }
  return line;
}

/** The dataset's own names for its fields: `Processes.user`, and those of its children's (`All_Changes.Instance.id`). */
function computedRows(
  model: DataModel,
  dataset: Dataset,
  request: DatasetRequest,
  context: Context,
): Flow | undefined {
  const line = lineage(model, dataset);
  const children = model.datasets.filter((each) => lineage(model, each).includes(dataset));
  const fields = fieldsOf([...line, ...children], line[0]?.name ?? dataset.name, request.need);
  const constraints = line.flatMap((each) => constraintOf(each, request, context) ?? []);
  let need = withFields(nothingNeeded, COMMON);
  for (const each of fields) need = withFields(need, sourcesOf(each, request, context));
  for (const each of constraints) need = searchNeeds(each, need, context);
  const events = context.events(need);
  const conditions = constraints.map((each) =>
    lowerSearch(each, { flow: events, context, retrieval: false }),
  );
  let rows = events;
  for (const condition of conditions) {
    if (!condition) return undefined;
    rows = filter(rows, condition);
  }
  return named(rows, fields, request, context);
}

interface PrefixedField {
  readonly name: string;
  readonly field: string;
  readonly expression?: string;
}

/** What is asked for of the datasets' fields. A field of a child is reached with or without the child's name. */
function fieldsOf(datasets: readonly Dataset[], root: string, need: Need): PrefixedField[] {
  const found = new Map<string, PrefixedField>();
  for (const dataset of datasets) {
    const prefixes = new Set([
      root,
      dataset.name,
      ...(dataset.name === root ? [] : [`${root}.${dataset.name}`]),
    ]);
    for (const { name, expression } of dataset.fields) {
      for (const prefix of prefixes) {
        const full = `${prefix}.${name}`;
        if (!wants(need, full) || found.has(full)) continue;
        found.set(full, {
          name: full,
          field: name,
          ...(expression !== undefined && { expression }),
        });
      }
    }
  }
  return [...found.values()];
}

function constraintOf(
  dataset: Dataset,
  request: DatasetRequest,
  context: Context,
): SearchNode | undefined {
  return dataset.constraint.trim() === ''
    ? undefined
    : context.parseSearch(dataset.constraint, request.place);
}

function sourcesOf(field: PrefixedField, request: DatasetRequest, context: Context): string[] {
  if (field.expression === undefined) return [field.field];
  const node = context.parseExpression(field.expression, request.place);
  return node ? fieldsOfEval(node) : [];
}

function named(
  rows: Flow,
  fields: readonly PrefixedField[],
  request: DatasetRequest,
  context: Context,
): Flow {
  const common = rows.fields
    .filter((each) => COMMON.has(each.name))
    .map((each): NewField => ({ name: each.name, value: valueOf(each) }));
  const made = fields.map((field): NewField => {
    if (field.expression === undefined)
      return { name: field.name, value: value(rows, field.field) };
    const node = context.parseExpression(field.expression, request.place);
    return { name: field.name, value: node && context.evaluate(node, rows) };
  });
  return project(rows, [...common, ...made]);
}
