// Column names are case-sensitive in both languages and not in SQL, so each gets an SQL name of its own.

/** Logical name to SQL name, one to one for a whole query. Names that begin with `#` are the engine's hidden columns. */
export class Names {
  readonly #given = new Map<string, string>();
  readonly #taken = new Set<string>();
  #hidden = 0;

  /** The SQL name (not yet quoted): the name itself wherever that is free. */
  of(name: string): string {
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    const plain = plainOf(name);
    let candidate = plain;
    let folded = plain.toLowerCase();
    for (let n = 2; this.#taken.has(folded); n++) {
      candidate = `${plain}~${String(n)}`;
      folded = candidate.toLowerCase();
    }
    this.#taken.add(folded);
    this.#given.set(name, candidate);
    return candidate;
  }

  /** A fresh hidden name. */
  hidden(purpose: string): string {
    this.#hidden += 1;
    return `#${purpose}${String(this.#hidden)}`;
  }
}

function plainOf(name: string): string {
  if (name === '') return '~';
  const whole = name.includes('\0') ? name.replaceAll('\0', '\uFFFD') : name;
  return whole.startsWith('#') ? `~${whole}` : whole;
}
