// Comma-separated values as text: quotes double themselves, a quoted value may hold commas and line ends.

export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const next = text[at] ?? '';
    if (quoted) {
      if (next !== '"') cell += next;
      else if (text[at + 1] === '"') cell += text[++at] ?? '';
      else quoted = false;
    } else if (next === '"') quoted = true;
    else if (next === ',') endCell();
    else if (next === '\n') endRow();
    else if (next !== '\r') cell += next;
  }
  endRow();
  return rows;
}
