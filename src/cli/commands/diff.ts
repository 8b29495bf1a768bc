import { Command, Option } from 'commander';
import { diff, diffJson, diffText } from '../../flows/index.ts';
import { diagnosticsText } from '../../report/index.ts';
import { hasErrors } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, deliver } from '../output.ts';

interface Options {
  readonly local?: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
}

export function diffCommand(done: (code: number) => void): Command {
  return new Command('diff')
    .description(
      'compare two releases of a Splunk app: searches added, changed in meaning, retired',
    )
    .argument('<old>', 'package (.spl, .tar.gz) or app folder')
    .argument('<new>', 'package (.spl, .tar.gz) or app folder')
    .option('--local <dir>', "the customer's local/ folder: which settings hide the change")
    .addOption(
      new Option('-f, --format <form>', 'form of the result')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--output <file>', 'write the result there and not to stdout')
    .addHelpText(
      'after',
      '\nExits with 1 when a package cannot be read whole, or a local setting hides a change or has lost its search.',
    )
    .action((from: string, to: string, { local, format, output }: Options) => {
      const found = diff({ from, to, ...(local !== undefined && { local }) });
      process.stderr.write(
        diagnosticsText(found.diagnostics, { colour: coloured(process.stderr) }),
      );
      deliver(format === 'json' ? diffJson(found) : diffText(found), output);
      const harmful = found.overrides.some(({ effect }) => effect !== 'redundant');
      done(harmful || hasErrors(found.diagnostics) ? FINDINGS : FINE);
    });
}
