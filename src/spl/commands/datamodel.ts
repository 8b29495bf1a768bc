// datamodel <Model> <Dataset> (search|flat): the events of a dataset, their fields with the dataset's prefix or without.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Datamodel
import { datasetRows } from '../datamodel.ts';
import type { Flow } from '../flow.ts';
import { newestFirst } from '../events.ts';
import { everything, withFields } from '../need.ts';
import type { Command } from './command.ts';
import { unprefixed } from './from.ts';
import { fieldsOf } from './reading.ts';

export const datamodel: Command = {
  name: 'datamodel',
  summary: "Gives the events of a data model's dataset.",
  generates: true,
  syntax: {
    options: {
      strict_fields: 'bool',
      allow_old_summaries: 'bool',
      summariesonly: 'bool',
    },
    slots: [{ role: 'fields', kind: 'fields' }],
  },
  needs: () => everything,
  lower: (command, _, context, after): Flow | undefined => {
    const [model, dataset, mode, surplus] = fieldsOf(command);
    const how = mode?.text.toLowerCase();
    if (!model || !dataset || surplus || (how !== 'search' && how !== 'flat')) {
      const message =
        '`datamodel` without `search` or `flat` shows definitions, which is not supported';
      context.report('SPL1201', message, command.span, {
        remedy: 'write `| datamodel <Model> <Dataset> search`',
      });
      return undefined;
    }
    const name = `${model.text}.${dataset.text}`;
    if (how === 'flat') return unprefixed(name, command, context, after);
    const need = after.all ? everything : withFields(after, ['_time']);
    const rows = datasetRows({ model: name, place: model.span, need }, context);
    return rows && newestFirst(rows);
  },
};
