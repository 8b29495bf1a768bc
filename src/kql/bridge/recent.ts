// What was made last for a text, kept as long as the texts together stay small. A pack's searches are compiled again and
// again, for each recording and each run; only the clock differs, and that Microsoft's binder does not see.

/** Bound trees take about three hundred bytes for each character of their text. */
const MOST_CHARACTERS = 400_000;

export class Recent<V> {
  readonly #made = new Map<string, V>();
  #characters = 0;

  /** The value for the text, made at most once while it is kept. What was not asked for longest goes first. */
  of(text: string, make: () => V): V {
    const known = this.#made.get(text);
    if (known !== undefined) {
      this.#made.delete(text);
      this.#made.set(text, known);
      return known;
    }
    const value = make();
    this.#made.set(text, value);
    this.#characters += text.length;
    for (const oldest of this.#made.keys()) {
      if (this.#characters <= MOST_CHARACTERS || oldest === text) break;
      this.#made.delete(oldest);
      this.#characters -= oldest.length;
    }
    return value;
  }
}
