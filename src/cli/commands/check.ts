import { Command } from 'commander';
import { check, fixPack, type FixedDocument } from '../../flows/index.ts';
import { printable } from '../../text/index.ts';
import { deliverFindings, findingsOptions, type FindingsOptions } from '../findings.ts';
import { withProgress } from '../output.ts';

interface Options extends FindingsOptions {
  readonly fix?: boolean;
}

export function checkCommand(done: (code: number) => void): Command {
  const command = new Command('check')
    .description(
      'read a pack and say everything that is wrong with its documents and searches; nothing is run, and nothing written without --fix',
    )
    .argument('[pack]', 'folder of documents, or one document', '.')
    .option('--fix', 'put the safe fixes into the documents, and tell what is left')
    .action(async (pack: string, options: Options) => {
      if (options.fix) tellFixed(await withProgress((progress) => fixPack({ pack, progress })));
      const diagnostics = await withProgress((progress) => check({ pack, progress }));
      done(deliverFindings(diagnostics, options));
    });
  for (const option of findingsOptions()) command.addOption(option);
  return command;
}

/** To stderr: the findings may be for a program to read. */
function tellFixed(fixed: readonly FixedDocument[]): void {
  for (const { name, titles } of fixed) {
    for (const title of titles) process.stderr.write(`${printable(`${name}: fixed: ${title}`)}\n`);
  }
}
