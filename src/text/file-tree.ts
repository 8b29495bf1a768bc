// What a target makes: named contents in memory. Only flows write them to disk.

/** Path with `/` separators, relative, in no particular order, to text (UTF-8) or bytes. */
export type FileTree = ReadonlyMap<string, string | Uint8Array>;

/** Paths in byte order, the order in which every archive and listing is written. */
export function sortedPaths(tree: FileTree): string[] {
  return [...tree.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The contents as bytes. */
export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
