import { Argument, Command, Option } from 'commander';
import { planJson, planSentinel, planText } from '../../flows/index.ts';
import { diagnosticsText } from '../../report/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, deliver } from '../output.ts';

interface Options {
  readonly current: readonly string[];
  readonly previous?: string;
  readonly rollback?: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
}

export function planCommand(done: (code: number) => void): Command {
  return new Command('plan')
    .description('say what deploying a pack would do to a workspace as it was exported')
    .addArgument(new Argument('<platform>', 'where it is deployed').choices(['sentinel']))
    .argument('[pack]', 'folder of documents, or one document', '.')
    .requiredOption(
      '--current <export...>',
      "what is there, files or folders: ARM templates from the portal, the REST API's lists (rules, saved searches, watchlists and their items, workbooks), Graph's list of custom detections",
    )
    .option(
      '--previous <build>',
      'the folder of the build deployed last, or its mainTemplate.json; tells drift and what was retired',
    )
    .option('--rollback <dir>', 'write a bundle that restores what the deployment would change')
    .addOption(
      new Option('-f, --format <form>', 'form of the plan')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--output <file>', 'write the plan there and not to stdout')
    .action(async (_platform: string, pack: string, options: Options) => {
      const { current, previous, rollback } = options;
      const { plan, diagnostics } = await planSentinel({ pack, current, previous, rollback });
      if (!plan) {
        process.stderr.write(diagnosticsText(diagnostics, { colour: coloured(process.stderr) }));
        done(FINDINGS);
        return;
      }
      deliver(options.format === 'json' ? planJson(plan) : planText(plan), options.output);
      done(FINE);
    });
}
