// How much may come out of a packed file, and what is said where it is more or is damaged.
import type { Finding } from '../../problem.ts';
import type { Content, PieceSizes } from '../forward.ts';

/** `total`: bytes unpacked from one file at most; `ratio`: unpacked to packed beyond the first 16 MiB of a member. */
export interface UnpackLimits extends PieceSizes {
  readonly total: number;
  readonly ratio: number;
  readonly members: number;
}

export const usualLimits: UnpackLimits = {
  total: 2 ** 30,
  ratio: 200,
  members: 10_000,
  held: 64 * 1024 * 1024,
  piece: 1024 * 1024,
};

const ALWAYS_ALLOWED = 16 * 1024 * 1024;

export interface Member {
  readonly name: string;
  readonly content: Content;
}

export type Report = (finding: Finding) => void;

/** What is left of the limits while one file is unpacked, through all its layers. */
export class UnpackAllowance {
  readonly limits: UnpackLimits;
  #left: number;

  constructor(limits: UnpackLimits) {
    this.limits = limits;
    this.#left = limits.total;
  }

  /** The most that `packed` bytes may become. */
  most(packed: number): number {
    return Math.max(1, Math.min(this.#left, Math.max(ALWAYS_ALLOWED, packed * this.limits.ratio)));
  }

  /** Whether so many bytes more may come out. */
  spend(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }
}

/** What is not read on principle. */
export function refused(report: Report, message: string): void {
  report({ code: 'EVT002', severity: 'error', message });
}

/** What stands in an archive and is no file. */
export function passedOver(report: Report, message: string): void {
  report({ code: 'EVT002', severity: 'note', message });
}

/** What is read as far as it goes, or cannot be read. */
export function damaged(report: Report, message: string, offset?: number): void {
  report({
    code: 'EVT003',
    severity: 'error',
    ...(offset !== undefined && { offset }),
    message,
  });
}

export function otherChecksum(report: Report, name: string): void {
  damaged(report, `\`${name}\` is damaged: its checksum is another one`);
}

/** What macOS adds to archives beside the real files. */
export function isAppleDouble(name: string): boolean {
  return name.startsWith('__MACOSX/') || (name.split('/').at(-1) ?? '').startsWith('._');
}
