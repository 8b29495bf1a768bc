// ATT&CK tags: the table (`TA0003 - Persistence | T1053 | 005`), or a hunt's `**Tactic:**` and `**Technique:**`.
import { techniqueOf, type AttackRef } from '../../strategy/index.ts';
import { attackInText } from '../attack-text.ts';
import type { Table } from '../markdown.ts';
import { unemphasised, type Labelled } from '../prose.ts';
import type { Part } from '../sections.ts';
import { cellsOf, hasColumn, tablesIn } from '../tables.ts';

/** All references, in the document's order. */
export function attackOf(parts: readonly Part[], labels: readonly Labelled[]): AttackRef[] {
  const part = parts.find((each) => each.kind === 'attack');
  const tables = tablesIn(part).filter((each) => hasColumn(each, 'Tactic', 'Technique'));
  if (tables.length > 0) return tables.flatMap(fromTable);
  const tagged = fromLabels(labels, parts);
  if (tagged.length > 0 || !part) return tagged;
  return attackInText(part.body, part.span.end - part.body.length);
}

function fromTable(table: Table): AttackRef[] {
  const cell = cellsOf(table);
  return table.rows.flatMap((row): AttackRef[] => {
    const tactic = tacticIn(cell(row, 'Tactic', 'Tactics'));
    const technique = techniqueIn(
      cell(row, 'Technique', 'Technique ID'),
      cell(row, 'Subtechnique', 'Sub Technique'),
    );
    if (tactic === '' && technique === '') return [];
    return [
      {
        ...(tactic === '' ? {} : { tactic }),
        ...(technique === '' ? {} : { technique }),
        span: row.span,
      },
    ];
  });
}

/** `TA0003 - Persistence` is named by its id, which cannot be misspelt in two ways. */
function tacticIn(cell: string): string {
  return /^TA\d{4}(?!\d)/i.exec(cell)?.[0].toUpperCase() ?? cell;
}

/** `T1053` with `005`, `.005`, `5` or `T1053.005` beside it is `T1053.005`. */
function techniqueIn(technique: string, sub: string): string {
  const base = /^T\d{4}(?:\.\d{3})?(?!\d)/i.exec(technique)?.[0].toUpperCase() ?? technique;
  const number = /(?:^|\.)(\d{1,3})$/.exec(sub)?.[1];
  if (number !== undefined && !base.includes('.')) return `${base}.${number.padStart(3, '0')}`;
  return sub !== '' && number === undefined ? `${base}.${sub}` : base;
}

function fromLabels(labels: readonly Labelled[], parts: readonly Part[]): AttackRef[] {
  const tactics = valuesOf(labels, 'tactic');
  const techniques = valuesOf(labels, 'technique').map(({ value, span }) => {
    const id = idIn(value) ?? techniqueOf(value)?.id;
    // A name that ATT&CK no longer has: hunts carry the id in their title.
    return { technique: id ?? idIn(parts.map((each) => each.title).join('\n')) ?? value, span };
  });
  if (techniques.length === 0) return tactics.map(({ value, span }) => ({ tactic: value, span }));
  if (tactics.length === 0) return techniques;
  return techniques.flatMap((each) => tactics.map(({ value }) => ({ tactic: value, ...each })));
}

function idIn(text: string): string | undefined {
  return /(?<![A-Za-z0-9])T\d{4}(?:\.\d{3})?(?![A-Za-z0-9])/.exec(text)?.[0];
}

function valuesOf(
  labels: readonly Labelled[],
  name: string,
): { value: string; span: Labelled['span'] }[] {
  return labels
    .filter((each) => each.label.toLowerCase().replace(/s$/, '') === name)
    .flatMap(({ value, span }) => {
      const values = name === 'tactic' ? value.split(/,|;|\//) : [value];
      return values.map((each) => ({
        value: unemphasised(each.replace(/\u200b/g, '').trim()),
        span,
      }));
    })
    .filter((each) => each.value !== '');
}
