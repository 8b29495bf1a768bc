/** The processor's time that this process has used, in milliseconds: bounds on work that a busy machine does not break. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
