import { Command } from 'commander';
import { validate } from '../../flows/index.ts';
import { deliverFindings, findingsOptions, type FindingsOptions } from '../findings.ts';

export function validateCommand(done: (code: number) => void): Command {
  const command = new Command('validate')
    .description(
      'say what is wrong with an ARM template (its analytics rules and their KQL included) or a Splunk app, ours or not',
    )
    .argument('<path>', 'a template, an app package (.spl, .tgz) or an app folder')
    .action(async (path: string, options: FindingsOptions) => {
      done(deliverFindings(await validate(path), options));
    });
  for (const option of findingsOptions()) command.addOption(option);
  return command;
}
