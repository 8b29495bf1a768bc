// Fields that an eval makes and nothing after it looks at, although a later command leaves only others.
import { commandNamed } from '../commands/index.ts';
import type { Context } from '../commands/command.ts';
import { everything, wants, withFields, without, type Need } from '../need.ts';
import { parsePart } from '../parts.ts';
import { fieldsOfEval } from '../reads.ts';
import type { Assignment, CommandNode, Pipeline } from '../tree.ts';
import type { Check, Subject } from './check.ts';
import { pipelinesIn } from './walk.ts';

export const unusedFields: Check = {
  codes: ['SPL2015'],
  explanation:
    'A field that is made and never looked at is work for nothing, and often the sign of a name that was meant elsewhere: the condition on it is missing, or stands on another field.',
  wrong: ['index=a | eval score=len(x)*2 | stats count by user'],
  right: [
    'index=a | eval score=len(x)*2 | stats max(score) by user',
    'index=a | eval score=len(x)*2',
    'index=a | eval a=1, b=a | stats count by b',
    'index=a | eval a=1 | stats values(*) AS * by user',
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) checkPipeline(pipeline, subject);
  },
};

function checkPipeline(pipeline: Pipeline, subject: Subject): void {
  const context = contextFor(subject);
  let need: Need = everything;
  for (const command of [...pipeline.commands].reverse()) {
    if (command.name === 'eval') need = checkEval(command, need, subject);
    else need = commandNamed(command.name)?.needs?.(command, need, context) ?? need;
  }
}

function checkEval(command: CommandNode, after: Need, { report }: Subject): Need {
  let need = after;
  for (const { field, expression } of assignmentsOf(command).reverse()) {
    if (field.text.includes('{')) return everything;
    if (!wants(need, field.text) && !field.text.startsWith('_')) {
      report('SPL2015', `\`${field.text}\` is made here and never used`, field.span, {
        severity: 'note',
      });
    }
    need = withFields(without(need, [field.text]), fieldsOfEval(expression));
  }
  return need;
}

const assignmentsOf = (command: CommandNode): Assignment[] =>
  command.args.flatMap((each) => (each.kind === 'assignments' ? each.assignments : []));

/** What the commands ask to tell their needs; nothing is run. */
function contextFor({ environment }: Subject): Context {
  return {
    environment,
    report: () => undefined,
    events: () => ({ relation: { kind: 'values', columns: [], rows: [] }, fields: [] }),
    run: () => undefined,
    needsOf: () => everything,
    ...parsePart(environment, () => undefined),
    ask: () => undefined,
    bounded: () => undefined,
    scope: () => ({ field: () => undefined, now: environment.now, timezone: environment.timezone }),
    evaluate: () => undefined,
    fresh: (prefix) => prefix,
  };
}
