import { Command, InvalidArgumentError, Option } from 'commander';
import { mutate } from '../../flows/index.ts';
import { diagnosticsText, mutationJson, mutationTable } from '../../report/index.ts';
import { hasErrors } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, deliver, withProgress } from '../output.ts';

interface Options {
  readonly strategy?: string[];
  readonly recording?: string;
  readonly most: number;
  readonly seed: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
}

const MOST = 100_000;

export function mutateCommand(done: (code: number) => void): Command {
  return new Command('mutate')
    .description(
      'rewrite the recorded attacks as an attacker can, and tell which of these mutants the searches miss',
    )
    .argument('[pack]', 'folder of documents, or one document', '.')
    .option('-s, --strategy <id...>', 'only these strategies')
    .option(
      '-r, --recording <file>',
      'only this recording, as the documents name it or by its path',
    )
    .option('--most <number>', 'the most mutants of a strategy', count, 200)
    .option('--seed <text>', 'another seed makes other mutants', '1')
    .addOption(
      new Option('-f, --format <form>', 'form of the result')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--output <file>', 'write the result there and not to stdout')
    .action(async (pack: string, options: Options) => {
      const { strategy, recording, most, seed, format, output } = options;
      const { diagnostics, report } = await withProgress((progress) =>
        mutate({
          pack,
          most,
          seed,
          progress,
          ...(strategy && { strategies: strategy }),
          ...(recording !== undefined && { recording }),
        }),
      );
      const wrong = diagnostics.filter(({ severity }) => severity !== 'note');
      process.stderr.write(diagnosticsText(wrong, { colour: coloured(process.stderr) }));
      const colour = output === undefined && coloured(process.stdout);
      deliver(format === 'json' ? mutationJson(report) : mutationTable(report, { colour }), output);
      done(hasErrors(diagnostics) ? FINDINGS : FINE);
    });
}

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= MOST) return number;
  throw new InvalidArgumentError(`a whole number from 1 to ${MOST} is expected`);
}
