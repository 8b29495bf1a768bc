import { Command, Option } from 'commander';
import { batch, parseInstant, parseSeconds, query } from '../../flows/index.ts';
import { diagnosticsText } from '../../report/index.ts';
import { printable } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured } from '../output.ts';

interface Options {
  readonly language?: 'spl' | 'kql';
  readonly events?: string[];
  readonly file?: string;
  readonly batch?: string;
  readonly environment: 'sentinel' | 'defender';
  readonly now?: bigint;
  readonly format: 'table' | 'ndjson' | 'csv';
  readonly explain?: boolean;
  readonly schema?: boolean;
  readonly fields?: boolean;
  readonly timeout: number;
}

export function queryCommand(done: (code: number) => void): Command {
  return new Command('query')
    .description('run one search on recordings, or a batch of cases')
    .argument('[query]', 'the search; or --file, or --batch')
    .addOption(new Option('-l, --language <language>', 'of the search').choices(['spl', 'kql']))
    .option(
      '-e, --events <file...>',
      'recordings: EVTX, event XML, JSON lines, CSV, Parquet; also packed',
    )
    .option('--file <file>', 'read the search from a file (`.kql`, `.spl` tell the language)')
    .option(
      '--batch <cases>',
      'answer a file of cases, one JSON object a line in, one a line out; `-` for stdin',
    )
    .addOption(
      new Option('--environment <product>', 'KQL: whose tables there are')
        .choices(['sentinel', 'defender'])
        .default('sentinel'),
    )
    .option(
      '--now <time>',
      'the clock: ISO 8601 or epoch seconds (default: just after the last event)',
      parseInstant,
    )
    .addOption(
      new Option('-f, --format <form>', 'form of the result')
        .choices(['table', 'ndjson', 'csv'])
        .default('table'),
    )
    .option('--explain', 'print the plan and the SQL instead of running the search')
    .option(
      '--schema',
      'KQL: print the columns of the result and what the search uses instead of running it',
    )
    .option('--fields', 'SPL: print the fields there are after each command instead of running it')
    .option('--timeout <seconds>', 'give up after that', parseSeconds, 300)
    .action(async (text: string | undefined, options: Options) => {
      if (options.batch !== undefined) {
        for await (const line of batch(options.batch, options.now)) {
          if (!process.stdout.write(`${line}\n`)) await drained();
        }
        done(FINE);
        return;
      }
      const result = await query({ ...options, text });
      process.stderr.write(
        diagnosticsText(result.diagnostics, { colour: coloured(process.stderr) }),
      );
      for (const notice of result.notices) process.stderr.write(`${printable(notice)}\n`);
      process.stdout.write(result.output);
      done(result.failed ? FINDINGS : FINE);
    });
}

const drained = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.once('drain', resolve);
  });
