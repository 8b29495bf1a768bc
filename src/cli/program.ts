// The command line: which command, which exit code. Each command lives in a file of its own.
import { Command, CommanderError } from 'commander';
import { toolVersion, UsageError } from '../flows/index.ts';
import { printable } from '../text/index.ts';
import { buildCommand } from './commands/build.ts';
import { checkCommand } from './commands/check.ts';
import { diffCommand } from './commands/diff.ts';
import { docsCommand } from './commands/docs.ts';
import { importCommand } from './commands/import.ts';
import { mutateCommand } from './commands/mutate.ts';
import { newCommand } from './commands/new.ts';
import { planCommand } from './commands/plan.ts';
import { queryCommand } from './commands/query.ts';
import { recordCommand } from './commands/record.ts';
import { testCommand } from './commands/test.ts';
import { validateCommand } from './commands/validate.ts';
import { FINE, INTERNAL_FAULT, WRONG_USE } from './exit-codes.ts';

const EXIT_CODES = `
Exit codes: 0 fine, 1 findings (an error in a document, a promise that was not kept),
2 wrong use (unknown option, no such file), 3 internal fault.`;

/** Runs one command line, without the program's own name, to its exit code. Never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('stratagem')
    .description(
      'Compiles detection strategies to Splunk and Microsoft Sentinel, and proves them on recorded attacks',
    )
    .version(toolVersion())
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .showHelpAfterError();
  let code = FINE;
  const done = (result: number): void => {
    code = result;
  };
  for (const add of [
    buildCommand,
    testCommand,
    checkCommand,
    mutateCommand,
    diffCommand,
    queryCommand,
    recordCommand,
    validateCommand,
    docsCommand,
    importCommand,
    planCommand,
    newCommand,
  ]) {
    program.addCommand(add(done).exitOverride().showHelpAfterError());
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error);
  }
}

/** Says what went wrong; a fault of ours comes with its stack, so that it can be reported. */
function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? FINE : WRONG_USE;
  if (error instanceof UsageError || isSystemError(error)) {
    process.stderr.write(`stratagem: ${printable(error.message)}\n`);
    return WRONG_USE;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`stratagem: internal fault, please report it\n${printable(text)}\n`);
  return INTERNAL_FAULT;
}

/** What the operating system refused (no permission, a folder where a file is wanted, a full disk): its message says it. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'errno' in error;
}
