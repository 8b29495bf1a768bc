// `stratagem query --fields`: the fields after each command of an SPL search, for a person or a pipe.
import type { Stage, StageField } from '../spl/index.ts';
import { positionAt, printable, type Source } from '../text/index.ts';
import { csvText, type ResultForm } from './result-text.ts';

/** `table`: for reading. `ndjson`: a command a line. `csv`: a field a line. */
export function stageFields(stages: readonly Stage[], search: Source, form: ResultForm): string {
  switch (form) {
    case 'table':
      return stages.map(section).join('\n');
    case 'ndjson':
      return stages.map((stage, at) => `${JSON.stringify(record(stage, at, search))}\n`).join('');
    case 'csv':
      return csvText([
        ['stage', 'command', 'field', 'kind', 'presence', 'origin'],
        ...stages.flatMap((stage, at) =>
          stage.fields.map((each) => [String(at + 1), stage.command, ...cells(each)]),
        ),
      ]);
  }
}

const cells = ({ name, kind, certain, origin }: StageField): string[] => [
  name,
  kind,
  certain ? 'certain' : 'optional',
  origin,
];

const WIDEST = 100;

/** A stage that keeps all fields there were tells only of those that it adds or changes. */
function section(stage: Stage, at: number, all: readonly Stage[]): string {
  const flat = printable(stage.command.replaceAll(/\s+/g, ' '));
  const title = flat.length > WIDEST ? `${flat.slice(0, WIDEST - 3)}...` : flat;
  const known = new Map(all[at - 1]?.fields.map((each) => [each.name, cells(each).join('\n')]));
  const left = new Set(stage.fields.map((each) => each.name));
  const keeps = known.size > 0 && [...known.keys()].every((name) => left.has(name));
  const told = keeps
    ? stage.fields.filter((each) => known.get(each.name) !== cells(each).join('\n'))
    : stage.fields;
  const lines = [
    ...(keeps ? [`as ${String(at)}${told.length > 0 ? ', and' : ''}`] : []),
    ...aligned(told.map((each) => cells(each).map(printable))),
    ...stage.more.map((each) => `and ${printable(each)}`),
  ];
  return `${String(at + 1)}  ${title}\n${lines.map((line) => `   ${line}\n`).join('')}`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function record(stage: Stage, at: number, search: Source): object {
  const { line, column } = positionAt(search, stage.span.start);
  return {
    stage: at + 1,
    command: stage.command,
    line,
    column,
    fields: stage.fields,
    more: stage.more,
  };
}
