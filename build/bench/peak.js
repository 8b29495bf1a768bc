// Loaded into a process before its program: at its end it tells, in the file that BENCH_PEAK names, what the whole process
// took: CPU time in milliseconds and the peak of its memory in bytes, the engine's threads and buffers included.
import { writeFileSync } from 'node:fs';

process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1000;
  writeFileSync(process.env.BENCH_PEAK, JSON.stringify({ cpu, peak: maxRSS * 1024 }));
});
