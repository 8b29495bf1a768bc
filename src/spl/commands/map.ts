// map search="..." | [subsearch] [maxsearches=<n>]: runs a search for each row, with `$field$` filled in.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Map
import type { Value } from '../../plan/index.ts';
import type { Span } from '../../text/index.ts';
import { appended } from '../combine.ts';
import { empty, type Flow } from '../flow.ts';
import { everything } from '../need.ts';
import { textsOf } from '../subsearch.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument, countOption, option } from './reading.ts';

const DEFAULT_SEARCHES = 10;
const MOST_SEARCHES = 1000;

export const map: Command = {
  name: 'map',
  summary: 'Runs a search for each row.',
  syntax: {
    options: { search: 'text', maxsearches: 'count' },
    slots: [{ role: 'template', kind: 'template' }],
  },
  needs: () => everything,
  lower: (command, input, context) => {
    const template = templateOf(command);
    if (!template) {
      context.report('SPL1004', '`map` needs a search', command.span);
      return undefined;
    }
    const most = Math.min(countOption(command, 'maxsearches') ?? DEFAULT_SEARCHES, MOST_SEARCHES);
    const rows = context.ask({ kind: 'limit', input: input.relation, count: most + 1 });
    if (!rows) return undefined;
    if (rows.length > most) {
      const message = `\`map\` runs its search for the first ${String(most)} rows only`;
      context.report('SPL1301', message, command.nameSpan, {
        severity: 'warning',
        remedy: 'raise `maxsearches`',
      });
    }
    const flows = rows.slice(0, most).map((row) => runFor(template, rowTexts(row, input), context));
    const good = flows.filter((each) => each !== undefined);
    if (good.length < flows.length) return undefined;
    return good.length === 0 ? empty : appended(good);
  },
};

interface Template {
  readonly text: string;
  readonly at: Span;
}

function templateOf(command: CommandNode): Template | undefined {
  const written = option(command, 'search');
  if (written) return { text: written.value, at: written.span };
  const bracketed = argument(command, 'template', 'template');
  return bracketed && { text: bracketed.text, at: bracketed.span };
}

function rowTexts(row: readonly Value[], input: Flow): Map<string, string> {
  return new Map(
    input.fields.map((field, index) => [field.name, textsOf(row[index] ?? null).join(' ')]),
  );
}

function runFor(
  template: Template,
  values: ReadonlyMap<string, string>,
  context: Context,
): Flow | undefined {
  const text = template.text.replaceAll(/\$([^$\s]{1,200})\$/g, (whole, name: string) => {
    const found = values.get(name);
    // Quotes in a value would end the string that it stands in.
    return found === undefined ? whole : found.replaceAll(/["\\]/g, '\\$&');
  });
  const pipeline = context.parsePipeline(text, template.at);
  return pipeline && context.run(pipeline, undefined, everything);
}
