import { Command } from 'commander';
import { build } from '../../flows/index.ts';
import { diagnosticsText } from '../../report/index.ts';
import { hasErrors } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, withProgress } from '../output.ts';

interface Options {
  readonly out: string;
}

export function buildCommand(done: (code: number) => void): Command {
  return new Command('build')
    .description(
      'build the Splunk app, the Sentinel templates and the Defender detections of a pack',
    )
    .argument('[pack]', 'folder of documents, or one document', '.')
    .option('-o, --out <dir>', 'where the artifacts go', 'out')
    .action(async (pack: string, { out }: Options) => {
      const result = await withProgress((progress) => build({ pack, out, progress }));
      process.stderr.write(
        diagnosticsText(result.diagnostics, { colour: coloured(process.stderr) }),
      );
      for (const { path, sha256 } of result.written)
        process.stdout.write(`${sha256}  ${out}/${path}\n`);
      done(hasErrors(result.diagnostics) ? FINDINGS : FINE);
    });
}
