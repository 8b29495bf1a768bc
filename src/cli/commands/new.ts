import { Command } from 'commander';
import { createStrategy } from '../../flows/index.ts';
import { FINE } from '../exit-codes.ts';

interface Options {
  readonly id?: string;
}

export function newCommand(done: (code: number) => void): Command {
  return new Command('new')
    .description('write the skeleton of a strategy document')
    .argument('<file>', 'the document to write, `strategies/odd-service.md`; never replaces one')
    .option('--id <id>', 'the durable id (default: from the file name)')
    .action((file: string, { id }: Options) => {
      createStrategy(file, id);
      process.stdout.write(`${file}\n`);
      done(FINE);
    });
}
