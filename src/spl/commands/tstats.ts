// tstats [options] <functions> FROM datamodel=<Model[.Dataset]> [WHERE <search>] [BY <fields> [span=<length>]]
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats
import { call, text } from '../../plan/index.ts';
import { aggregate, needsTime, orderMatters, statisticsOf, type Group } from '../aggregation.ts';
import { datasetRows, type DatasetRequest } from '../datamodel.ts';
import { filter, value, type Flow } from '../flow.ts';
import { partialRows, withPartialRows } from '../partial-statistics.ts';
import { everything, only, type Need } from '../need.ts';
import { fieldsOfAggregates } from '../reads.ts';
import { lowerSearch } from '../search-lowering.ts';
import { searchNeeds } from '../search-needs.ts';
import { absent, any, asText, type Typed } from '../shape.ts';
import { binned, spanOf } from '../span.ts';
import type { CommandNode, SplitField } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument, boolOption, option, textOption } from './reading.ts';
import { aggregatesOf, byNames, splitOf, wildcardGroup } from './stats.ts';

export const tstats: Command = {
  name: 'tstats',
  summary: 'Computes statistics over the rows of a data model.',
  generates: true,
  syntax: {
    options: {
      prestats: 'bool',
      local: 'bool',
      append: 'bool',
      summariesonly: 'bool',
      include_reduced_buckets: 'bool',
      allow_old_summaries: 'bool',
      use_summary_index_values: 'bool',
      chunk_size: 'count',
      fillnull_value: 'text',
      datamodel: 'text',
      sid: 'text',
      span: 'span',
    },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'from', kind: 'flag', lead: ['FROM'] },
      { role: 'where', kind: 'search', lead: ['WHERE'] },
      { role: 'by', kind: 'split', lead: ['BY', 'GROUPBY'] },
    ],
  },
  needs: (command, after) => (boolOption(command, 'append', false) ? after : only([], false)),
  lower: (command, input, context, after) => {
    if (refused(command, context)) return undefined;
    const rows = sourceRows(command, context);
    if (!rows) return undefined;
    const statistics = statisticsOf(aggregatesOf(command), rows, context, byNames(command));
    const groups = groupsOf(command, rows, context);
    if (!statistics || !groups) return undefined;
    const more = boolOption(command, 'append', false);
    if (!more && !boolOption(command, 'prestats', false)) {
      return aggregate(rows, groups, statistics, after.order);
    }
    const partial = boolOption(command, 'prestats', false)
      ? partialRows(command, rows, groups, aggregatesOf(command), context)
      : rows;
    return partial && more ? withPartialRows(command, input, partial, context) : partial;
  },
};

/** Indexed fields are all that it reads: nothing is computed on the way, and every field is named outright. */
function misused(command: CommandNode, context: Context): boolean {
  const [by, from] = [argument(command, 'by', 'split'), argument(command, 'from', 'flag')];
  if (by && from && from.span.start > by.span.start) {
    context.report('SPL1001', 'FROM stands before BY', from.span);
    return true;
  }
  for (const { name, nameSpan, argument: field, span } of aggregatesOf(command)) {
    const wild = field?.kind === 'field' && field.field.text.includes('*');
    if (field?.kind === 'eval' || wild) {
      const what = wild ? 'wildcards' : 'no expressions';
      context.report(
        'SPL1201',
        `\`tstats\` takes ${wild ? 'no ' : ''}${what} in its functions`,
        span,
      );
      return true;
    }
    if (/^list$/i.test(name)) {
      context.report('SPL1204', '`tstats` has no `list`', nameSpan, { remedy: 'write `values`' });
      return true;
    }
  }
  return wildcardGroup(splitOf(command), context);
}

function refused(command: CommandNode, context: Context): boolean {
  if (misused(command, context)) return true;
  const from = argument(command, 'from', 'flag');
  if (from && !option(command, 'datamodel')) {
    const message = 'expected `datamodel=<Model.Dataset>` after FROM';
    context.report('SPL1004', message, from.span);
    return true;
  }
  const found = option(command, 'sid');
  if (!found) return false;
  context.report('SPL1202', `unsupported option \`${found.name}\` of \`tstats\``, found.nameSpan);
  return true;
}

/** The rows that WHERE lets through, with the fields that the command looks at. */
function sourceRows(command: CommandNode, context: Context): Flow | undefined {
  const where = argument(command, 'where', 'search');
  const need = where ? searchNeeds(where.search, needOf(command), context) : needOf(command);
  const model = option(command, 'datamodel');
  const request: DatasetRequest | undefined = model && {
    model: model.value,
    place: model.span,
    need: need.all ? everything : need,
  };
  const rows = request ? datasetRows(request, context) : context.events(need);
  if (!rows || !where) return rows;
  const condition = lowerSearch(where.search, { flow: rows, context, retrieval: true });
  return condition && filter(rows, condition);
}

function needOf(command: CommandNode): Need {
  const aggregates = aggregatesOf(command);
  const split = splitOf(command).map((each) => each.field.text);
  const names = [...fieldsOfAggregates(aggregates), ...split];
  const timed = needsTime(aggregates) ? [...names, '_time'] : names;
  return only(timed, orderMatters(aggregates));
}

/** `fillnull_value` stands in for every BY field that has no value. */
function groupsOf(command: CommandNode, rows: Flow, context: Context): Group[] | undefined {
  const filler = textOption(command, 'fillnull_value');
  const groups: Group[] = [];
  for (const split of splitOf(command)) {
    const name = split.field.text;
    const plain = value(rows, name);
    const typed = plain && name === '_time' ? timeGroup(command, split, plain, context) : plain;
    if (plain && !typed) return undefined;
    groups.push({ name, value: withDefault(typed, name === '_time' ? undefined : filler) });
  }
  return groups;
}

function withDefault(typed: Typed | undefined, filler: string | undefined): Typed {
  if (filler === undefined) return typed ?? nothing;
  if (!typed || typed.shape === 'null') return any(text(filler));
  if (typed.shape === 'multivalue') {
    const list = call('mv.of', 'strings', text(filler));
    return { shape: 'multivalue', expression: call('coalesce', 'strings', typed.expression, list) };
  }
  return any(call('coalesce', 'string', asText(typed), text(filler)));
}

const nothing: Typed = { ...absent, shape: 'any' };

/** `_time` by spans; without one, by the time itself. */
function timeGroup(
  command: CommandNode,
  split: SplitField,
  time: Typed,
  context: Context,
): Typed | undefined {
  const all = [...splitOf(command).flatMap((each) => each.options), ...command.options];
  const given = all.find((each) => each.name === 'span') ?? split.options[0];
  if (!given) return time;
  const span = given.name === 'span' ? spanOf(given.value) : undefined;
  if (!span) {
    context.report('SPL1003', `\`${given.value}\` is not a span`, given.span);
    return undefined;
  }
  return binned(time, span, true, context.environment.timezone);
}
