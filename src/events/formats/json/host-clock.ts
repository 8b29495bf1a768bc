// Exporters that print local time as if it were UTC, some on a 12 hour clock. Sysmon writes UTC into its own data, so
// its events tell how far off their neighbours of the same host are.
import { roundToQuarter } from '../../../plan/functions/event-text.ts';
import { TICKS_PER_SECOND } from '../../../plan/types.ts';
import { ticksOfIso } from '../../ticks.ts';
import type { Input } from '../format.ts';
import { linesOf } from '../utf8.ts';

/** How many lines are looked at before reading, so that events before the first Sysmon event are right too. */
const LOOK_AHEAD = 5000;

export class HostClock {
  readonly #offsets = new Map<string, bigint>();
  readonly #input: Input;
  #latest: bigint | undefined;
  #told = false;

  constructor(input: Input) {
    this.#input = input;
  }

  /** Looks for the first Sysmon time of each host. */
  lookAhead(bytes: Buffer): void {
    const seen = new Set<string>();
    for (const { text, number } of linesOf([bytes])) {
      if (number > LOOK_AHEAD) return;
      const utc = /"UtcTime":"([^"]{19,27})"/.exec(text)?.[1];
      const local = /"(?:TimeCreated|EventTime)":"([^"]{19,30})"/.exec(text)?.[1];
      const host = /"Hostname":"([^"]{1,255})"/.exec(text)?.[1]?.toLowerCase();
      if (utc === undefined || local === undefined || host === undefined || seen.has(host))
        continue;
      seen.add(host);
      this.learn(host, ticksOfIso(local), ticksOfIso(utc));
    }
  }

  /** A host's printed time and the true one. */
  learn(host: string, printed: bigint | undefined, utc: bigint | undefined): void {
    if (printed === undefined || utc === undefined) return;
    const offset = roundToQuarter(utc - printed);
    this.#offsets.set(host.toLowerCase(), offset);
    this.#latest = offset;
  }

  /** The true time of a printed one, as far as it can be known; says once that it corrected or could not check. */
  correct(host: string, printed: bigint, number: number): bigint {
    const offset = this.#offsets.get(host.toLowerCase()) ?? this.#latest;
    if (offset === undefined) {
      this.#tell(
        number,
        'printed times cannot be checked against Sysmon times; they are read as UTC',
      );
      return printed;
    }
    if (offset !== 0n) {
      const minutes = Number(offset / TICKS_PER_SECOND) / 60;
      this.#tell(
        number,
        `printed times are ${String(minutes)} minutes off Sysmon's UTC times and are corrected`,
      );
    }
    return printed + offset;
  }

  #tell(number: number, message: string): void {
    if (this.#told) return;
    this.#told = true;
    this.#input.report({ code: 'EVT303', severity: 'warning', number, message });
  }
}
