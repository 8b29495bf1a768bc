import { Command, Option } from 'commander';
import {
  parseInstant,
  parseShiftTarget,
  record,
  recordingFormats,
  type RecordingFormat,
  type RecordResult,
} from '../../flows/index.ts';
import { printable } from '../../text/index.ts';
import { FINE } from '../exit-codes.ts';
import { withProgress } from '../output.ts';

interface Options {
  readonly out: string;
  readonly format: RecordingFormat;
  readonly from?: bigint;
  readonly to?: bigint;
  readonly host?: string[];
  readonly eventId?: string[];
  readonly malicious?: string[];
  readonly redact?: boolean;
  readonly seed?: string;
  readonly shiftTo?: bigint;
  readonly origin?: string;
  readonly licence?: string;
}

export function recordCommand(done: (code: number) => void): Command {
  return new Command('record')
    .description('make a recording, to replay and to share, out of event files')
    .argument(
      '<files...>',
      'files, folders or patterns: EVTX, event XML, JSON lines, CSV, Parquet; also packed',
    )
    .requiredOption('-o, --out <dir>', 'the folder of the recording')
    .addOption(
      new Option(
        '-f, --format <form>',
        'of the events: `jsonl` in gzip, or `parquet`, smaller where events are many and for other tools to query',
      )
        .choices(recordingFormats)
        .default('jsonl'),
    )
    .option('--from <time>', 'events from then on: ISO 8601 or epoch seconds', parseInstant)
    .option('--to <time>', 'events before then', parseInstant)
    .option('--host <names>', 'events of these machines, separated by commas', listed)
    .option('--event-id <ids>', 'events with these ids, separated by commas', listed)
    .option(
      '--malicious <records: why>',
      'records that are malicious, by number or by what they hold: `1169,1170: task from a share`, `log.evtx#12-14: why`, `EventID=4698, TaskName=*up*: why`; repeatable',
      repeated,
    )
    .option('--redact', 'replace users, hosts, domains, addresses and SIDs by pseudonyms')
    .option('--seed <text>', 'keep this secret: equal pseudonyms in several recordings')
    .option(
      '--shift-to <time>',
      'move all times so that the last event is then; `now`, ISO 8601 or epoch seconds',
      parseShiftTarget,
    )
    .option('--origin <text>', 'where the events come from, for the manifest')
    .option('--licence <text>', 'under which licence they may be used, for the manifest')
    .action(async (inputs: string[], options: Options) => {
      const { from, to, host: hosts, eventId: eventIds, ...rest } = options;
      const slice = {
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(hosts && { hosts }),
        ...(eventIds && { eventIds }),
      };
      const { malicious = [], redact = false } = options;
      const result = await withProgress((progress) =>
        record({ ...rest, inputs, slice, malicious, redact, progress }),
      );
      for (const each of result.notices) process.stderr.write(`${printable(each)}\n`);
      process.stdout.write(summary(options.out, result));
      done(FINE);
    });
}

function summary(out: string, { manifest }: RecordResult): string {
  const { records, first = '-', last = '-', files, malicious } = manifest;
  const span = `${String(records)} records, ${first} to ${last}, ${String(malicious.length)} marked malicious`;
  return [span, ...files.map(({ name, sha256 }) => `${sha256}  ${out}/${name}`), ''].join('\n');
}

function listed(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((each) => each.trim())].filter((each) => each !== '');
}

function repeated(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
