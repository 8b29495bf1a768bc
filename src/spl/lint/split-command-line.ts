// A command line sought as one text in a scheduled task's XML, where program and arguments stand in elements of their own.
import { visitEval, visitSearch } from '../reads.ts';
import type { Span } from '../../text/index.ts';
import type { EvalNode, Pipeline } from '../tree.ts';
import type { Check, Subject } from './check.ts';
import { definitionReader } from './definitions.ts';
import { eventKindOf } from './event-kind.ts';
import { expressionsOf, looksLikeText, pipelinesIn, searchesOf } from './walk.ts';

/** Security events that carry a task's definition. */
const TASK_EVENTS: ReadonlySet<number> = new Set([4698, 4699, 4700, 4701, 4702]);

/** A program's name, then a blank, then more: with `.exe` or without, in a path or not. */
const COMMAND_LINE =
  /(?:^|[%*\\/"' ])(rundll32|regsvcs|regasm|regsvr32|powershell|pwsh|cmd|cscript|wscript|mshta|msbuild|installutil|schtasks|certutil|bitsadmin|wmic|python|java|bash)(?:\.exe)?"?\s+[^\s<%*]/i;

export const splitCommandLine: Check = {
  codes: ['SPL2003'],
  explanation:
    'Windows writes a task as XML, `<Command>rundll32.exe</Command><Arguments>x.dll,main</Arguments>`, so the two never stand side by side.',
  wrong: [
    'source="XmlWinEventLog:Security" EventCode=4698 TaskContent="*rundll32 x.dll,main*"',
    'source="XmlWinEventLog:Security" EventCode=4698 | where TaskContent LIKE "%regasm /U x.dll%"',
  ],
  right: [
    'source="XmlWinEventLog:Security" EventCode=4698 TaskContent="*rundll32*" TaskContent="*x.dll,main*"',
    'source="XmlWinEventLog:Security" EventCode=4688 CommandLine="*rundll32 x.dll,main*"',
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) checkPipeline(pipeline, subject);
  },
};

function checkPipeline(pipeline: Pipeline, subject: Subject): void {
  const [first] = pipeline.commands;
  const search = first?.name === 'search' ? searchesOf(first)[0] : undefined;
  const kind = search && eventKindOf(search, definitionReader(subject));
  if (!kind?.codes.every((code) => TASK_EVENTS.has(code))) return;
  for (const command of pipeline.commands) {
    for (const each of searchesOf(command)) {
      visitSearch(each, (node) => {
        if (node.kind !== 'compare' && node.kind !== 'in') return;
        if (!holdsTask(node.field.text)) return;
        for (const value of node.kind === 'in' ? node.values : [node.value]) {
          tell(value.text, value.span, subject);
        }
      });
    }
    for (const each of expressionsOf(command))
      visitEval(each, (node) => {
        judge(node, subject);
      });
  }
}

/** The definition itself, or what is taken for it. */
const holdsTask = (field: string): boolean => /content|_raw|message/i.test(field);

function judge(node: EvalNode, subject: Subject): void {
  const operands =
    node.kind === 'binary' && (node.operator === 'LIKE' || node.operator === '=')
      ? [node.left, node.right]
      : node.kind === 'call' && /^(?:like|match|searchmatch)$/i.test(node.name)
        ? node.args
        : [];
  const [field, pattern] = operands;
  if (field?.kind !== 'field' || !pattern || !holdsTask(field.name)) return;
  if (pattern.kind === 'text') tell(pattern.value, pattern.span, subject);
  // Text in single quotes by mistake: the other fault is told as well.
  if (pattern.kind === 'field' && looksLikeText(pattern)) tell(pattern.name, pattern.span, subject);
}

function tell(pattern: string, span: Span, { report }: Subject): void {
  const found = COMMAND_LINE.exec(pattern);
  if (!found) return;
  const message = `\`${found[1] ?? ''}\` and its arguments are sought as one text; in the task's XML they stand in \`<Command>\` and \`<Arguments>\``;
  report('SPL2003', message, span, {
    severity: 'warning',
    remedy: 'look for each in its own element, or for both apart from each other',
  });
}
