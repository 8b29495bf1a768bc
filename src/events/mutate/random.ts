// Chance that is the same in every run: numbers drawn from a text.

/** Draws from a seed. The same seed and the same calls give the same answers, on every machine. */
export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** True once in `times`. */
  oneIn(times: number): boolean;
  /** Draws of its own for a text, so that one text is changed in one way wherever it stands. */
  of(text: string): Random;
}

export function randomOf(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mixed(state);
  };
  const below = (limit: number): number => next() % Math.max(1, limit);
  return {
    below,
    pick: (list) => list[below(list.length)] ?? list[0],
    oneIn: (times) => below(times) === 0,
    of: (text) => randomOf(`${seed}\u0000${text}`),
  };
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return value;
}

/** MurmurHash3's last steps, which spread every bit over all. */
function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
