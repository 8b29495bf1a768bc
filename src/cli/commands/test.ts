import { Command, Option } from 'commander';
import { parseInstant, test, type TestResult } from '../../flows/index.ts';
import {
  diagnosticsText,
  junit,
  qualityText,
  verdictsJson,
  verdictTable,
} from '../../report/index.ts';
import { hasErrors } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, deliver, withProgress } from '../output.ts';

interface Options {
  readonly out: string;
  readonly events?: string[];
  readonly background?: string[];
  readonly now?: bigint;
  readonly format: 'text' | 'json' | 'junit';
  readonly output?: string;
  readonly verbose?: boolean;
  readonly report?: boolean;
}

export function testCommand(done: (code: number) => void): Command {
  return new Command('test')
    .description(
      'build a pack, then replay its recordings against the searches in the built artifacts',
    )
    .argument('[pack]', 'folder of documents, or one document', '.')
    .option('-o, --out <dir>', 'where artifacts and report go', 'out')
    .option(
      '-e, --events <file...>',
      'replay these recordings too, and tell what each search finds on them',
    )
    .option(
      '-b, --background <file...>',
      'recordings of ordinary days: whatever fires on one is a false alarm and a finding',
    )
    .option(
      '--now <time>',
      'the clock for --events: ISO 8601 or epoch seconds (default: just after the last event)',
      parseInstant,
    )
    .addOption(
      new Option('-f, --format <form>', 'form of the verdicts')
        .choices(['text', 'json', 'junit'])
        .default('text'),
    )
    .option('--verbose', 'a line for each recording, whatever came of it')
    .option(
      '--report',
      'add detection quality (caught, missed, false alarms per thousand background events) and the attacks by what finds them; in text and JSON',
    )
    .option('--output <file>', 'write the verdicts there and not to stdout')
    .action(async (pack: string, options: Options) => {
      const { out, events = [], background = [], now } = options;
      const result = await withProgress((progress) =>
        test({ pack, out, events, background, ...(now !== undefined && { now }), progress }),
      );
      // Notes are `check`'s to tell; a proof is read for what is wrong.
      const wrong = result.diagnostics.filter(({ severity }) => severity !== 'note');
      process.stderr.write(diagnosticsText(wrong, { colour: coloured(process.stderr) }));
      deliver(rendered(result, options), options.output);
      if (options.format === 'text')
        for (const each of result.notices) process.stdout.write(`${each}\n`);
      const failed = hasErrors(result.diagnostics) || result.disparities.length > 0;
      done(failed || result.verdicts.some((each) => !each.passed) ? FINDINGS : FINE);
    });
}

const SHOWN_WHOLE = 30;

function rendered(
  { verdicts, disparities, accepted, quality, coverage }: TestResult,
  { format, output, verbose, report }: Options,
): string {
  switch (format) {
    case 'json':
      return verdictsJson(
        verdicts,
        { disparities, accepted },
        report === true ? { quality, coverage } : undefined,
      );
    case 'junit':
      return junit(verdicts, disparities);
    case 'text':
      return `${verdictTable(verdicts, disparities, {
        colour: output === undefined && coloured(process.stdout),
        // A small pack is shown whole.
        accepted,
        summary: verbose !== true && verdicts.length > SHOWN_WHOLE,
      })}${report === true ? `\n${qualityText(quality, coverage)}` : ''}`;
  }
}
