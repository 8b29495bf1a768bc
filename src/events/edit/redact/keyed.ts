// Pseudonyms out of a seed: the same seed and text give the same answer, and nobody without the seed can try names.
import { createHmac } from 'node:crypto';

/** Digests and orders can be made again; a hostile recording must not fill the memory with them. */
const MOST_KEPT = 10_000;

export class Keyed {
  readonly #seed: string;
  readonly #digests = new Map<string, string>();
  readonly #orders = new Map<string, Uint8Array>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Hexadecimal digits, 64 at most. */
  hex(text: string, digits: number): string {
    let digest = this.#digests.get(text);
    if (digest === undefined) {
      if (this.#digests.size >= MOST_KEPT) this.#digests.clear();
      digest = createHmac('sha256', this.#seed).update(text).digest('hex');
      this.#digests.set(text, digest);
    }
    return digest.slice(0, digits);
  }

  /** A whole number below 2 ** 32. */
  number(text: string): number {
    return Number.parseInt(this.hex(text, 8), 16);
  }

  /** Octets rearranged: each prefix has an order of its own, so that different octets stay different. */
  octet(prefix: string, octet: number): string {
    let order = this.#orders.get(prefix);
    if (!order) {
      if (this.#orders.size >= MOST_KEPT) this.#orders.clear();
      order = this.#shuffled(prefix);
      this.#orders.set(prefix, order);
    }
    return String(order[octet] ?? octet);
  }

  /** 1 to 254 shuffled; 0 and 255 name networks and broadcasts and stay. */
  #shuffled(prefix: string): Uint8Array {
    const order = Uint8Array.from({ length: 256 }, (_, index) => index);
    let digits = '';
    for (let last = 254; last > 1; last--) {
      if (digits.length < 4) digits = this.hex(`octets ${prefix} ${String(last)}`, 64);
      const other = 1 + (Number.parseInt(digits.slice(0, 4), 16) % last);
      digits = digits.slice(4);
      const kept = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = kept;
    }
    return order;
  }
}
