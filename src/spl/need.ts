// Which fields what follows will look at, found by walking the pipeline backwards.

/** `all`: the fields are shown or depend on what there is. `order`: the rows' order makes a difference. */
export interface Need {
  readonly all: boolean;
  readonly names: ReadonlySet<string>;
  /** Names with `*`. */
  readonly patterns: readonly string[];
  readonly order: boolean;
}

export const everything: Need = { all: true, names: new Set(), patterns: [], order: true };
export const nothingNeeded: Need = { all: false, names: new Set(), patterns: [], order: false };

/** What is needed before a command that reads these fields besides. Names with `*` are patterns. */
export function withFields(need: Need, fields: Iterable<string>): Need {
  const names = new Set(need.names);
  const patterns = [...need.patterns];
  for (const field of fields) {
    if (field.includes('*')) patterns.push(field);
    else names.add(field);
  }
  return { ...need, names, patterns };
}

export function without(need: Need, fields: Iterable<string>): Need {
  const names = new Set(need.names);
  for (const field of fields) names.delete(field);
  return { ...need, names };
}

/** Only these fields. */
export function only(fields: Iterable<string>, order: boolean): Need {
  return { ...withFields(nothingNeeded, fields), order };
}

export const inOrder = (need: Need): Need => (need.order ? need : { ...need, order: true });

export function wants(need: Need, field: string): boolean {
  if (need.all || need.names.has(field)) return true;
  return need.patterns.some((pattern) => fieldMatcher(pattern)(field) !== undefined);
}

/** What each `*` of a field pattern stands for in a name that fits it; stars take as little as they can, the last all. */
export function fieldMatcher(pattern: string): (name: string) => readonly string[] | undefined {
  const parts = pattern.split('*');
  return (name) => {
    const first = parts[0] ?? '';
    if (parts.length === 1) return name === first ? [] : undefined;
    const last = parts[parts.length - 1] ?? '';
    if (!name.startsWith(first) || name.length < first.length + last.length) return undefined;
    if (!name.endsWith(last)) return undefined;
    const end = name.length - last.length;
    const found: string[] = [];
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const next = name.indexOf(part, at);
      if (next < 0 || next + part.length > end) return undefined;
      found.push(name.slice(at, next));
      at = next + part.length;
    }
    return [...found, name.slice(at, end)];
  };
}
