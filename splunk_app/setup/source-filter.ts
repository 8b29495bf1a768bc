// What a source's filter may say, and what can be told from its text.

/** Everything of a filter that stands outside of quotation marks, the quoted texts emptied. */
const unquoted = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"/gu, '""');

/**
 * Why a text cannot define a source, or undefined. A source is a filter that other searches begin with: a pipe or a
 * subsearch in it would change what they do.
 */
export function filterProblem(filter: string): string | undefined {
  if (filter.trim() === '') return 'Enter a filter, such as index=wineventlog.';
  const outside = unquoted(filter);
  if ((outside.match(/"/gu) ?? []).length % 2 === 1) return 'A quotation mark is not closed.';
  if (/[|`[\]]/u.test(outside)) {
    return 'A filter cannot hold a pipe, a backtick or a square bracket.';
  }
  return unbalanced(outside) ? 'The parentheses do not match.' : undefined;
}

/** Worth saying, though allowed. */
export function filterAdvice(filter: string): string | undefined {
  const outside = unquoted(filter);
  if (/\bindex\s*=\s*\*/iu.test(outside)) {
    return 'Searches every index: name the index to make it faster.';
  }
  if (!/\bindex\s*(=|\bIN\b)/iu.test(outside) && !/\beventtype\s*=/iu.test(outside)) {
    return 'Names no index: only the default indexes of the role that runs the search are searched.';
  }
  return undefined;
}

/** Whether the filter asks for nothing but index, source, sourcetype and host, which are counted without reading events. */
export function isIndexed(filter: string): boolean {
  const rest = filter
    .replace(
      /\b(?:index|source|sourcetype|host)\s*(?:=|!=)\s*(?:"(?:[^"\\]|\\.)*"|[^\s()"]+)/giu,
      ' ',
    )
    .replace(/\b(?:index|source|sourcetype|host)\s+IN\s*\([^()]*\)/giu, ' ')
    .replace(/\b(?:AND|OR|NOT)\b/gu, ' ');
  return /^[\s()]*$/u.test(rest);
}

/** The filter without the terms that name indexes; `` when nothing else is left or an index is only one of several choices. */
export function withoutIndexes(filter: string): string {
  const rest = filter
    .replace(/\bindex\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s()"]+)/giu, '')
    .replace(/\bindex\s+IN\s*\([^()]*\)/giu, '')
    .trim();
  return /(?:^|\()\s*(?:OR|AND)\b|\b(?:OR|AND|NOT)\s*(?:\)|$)|\(\s*\)/u.test(rest) ? '' : rest;
}

/** `index=a`, or `index IN (a, b)`, followed by the rest of the filter. */
export function inIndexes(indexes: readonly string[], rest: string): string {
  const named = indexes.map((each) => (/^[\w-]+$/u.test(each) ? each : `"${each}"`));
  const head = named.length === 1 ? `index=${named[0] ?? ''}` : `index IN (${named.join(', ')})`;
  return `${head} ${rest}`.trim();
}

/** The search with the sources as they are being edited: calls of their macros outside of quotes are written out. */
export function withFilters(search: string, filters: ReadonlyMap<string, string>): string {
  return search.replace(/"(?:[^"\\]|\\.)*"|`([\w-]+)`/gu, (whole, name: string | undefined) => {
    const filter = name === undefined ? undefined : filters.get(name);
    return filter === undefined ? whole : `(${filter.trim()})`;
  });
}

function unbalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return true;
  }
  return depth !== 0;
}
