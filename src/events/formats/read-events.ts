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
import { json } from './json/json.ts';
import { isUtf16 } from './utf8.ts';
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
  const problems = new ProblemList();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const opening: Opening = {
    file: name,
    problems,
    allowance: new UnpackAllowance(limits),
    depth: 0,
  };
  const container = containerOf(buffer);
  const format = container ?? recognise(buffer)?.name ?? 'unknown';
  return { format, records: open(opening, buffer), problems: problems.kept };
}

/** Smaller files are held whole. */
const LARGE = 64 * 1024 * 1024;
/** How much of a large file formats see at once to find their way in. */
const BEGINNING = 8 * 1024 * 1024;

/**
 * Like `readEvents`, from a file that is read range by range. EVTX and files of one record per line (JSON lines, the
 * canonical form, auditd) take no more memory however large they are; others, and archives, are read whole.
 */
export function readEventsFrom(
  name: string,
  file: ByteRange,
  limits: UnpackLimits = usualLimits,
): Recording {
  const bytes = file.subarray(0, Math.min(file.length, BEGINNING));
  const format = recognise(bytes);
  const isWhole = file.length <= LARGE || containerOf(bytes) !== undefined || isUtf16(bytes);
  if (isWhole || format?.streams !== true)
    return readEvents(name, file.subarray(0, file.length), limits);
  const problems = new ProblemList();
  const origin = (number: number): Origin => ({ file: name, number });
  const report = (finding: Finding): void => {
    problems.add({ file: name, ...finding });
  };
  const records = format.read({ bytes, file, origin, report });
  return { format: format.name, records, problems: problems.kept };
}

interface Opening {
  readonly file: string;
  readonly member?: string;
  readonly problems: ProblemList;
  readonly allowance: UnpackAllowance;
  readonly depth: number;
}

function* open(opening: Opening, bytes: Buffer): Generator<AnyRecord> {
  const report = (finding: Finding): void => {
    opening.problems.add({ ...whereFrom(opening), ...finding });
  };
  const container = containerOf(bytes);
  if (container && opening.depth >= DEEPEST_PACKING) {
    report({ code: 'EVT002', severity: 'error', message: 'packed more than three times over' });
  } else if (container) {
    for (const member of membersOf(container, bytes, opening.allowance, report)) {
      yield* open(memberOpening(opening, member.name), member.bytes);
    }
  } else yield* readPlain(opening, bytes, report);
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
  bytes: Buffer,
  report: (finding: Finding) => void,
): Iterable<AnyRecord> {
  if (bytes.length === 0) {
    report({ code: 'EVT001', severity: 'warning', message: 'the file is empty' });
    return [];
  }
  if (bytes.toString('latin1', 0, 40).startsWith('version https://git-lfs.github.com/spec/')) {
    const message = 'the file is a Git LFS pointer; fetch the data with `git lfs pull`';
    report({ code: 'EVT004', severity: 'error', message });
    return [];
  }
  const format = recognise(bytes);
  if (!format) {
    report({ code: 'EVT001', severity: 'error', message: foreignContent(bytes) ?? UNKNOWN });
    return [];
  }
  const { file, member } = opening;
  const origin = (number: number): Origin =>
    member === undefined ? { file, number } : { file, member, number };
  return format.read({ bytes, origin, report });
}

/** The format that is surest of the first bytes. */
function recognise(bytes: Buffer): Format | undefined {
  const head = bytes.subarray(0, HEAD);
  let best: Format | undefined;
  let surest = 0;
  for (const format of formats) {
    const sure = format.recognise(head);
    if (sure > surest) [best, surest] = [format, sure];
  }
  return best;
}
