// The one way in: any readable file, packed or not, to records.
import { ProblemList, type Finding, type Problem } from '../problem.ts';
import type { Origin } from '../record.ts';
import { containerOf, membersOf } from './archive/archive.ts';
import { UnpackAllowance, usualLimits, type UnpackLimits } from './archive/limits.ts';
import { auditd } from './auditd.ts';
import { canonical } from './canonical.ts';
import { csv } from './csv.ts';
import { evtx } from './evtx/evtx.ts';
import { foreignContent } from './foreign.ts';
import type { AnyRecord, ByteRange, Format } from './format.ts';
import { contentOf, type Content, type Forward } from './forward.ts';
import { json, surveyOfLines } from './json/json.ts';
import type { LinesSurvey } from './json/json-lines.ts';
import { windowsText } from './windows-text.ts';

/** Every format; the one that is surest of a file reads it. */
export const formats: readonly Format[] = [evtx, canonical, windowsText, auditd, json, csv];

/**
 * `format` names the format, or the container and what is in it (`zip: json`). `records` can be walked once; `problems`
 * fills while it is walked and is complete afterwards.
 */
export interface Recording {
  readonly format: string;
  readonly records: Iterable<AnyRecord>;
  readonly problems: readonly Problem[];
}

/** What can be read, as people call it. */
const UNKNOWN =
  'no form of events that is known: EVTX, event XML, WinEventLog text, auditd, JSON, CSV or Parquet';

const HEAD = 64 * 1024;
const DEEPEST_PACKING = 3;

/** Reads a file's bytes. `name` is used for messages and origins only, never to tell the format. */
export function readEvents(
  name: string,
  bytes: Uint8Array,
  limits: UnpackLimits = usualLimits,
): Recording {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readEventsFrom(name, buffer, limits);
}

/**
 * Like `readEvents`, from a file that is read range by range, front to back: it takes no more memory however large it
 * is, packed or not. Only a zip inside of another archive is held as a whole.
 */
export function readEventsFrom(
  name: string,
  file: ByteRange,
  limits: UnpackLimits = usualLimits,
): Recording {
  const problems = new ProblemList();
  const allowance = new UnpackAllowance(limits);
  const opening: Opening = { file: name, problems, allowance, depth: 0 };
  const content = contentOf(file, limits);
  const head = content.bytes.peek(HEAD);
  const format = containerOf(head) ?? recognise(head)?.name ?? 'unknown';
  return { format, records: open(opening, content), problems: problems.kept };
}

interface Opening {
  readonly file: string;
  readonly member?: string;
  readonly problems: ProblemList;
  readonly allowance: UnpackAllowance;
  readonly depth: number;
}

function* open(opening: Opening, content: Content): Generator<AnyRecord> {
  const report = (finding: Finding): void => {
    opening.problems.add({ ...whereFrom(opening), ...finding });
  };
  const container = containerOf(content.bytes.peek(HEAD));
  if (container && opening.depth >= DEEPEST_PACKING) {
    report({ code: 'EVT002', severity: 'error', message: 'packed more than three times over' });
  } else if (container) {
    for (const member of membersOf(container, content, opening.allowance, report)) {
      yield* open(memberOpening(opening, member.name), member.content);
    }
  } else yield* readPlain(opening, content.bytes, report);
}

function memberOpening(opening: Opening, name: string): Opening {
  const member = [opening.member, name]
    .filter((part) => part !== undefined && part !== '')
    .join('/');
  return { ...opening, ...(member === '' ? {} : { member }), depth: opening.depth + 1 };
}

function whereFrom({ file, member }: Opening): { file: string; member?: string } {
  return member === undefined ? { file } : { file, member };
}

function readPlain(
  opening: Opening,
  bytes: Forward,
  report: (finding: Finding) => void,
): Iterable<AnyRecord> {
  const head = bytes.peek(HEAD);
  if (head.length === 0) {
    report({ code: 'EVT001', severity: 'warning', message: 'the file is empty' });
    return [];
  }
  if (head.toString('latin1', 0, 40).startsWith('version https://git-lfs.github.com/spec/')) {
    const message = 'the file is a Git LFS pointer; fetch the data with `git lfs pull`';
    report({ code: 'EVT004', severity: 'error', message });
    return [];
  }
  const format = recognise(head);
  if (!format) {
    report({ code: 'EVT001', severity: 'error', message: foreignContent(head) ?? UNKNOWN });
    return [];
  }
  const { file, member } = opening;
  const origin = (number: number): Origin =>
    member === undefined ? { file, number } : { file, member, number };
  return format.read({ bytes, origin, report });
}

/** The format that is surest of the first bytes. */
function recognise(head: Buffer): Format | undefined {
  let best: Format | undefined;
  let surest = 0;
  for (const format of formats) {
    const sure = format.recognise(head);
    if (sure > surest) [best, surest] = [format, sure];
  }
  return best;
}

/** How an engine can read a file by itself, from its beginning; undefined where its records have to be read. */
export function surveyFor(head: Buffer): LinesSurvey | undefined {
  const isLines = !containerOf(head) && recognise(head) === json;
  return isLines ? surveyOfLines(head) : undefined;
}
