import { Command, Option } from 'commander';
import { check, toolVersion } from '../../flows/index.ts';
import { countLine, diagnosticsJson, diagnosticsText, sarif } from '../../report/index.ts';
import { hasErrors, type Diagnostic } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, deliver, withProgress } from '../output.ts';

interface Options {
  readonly format: 'text' | 'json' | 'sarif';
  readonly output?: string;
}

export function checkCommand(done: (code: number) => void): Command {
  return new Command('check')
    .description(
      'read a pack and say everything that is wrong with its documents and searches; nothing is run or written',
    )
    .argument('[pack]', 'folder of documents, or one document', '.')
    .addOption(
      new Option('-f, --format <form>', 'form of the findings')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .option('--output <file>', 'write the findings there and not to stdout')
    .action(async (pack: string, options: Options) => {
      const diagnostics = await withProgress((progress) => check({ pack, progress }));
      deliver(rendered(diagnostics, options), options.output);
      done(hasErrors(diagnostics) ? FINDINGS : FINE);
    });
}

function rendered(diagnostics: readonly Diagnostic[], { format, output }: Options): string {
  switch (format) {
    case 'json':
      return diagnosticsJson(diagnostics);
    case 'sarif':
      return sarif(diagnostics, toolVersion());
    case 'text': {
      const colour = output === undefined && coloured(process.stdout);
      return diagnostics.length === 0
        ? `${countLine([])}\n`
        : diagnosticsText(diagnostics, { colour });
    }
  }
}
