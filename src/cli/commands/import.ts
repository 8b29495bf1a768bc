import { Command } from 'commander';
import { importFiles } from '../../flows/index.ts';
import { diagnosticsText } from '../../report/index.ts';
import { hasErrors } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured } from '../output.ts';

interface Options {
  readonly out: string;
}

export function importCommand(done: (code: number) => void): Command {
  return new Command('import')
    .description(
      'turn Sentinel rules (YAML, exported ARM templates) and Defender custom detections (JSON) into documents',
    )
    .argument('<files...>', 'files, or folders of them')
    .requiredOption('-o, --out <dir>', 'where the documents go; none is ever replaced')
    .action(async (paths: string[], { out }: Options) => {
      const { written, diagnostics } = await importFiles({ paths, out });
      process.stderr.write(diagnosticsText(diagnostics, { colour: coloured(process.stderr) }));
      for (const path of written) process.stdout.write(`${path}\n`);
      done(hasErrors(diagnostics) ? FINDINGS : FINE);
    });
}
