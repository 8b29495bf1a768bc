#!/usr/bin/env node
/** Entry point of the command: gives it clock and environment, and turns a fault of ours into exit code 3. */
import { command } from './command.ts';

try {
  const world = { environment: process.env, now: Date.now() };
  const { code, output, complaint } = await command(process.argv.slice(2), world);
  process.stderr.write(complaint);
  process.stdout.write(output);
  process.exitCode = code;
} catch (fault) {
  const said = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  process.stderr.write(`arm-ttk-wrapper: internal fault: ${said}\n`);
  process.exitCode = 3;
}
