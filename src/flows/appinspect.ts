// The JSON report of Splunk's AppInspect as diagnostics of ours, placed in the package that it looked at.
import type { Diagnostic, FileTree, Severity, Source, Span } from '../text/index.ts';
import { bytesOf, span } from '../text/index.ts';

/** Results that keep an app from being accepted, and those that are told; any other says that all is well. */
const WEIGHTS: ReadonlyMap<string, Severity> = new Map([
  ['error', 'error'],
  ['failure', 'error'],
  ['future_failure', 'error'],
  ['manual_check', 'error'],
  ['warning', 'warning'],
]);

/**
 * One diagnostic per message of a check that did not pass; its code is the check's name after `AI-`. `tree` is the
 * package; a message about a file in it points at the line named.
 */
export function appInspectFindings(report: Source, tree: FileTree): Diagnostic[] {
  const parsed = parse(report.text);
  if (parsed === undefined) {
    return [
      {
        code: 'AIR1001',
        severity: 'error',
        message: "this is no JSON report of Splunk's AppInspect",
        source: report,
        span: undefined,
        remedy:
          'make one with `splunk-appinspect inspect APP.spl --data-format json --output-file REPORT`',
      },
    ];
  }
  const folder = [...tree.keys()][0]?.split('/')[0] ?? '';
  return recordsIn(parsed, 'reports')
    .flatMap((app) => recordsIn(app, 'groups'))
    .flatMap((group) => recordsIn(group, 'checks'))
    .flatMap((check) =>
      recordsIn(check, 'messages').flatMap((message) =>
        finding(check, message, tree, folder, report),
      ),
    );
}

function finding(
  check: Fields,
  message: Fields,
  tree: FileTree,
  folder: string,
  report: Source,
): Diagnostic[] {
  const severity = WEIGHTS.get(textOf(message, 'result'));
  if (severity === undefined) return [];
  const place = placeOf(message, tree, folder);
  return [
    {
      code: `AI-${textOf(check, 'name')}`,
      severity,
      message: textOf(message, 'message'),
      source: place?.source ?? report,
      span: place?.span,
      remedy: undefined,
    },
  ];
}

function placeOf(
  message: Fields,
  tree: FileTree,
  folder: string,
): { readonly source: Source; readonly span: Span | undefined } | undefined {
  const name = `${folder}/${textOf(message, 'message_filename')}`;
  const content = tree.get(name);
  if (content === undefined) return undefined;
  const text = new TextDecoder().decode(bytesOf(content));
  const line = Number(textOf(message, 'message_line'));
  return { source: { name, text }, span: lineSpan(text, line) };
}

/** The line by its number, from 1; undefined where there is none. */
function lineSpan(text: string, line: number): Span | undefined {
  if (!Number.isInteger(line) || line < 1) return undefined;
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const feed = text.indexOf('\n', start);
    if (feed < 0) return undefined;
    start = feed + 1;
  }
  const end = text.indexOf('\n', start);
  return span(start, end < 0 ? text.length : end);
}

type Fields = ReadonlyMap<string, unknown>;

function parse(text: string): Fields | undefined {
  try {
    const fields = fieldsOf(JSON.parse(text));
    return fields?.has('reports') === true ? fields : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : undefined;
}

function recordsIn(fields: Fields, key: string): Fields[] {
  const list = fields.get(key);
  return Array.isArray(list) ? list.flatMap((each) => fieldsOf(each) ?? []) : [];
}

function textOf(fields: Fields, key: string): string {
  const value = fields.get(key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
