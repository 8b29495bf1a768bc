import { Command } from 'commander';
import { check } from '../../flows/index.ts';
import { deliverFindings, findingsOptions, type FindingsOptions } from '../findings.ts';
import { withProgress } from '../output.ts';

export function checkCommand(done: (code: number) => void): Command {
  const command = new Command('check')
    .description(
      'read a pack and say everything that is wrong with its documents and searches; nothing is run or written',
    )
    .argument('[pack]', 'folder of documents, or one document', '.')
    .action(async (pack: string, options: FindingsOptions) => {
      const diagnostics = await withProgress((progress) => check({ pack, progress }));
      done(deliverFindings(diagnostics, options));
    });
  for (const option of findingsOptions()) command.addOption(option);
  return command;
}
