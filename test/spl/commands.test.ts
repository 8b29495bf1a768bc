// Every command has a table of searches, with the rows they give or the problems they have.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { Engine } from '../../src/engines/duckdb/index.ts';
import { commands } from '../../src/spl/index.ts';
import { refused } from '../../src/spl/commands/refused.ts';
import { replay, type Row, type Setting } from './replay.ts';

interface Case extends Setting {
  readonly rows?: readonly Row[];
  readonly columns?: readonly string[];
  /** Codes of the findings, those that are only notes left out. */
  readonly problems?: readonly string[];
}

const folder = new URL('./commands/', import.meta.url);
const tables = readdirSync(folder).filter((each) => each.endsWith('.yaml'));

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => {
  engine.close();
});

describe.each(tables)('%s', (file) => {
  const cases = parse(readFileSync(new URL(file, folder), 'utf8')) as Case[];
  test.each(cases.map((each) => [each.search, each] as const))('%s', async (_, each) => {
    const outcome = await replay(engine, each);
    const problems = outcome.diagnostics
      .filter((one) => one.severity !== 'note')
      .map((one) => one.code);
    expect(problems).toEqual(each.problems ?? []);
    if (each.rows) expect(outcome.rows?.map(withoutMarks)).toEqual(each.rows);
    if (each.columns) expect(outcome.columns).toEqual(each.columns);
  });
});

/** A row as the table writes it: numbers to twelve digits. */
function withoutMarks(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(12)) : value,
    ]),
  );
}

describe('each command', () => {
  const listed = new Set(refused.map((each) => each.name));
  test.each(commands.map((each) => [each.name, each] as const))(
    '%s is complete',
    (name, command) => {
      expect(command.summary).toMatch(/^[A-Z].*\.$/s);
      if (!listed.has(name)) expect(existsSync(new URL(`${name}.yaml`, folder))).toBe(true);
    },
  );

  test('every table belongs to a command', () => {
    const names = new Set([...commands.map((each) => each.name), 'refused', 'macros', 'syntax']);
    expect(
      tables.map((each) => each.replace('.yaml', '')).filter((each) => !names.has(each)),
    ).toEqual([]);
  });
});
