// Subsearches that are told to give more rows than Splunk takes of them.
import { SUBSEARCH_ROWS } from '../subsearch.ts';
import { visitSearch } from '../reads.ts';
import type { CommandNode, Pipeline } from '../tree.ts';
import type { Check, Subject } from './check.ts';
import { pipelinesIn, searchesOf } from './walk.ts';

export const limits: Check = {
  codes: ['SPL2021'],
  explanation:
    'A subsearch in a search expression gives at most 10,000 rows, that of join and append at most 50,000; what is beyond is dropped without a word, and the detection misses it.',
  wrong: [
    'index=a [ search index=b | head 20000 | fields c ]',
    'index=a | join c [ search index=b | sort 100000 c | fields c ]',
  ],
  right: [
    'index=a [ search index=b | head 100 | fields c ]',
    'index=a | join c [ search index=b | fields c ]',
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) {
      for (const command of pipeline.commands) checkCommand(command, subject);
    }
  },
};

const JOINED_ROWS = 50_000;

function checkCommand(command: CommandNode, subject: Subject): void {
  for (const argument of command.args) {
    if (argument.kind !== 'pipelines' || !/^(?:join|append|appendcols)$/.test(command.name))
      continue;
    for (const each of argument.pipelines) checkLast(each, JOINED_ROWS, subject);
  }
  for (const search of searchesOf(command)) {
    visitSearch(search, (node) => {
      if (node.kind === 'subsearch') checkLast(node.pipeline, SUBSEARCH_ROWS, subject);
    });
  }
}

const COUNTED: ReadonlySet<string> = new Set(['head', 'tail', 'sort', 'return']);
const PASSING: ReadonlySet<string> = new Set(['fields', 'table', 'rename', 'format', 'eval']);

/** The number that the last counting command asks for, where nothing after it takes rows away. */
function checkLast(pipeline: Pipeline, most: number, { report }: Subject): void {
  const counting = [...pipeline.commands].reverse().find((each) => !PASSING.has(each.name));
  if (!counting || !COUNTED.has(counting.name)) return;
  for (const argument of counting.args) {
    if (argument.role !== 'count' || argument.kind !== 'word') continue;
    if (Number(argument.word.text) <= most) continue;
    const message = `the subsearch is asked for ${argument.word.text} rows, of which ${String(most)} count`;
    report('SPL2021', message, argument.word.span, { severity: 'warning' });
  }
}
