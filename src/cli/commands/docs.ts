import { Command } from 'commander';
import { docs } from '../../flows/index.ts';
import { diagnosticsText } from '../../report/index.ts';
import { hasErrors } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, withProgress } from '../output.ts';

export function docsCommand(done: (code: number) => void): Command {
  return new Command('docs')
    .description(
      'prove a pack, then write a page for each strategy as Markdown and HTML, an index, and an ATT&CK Navigator layer',
    )
    .argument('[pack]', 'folder of documents, or one document', '.')
    .option('-o, --out <dir>', 'where the pages go', 'docs/strategies')
    .action(async (pack: string, { out }: { readonly out: string }) => {
      const result = await withProgress((progress) => docs({ pack, out, progress }));
      const wrong = result.diagnostics.filter(({ severity }) => severity !== 'note');
      process.stderr.write(diagnosticsText(wrong, { colour: coloured(process.stderr) }));
      for (const { path } of result.written) process.stdout.write(`${out}/${path}\n`);
      const failed = result.verdicts.some(({ passed }) => !passed) || result.disparities.length > 0;
      done(hasErrors(result.diagnostics) || failed ? FINDINGS : FINE);
    });
}
