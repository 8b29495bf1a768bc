#!/usr/bin/env node
// The executable: arguments in, exit code out. What it does is in program.ts.
import { FINE } from './exit-codes.ts';
import { main } from './program.ts';

// Output that nobody reads any more (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(FINE);
});
process.exitCode = await main(process.argv.slice(2));
