// Tables of imported rules that no product has: what the rules read of them, declared in the pack that they become.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { columnsRead, loadKusto, type ReadColumn } from '../kql/index.ts';
import { platformsOf, type Strategy } from '../strategy/index.ts';
import type { Diagnostic, Source } from '../text/index.ts';
import { loadPack } from './pack-folder.ts';
import { kustoColumnsOf } from './pack-tables.ts';

type Tables = ReadonlyMap<string, ReadonlyMap<string, ReadColumn>>;

interface Declarations {
  /** The `pack.yaml`, where there is something to declare and none is there. */
  readonly files: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A finding per table, which tells the columns whose types are guessed. */
export async function declarations(
  strategies: readonly Strategy[],
  out: string,
): Promise<Declarations> {
  const tables = await unknownTables(strategies, out);
  const path = join(out, 'pack.yaml');
  const there = existsSync(path);
  const text = packText(tables);
  const source: Source = { name: path, text: '' };
  const diagnostics = [...tables].map(([table, columns]) => finding(source, table, columns, there));
  return { files: new Map(tables.size > 0 && !there ? [[path, text]] : []), diagnostics };
}

async function unknownTables(strategies: readonly Strategy[], out: string): Promise<Tables> {
  const declared = existsSync(out) ? kustoColumnsOf(loadPack(out).pack) : new Map();
  const found = new Map<string, Map<string, ReadColumn>>();
  for (const strategy of strategies) {
    for (const search of strategy.searches.filter(({ language }) => language === 'kql')) {
      await loadKusto();
      const [product = 'sentinel'] = platformsOf(search).filter((each) => each !== 'splunk');
      const environment = { now: 0n, environment: product, tables: declared };
      const source = { name: strategy.source.name, text: search.text };
      for (const [table, columns] of columnsRead(source, environment)) merge(found, table, columns);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What one rule is certain of stands against what another guesses. */
function merge(
  found: Map<string, Map<string, ReadColumn>>,
  table: string,
  columns: readonly ReadColumn[],
): void {
  const known = found.get(table) ?? new Map<string, ReadColumn>();
  found.set(table, known);
  for (const each of columns) {
    if (known.get(each.name)?.certain !== true) known.set(each.name, each);
  }
}

function packText(tables: Tables): string {
  const lines = [...tables].flatMap(([table, columns]) => [
    `  ${table}:`,
    ...[...columns.values()].map(
      ({ name, type, certain }) => `    ${key(name)}: ${type}${certain ? '' : ' # guessed'}`,
    ),
  ]);
  return [
    '# Tables that no product has, with the columns that the imported rules read.',
    'tables:',
    ...lines,
    '',
  ].join('\n');
}

const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

function finding(
  source: Source,
  table: string,
  columns: ReadonlyMap<string, ReadColumn>,
  there: boolean,
): Diagnostic {
  const guessed = [...columns.values()]
    .filter(({ certain }) => !certain)
    .map(({ name }) => `\`${name}\``);
  const types = guessed.length === 0 ? '' : `; the types of ${guessed.join(', ')} are guessed`;
  const message = there
    ? `\`${table}\` is no table of a product and is not declared there${types}`
    : `\`${table}\` is no table of a product: it is declared with the columns that the rules read${types}`;
  return {
    code: 'IMP1003',
    severity: there || guessed.length > 0 ? 'warning' : 'note',
    message,
    source,
    remedy: there
      ? `declare it under \`tables\` of pack.yaml: ${inOneLine(table, columns)}`
      : 'check it against the table, or the function, of the workspace',
  };
}

function inOneLine(table: string, columns: ReadonlyMap<string, ReadColumn>): string {
  const listed = [...columns.values()].map(({ name, type }) => `${key(name)}: ${type}`);
  return `${table}: { ${listed.join(', ')} }`;
}
