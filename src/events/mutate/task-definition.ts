// Parts of a task's definition as text, so that all the rest of it stays as it was written.

/** An element found in a definition; offsets in UTF-16 units. */
export interface Part {
  /** Of `<`. */
  readonly start: number;
  /** Behind the opening tag, and of the closing one. */
  readonly innerStart: number;
  readonly innerEnd: number;
  readonly end: number;
}

/** Elements of a local name, with or without a prefix, in order; nested ones of the same name are not looked for. */
export function partsOf(xml: string, name: string): Part[] {
  const opening = new RegExp(`<((?:[\\w.-]{1,40}:)?${name})(?:\\s[^<>]{0,400})?>`, 'g');
  const parts: Part[] = [];
  for (let found = opening.exec(xml); found; found = opening.exec(xml)) {
    if (found[0].endsWith('/>')) continue;
    const closing = `</${found[1] ?? name}>`;
    const innerStart = found.index + found[0].length;
    const innerEnd = xml.indexOf(closing, innerStart);
    if (innerEnd < 0) break;
    const end = innerEnd + closing.length;
    parts.push({ start: found.index, innerStart, innerEnd, end });
    opening.lastIndex = end;
  }
  return parts;
}

/** The definition with the content of such elements changed. */
export function mapInner(xml: string, name: string, change: (inner: string) => string): string {
  return mapParts(xml, name, (part) => {
    const { start, innerStart, innerEnd, end } = part;
    const inner = change(xml.slice(innerStart, innerEnd));
    return xml.slice(start, innerStart) + inner + xml.slice(innerEnd, end);
  });
}

/** The definition with such elements replaced. */
export function mapParts(xml: string, name: string, change: (part: Part) => string): string {
  let made = '';
  let at = 0;
  for (const part of partsOf(xml, name)) {
    made += xml.slice(at, part.start) + change(part);
    at = part.end;
  }
  return made + xml.slice(at);
}

/** The content of the first such element. */
export function innerOf(xml: string, name: string): string | undefined {
  const [part] = partsOf(xml, name);
  return part && xml.slice(part.innerStart, part.innerEnd);
}
