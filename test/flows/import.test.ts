// Rules of other products as documents on disk, and what becomes of them when they are built.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { runNative, shippedApiVersions, tests as ttk } from '../../src/arm-ttk-wrapper/index.ts';
import { assemble } from '../../src/flows/build.ts';
import { importFiles, UsageError } from '../../src/flows/index.ts';
import { readTemplate } from '../../src/targets/sentinel/index.ts';
import { hasErrors, type FileTree } from '../../src/text/index.ts';
import { folderOf } from './disk.ts';

const folders: (() => void)[] = [];
const folder = (files: Readonly<Record<string, string>> = {}): string => {
  const made = folderOf(files);
  folders.push(made.remove);
  return made.path;
};
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

const RULE = `id: 0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b
name: Task was made
description: |
  'A task was made.'
severity: Low
queryFrequency: 1h
queryPeriod: 2h
triggerOperator: gt
triggerThreshold: 0
tactics: [Persistence]
relevantTechniques: [T1053]
query: |
  SecurityEvent
  | where EventID == 4698
  | project TimeGenerated, Computer
entityMappings:
  - entityType: Host
    fieldMappings:
      - identifier: HostName
        columnName: Computer
version: 1.0.3
kind: Scheduled
`;

/** Tests that ran and errors that they found, in the native arm-ttk, on a bundle's main template. */
function ttkErrors(tree: FileTree): { ran: number; errors: string[] } {
  const path = [...tree.keys()].find((each) => each.endsWith('/mainTemplate.json')) ?? '';
  const file = { path, text: String(tree.get(path)) };
  const testDate = Date.UTC(2026, 6, 1);
  const settings = { apiVersions: shippedApiVersions(), testDate, sampleName: '' };
  const { results } = runNative({ start: file, files: [file] }, ttk, settings);
  const errors = results.flatMap((each) => each.errors.map(({ message }) => message));
  return { ran: results.length, errors };
}

describe('an import', () => {
  test('writes a document per rule that builds the rule under its own identity', async () => {
    const at = folder({ 'rules/task.yaml': RULE, 'rules/notes.txt': 'no rule' });
    const out = join(at, 'documents');
    const { written } = await importFiles({ paths: [join(at, 'rules')], out });
    expect(written).toEqual([join(out, 'task-was-made.md')]);
    const { tree, diagnostics } = await assemble({ pack: out });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [rule] = readTemplate(tree).value.rules;
    expect(rule).toMatchObject({
      name: '0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b',
      displayName: 'Task was made',
      description: 'A task was made.',
      version: '1.0.3',
      severity: 'Low',
      schedule: { frequency: 3600, period: 7200, operator: 'GreaterThan', threshold: 0 },
      query: 'SecurityEvent\n| where EventID == 4698\n| project TimeGenerated, Computer',
    });
    // A rule in YAML is a document as it stands: it comes to the same.
    const direct = await assemble({ pack: join(at, 'rules') });
    expect(readTemplate(direct.tree).value.rules).toEqual(readTemplate(tree).value.rules);
  });

  test('gives back what was built from it, from the ARM template', async () => {
    const at = folder({ 'task.yaml': RULE });
    const { tree } = await assemble({ pack: at });
    const [path = ''] = [...tree.keys()].filter((each) => each.endsWith('/mainTemplate.json'));
    writeFileSync(join(at, 'export.json'), String(tree.get(path)));
    const out = join(at, 'again');
    await importFiles({ paths: [join(at, 'export.json')], out });
    const again = await assemble({ pack: out });
    const [before, after] = [tree, again.tree].map((each) => readTemplate(each).value.rules[0]);
    expect({ ...after, version: '1.0.3', strategyId: '' }).toEqual({ ...before, strategyId: '' });
  });

  test('replaces no document, and does not mind its own', async () => {
    const at = folder({ 'task.yaml': RULE });
    const out = join(at, 'documents');
    const once = await importFiles({ paths: [join(at, 'task.yaml')], out });
    expect(await importFiles({ paths: [join(at, 'task.yaml')], out })).toEqual(once);
    const [path = ''] = once.written;
    writeFileSync(path, 'mine');
    const { written, diagnostics } = await importFiles({ paths: [join(at, 'task.yaml')], out });
    expect(written).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toContain('IMP1001');
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  test('keeps two rules of one title apart', async () => {
    const other = RULE.replace('0b1f5f3e', '1c1f5f3e');
    const out = folder();
    const { written } = await importFiles({
      paths: [folder({ 'a.yaml': RULE, 'b.yaml': other })],
      out,
    });
    expect(written.map((each) => each.slice(out.length + 1))).toEqual([
      'task-was-made.md',
      'task-was-made-1c1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b.md',
    ]);
    expect(readdirSync(out)).toHaveLength(2);
  });

  test('declares a table that no product has, and says what is guessed', async () => {
    const strange = RULE.replace(/SecurityEvent/g, 'Odd_CL');
    const out = folder();
    const { written, diagnostics } = await importFiles({
      paths: [folder({ 'a.yaml': strange })],
      out,
    });
    expect(written.map((each) => each.slice(out.length + 1))).toEqual([
      'task-was-made.md',
      'pack.yaml',
    ]);
    expect(readFileSync(join(out, 'pack.yaml'), 'utf8')).toContain(
      '  Odd_CL:\n    TimeGenerated: datetime\n',
    );
    expect(diagnostics.map(({ code }) => code)).toContain('IMP1003');
    const { diagnostics: found } = await assemble({ pack: out });
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    // Declared there, it is known to the next import.
    const again = await importFiles({ paths: [folder({ 'b.yaml': strange })], out });
    expect(again.diagnostics.map(({ code }) => code)).not.toContain('IMP1003');
  });

  test('refuses a path that is not there', async () => {
    await expect(importFiles({ paths: ['/nowhere/at-all.yaml'], out: folder() })).rejects.toThrow(
      UsageError,
    );
  });
});

const shared = process.env['STRATAGEM_SHARED'] ?? join(import.meta.dirname, '../../../shared');
const yaml = join(shared, 'kql/sentinel-yaml');
const run = existsSync(yaml) ? test : test.skip;
const why = existsSync(yaml) ? '' : ' (skipped: the shared rules are absent)';

run(
  `Microsoft's rules are built and clean in arm-ttk, or the reason is told${why}`,
  async () => {
    const out = folder();
    const { written, diagnostics } = await importFiles({ paths: [yaml], out });
    // A document each, and the tables that no product has.
    expect([written.length, hasErrors(diagnostics)]).toEqual([97, false]);
    const { loaded, tree, diagnostics: found } = await assemble({ pack: out });
    const built = new Set(readTemplate(tree).value.rules.map(({ strategyId }) => strategyId));
    const untold = loaded.strategies.filter(
      ({ id, source }) =>
        !built.has(id) &&
        !found.some((each) => each.source === source && each.severity === 'error'),
    );
    expect(untold.map(({ title }) => title)).toEqual([]);
    expect(built.size).toBeGreaterThanOrEqual(88);
    const { ran, errors } = ttkErrors(tree);
    expect([ran > 20, errors]).toEqual([true, []]);
  },
  120_000,
);
