// What deploying would do: from a pack, an exported workspace, and the bundle deployed last.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { assemble } from '../../src/flows/build.ts';
import { planSentinel, planText, UsageError, validate } from '../../src/flows/index.ts';
import { folderOf } from './disk.ts';

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

const IDS = {
  task: '0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b',
  logon: '1c1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b',
  foreign: '2d1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b',
} as const;

const rule = (id: string, name: string, change: Readonly<Record<string, unknown>> = {}): string =>
  Object.entries({
    id,
    name,
    description: 'It was seen.',
    severity: 'Low',
    queryFrequency: '1h',
    queryPeriod: '1h',
    triggerOperator: 'gt',
    triggerThreshold: 0,
    tactics: ['Persistence'],
    query: 'SecurityEvent\n| where EventID == 4698\n| project TimeGenerated, Computer',
    ...change,
  })
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');

const task = rule(IDS.task, 'Task');
const logon = rule(IDS.logon, 'Logon');

/** A pack in a folder of its own. */
function packOf(...rules: readonly string[]): string {
  const files = rules.map((text, index) => [`pack/rule-${String(index)}.yaml`, text] as const);
  const made = folderOf(Object.fromEntries(files));
  folders.push(made.remove);
  return join(made.path, 'pack');
}

async function bundleOf(...rules: readonly string[]): Promise<string> {
  const { tree } = await assemble({ pack: packOf(...rules) });
  const [path = ''] = [...tree.keys()].filter((each) => each.endsWith('/mainTemplate.json'));
  return String(tree.get(path));
}

interface Exported {
  readonly name: string;
  readonly kind: string;
  readonly properties: Record<string, unknown>;
}

/** The REST API's list of the rules, as the service would give it after a deployment of them. */
async function exportOf(...rules: readonly string[]): Promise<Exported[]> {
  const { resources } = JSON.parse(await bundleOf(...rules)) as {
    resources: (Exported & { type: string })[];
  };
  return resources
    .filter(({ type }) => type.endsWith('/alertRules'))
    .map(({ name, kind, properties }) => ({
      name,
      kind,
      properties: {
        ...properties,
        enabled: true,
        alertRuleTemplateName: null,
        customDetails: null,
        lastModifiedUtc: '2026-01-01T00:00:00Z',
      },
    }));
}

async function plan(
  rules: readonly string[],
  current: unknown,
  previous?: string,
): ReturnType<typeof planSentinel> {
  const made = folderOf({
    'current.json': JSON.stringify(current),
    ...(previous === undefined ? {} : { 'previous.json': previous }),
  });
  folders.push(made.remove);
  return planSentinel({
    pack: packOf(...rules),
    current: [join(made.path, 'current.json')],
    previous: previous === undefined ? undefined : join(made.path, 'previous.json'),
    rollback: join(made.path, 'rollback'),
  });
}

/** The plan's parts by the titles of the rules in them. */
async function titles(...given: Parameters<typeof plan>): Promise<Record<string, string[]>> {
  const { plan: made, diagnostics } = await plan(...given);
  if (!made) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  // The API's list of rules says nothing of the workbook.
  const parts = Object.entries({ ...made, unknown: [] }).filter(
    ([, list]) => (list as unknown[]).length > 0,
  );
  return Object.fromEntries(
    parts.map(([key, list]) => [key, (list as { title: string }[]).map(({ title }) => title)]),
  );
}

describe('a plan', () => {
  test('creates what is not there', async () => {
    expect(await titles([task, logon], { value: await exportOf(task) })).toEqual({
      create: ['Logon'],
      unchanged: ['Task'],
    });
  });

  test('sees no change where there is none, in any form of an export', async () => {
    expect(await titles([task], { value: await exportOf(task) })).toEqual({ unchanged: ['Task'] });
    const flat = (await exportOf(task)).map(({ properties, ...each }) => ({
      ...each,
      ...properties,
    }));
    expect(await titles([task], flat)).toEqual({ unchanged: ['Task'] });
    expect(await titles([task], JSON.parse(await bundleOf(task)))).toEqual({
      unchanged: ['Task', 'Detection strategies: alerts and health'],
    });
  });

  test('names the properties that change', async () => {
    const fresh = rule(IDS.task, 'Task', {
      severity: 'High',
      queryPeriod: '1d',
      customDetails: { Host: 'Computer' },
    });
    const { plan: made } = await plan([fresh], { value: await exportOf(task) });
    expect(made?.update).toEqual([
      {
        kind: 'rule',
        name: IDS.task,
        title: 'Task',
        changes: [
          { property: 'customDetails.Host', to: 'Computer' },
          { property: 'queryPeriod', from: 'PT1H', to: 'P1D' },
          { property: 'severity', from: 'Low', to: 'High' },
        ],
      },
    ]);
    expect(made && planText(made)).toContain('            severity: "Low" -> "High"\n');
  });

  test('counts neither order nor what is switched off as a change', async () => {
    const two = rule(IDS.task, 'Task', { tactics: ['Execution', 'Persistence'] });
    const [held] = await exportOf(two);
    const properties = {
      ...held?.properties,
      tactics: ['Persistence', 'Execution'],
      suppressionDuration: 'PT5H',
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          enabled: false,
          reopenClosedIncident: false,
          lookbackDuration: 'PT5H',
          matchingMethod: 'AllEntities',
          groupByEntities: [],
        },
      },
    };
    expect(await titles([two], { value: [{ ...held, properties }] })).toEqual({
      unchanged: ['Task'],
    });
  });

  test('says what a deployment would unset', async () => {
    const [held] = await exportOf(task);
    const properties = {
      ...held?.properties,
      alertRuleTemplateName: 'x',
      templateVersion: '1.0.0',
    };
    const { plan: made } = await plan([task], { value: [{ ...held, properties }] });
    expect(made?.update[0]?.changes).toEqual([
      { property: 'alertRuleTemplateName', from: 'x' },
      { property: 'templateVersion', from: '1.0.0' },
    ]);
  });

  test('deletes only what the last deployment brought', async () => {
    const current = { value: await exportOf(task, logon, rule(IDS.foreign, 'Foreign')) };
    expect(await titles([task], current)).toEqual({
      unchanged: ['Task'],
      foreign: ['Logon', 'Foreign'],
    });
    expect(await titles([task], current, await bundleOf(task, logon))).toEqual({
      unchanged: ['Task'],
      delete: ['Logon'],
      foreign: ['Foreign'],
    });
  });

  test('tells drift from a change of the pack', async () => {
    const fresh = rule(IDS.task, 'Task', { severity: 'High' });
    const [held] = await exportOf(task);
    const properties = { ...held?.properties, enabled: false };
    const { plan: made } = await plan(
      [fresh],
      { value: [{ ...held, properties }] },
      await bundleOf(task),
    );
    expect(made?.drift).toEqual([
      {
        kind: 'rule',
        name: IDS.task,
        title: 'Task',
        property: 'enabled',
        deployed: true,
        current: false,
        wanted: true,
      },
    ]);
    expect(made?.update[0]?.changes.map(({ property }) => property)).toEqual([
      'enabled',
      'severity',
    ]);
  });

  test('sees a rule that was deleted in the portal', async () => {
    expect(
      await titles([task, logon], { value: await exportOf(logon) }, await bundleOf(task, logon)),
    ).toEqual({
      create: ['Task'],
      removed: ['Task'],
      unchanged: ['Logon'],
    });
  });

  test('passes over rules without a query', async () => {
    const fusion = { name: IDS.foreign, kind: 'Fusion', properties: { enabled: true } };
    const { plan: made, diagnostics } = await plan([task], { value: [fusion] });
    expect(made?.create.map(({ title }) => title)).toEqual(['Task']);
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toContain(
      'note TSE2005',
    );
  });

  test('refuses an export that is none', async () => {
    const { plan: made, diagnostics } = await plan([task], 'text');
    expect(made).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain('TSE2001');
    await expect(planSentinel({ pack: packOf(task), current: ['/nowhere.json'] })).rejects.toThrow(
      UsageError,
    );
  });
});

test('the rollback restores what was there, and says what to delete', async () => {
  const named = rule(IDS.task, '[Old] task [x]');
  const [held] = await exportOf(named);
  const properties = {
    ...held?.properties,
    displayName: '[Old] task [x]',
    templateVersion: '1.0.0',
  };
  const made = folderOf({ 'current.json': JSON.stringify({ value: [{ ...held, properties }] }) });
  folders.push(made.remove);
  const rollback = join(made.path, 'rollback');
  await planSentinel({
    pack: packOf(task, logon),
    current: [join(made.path, 'current.json')],
    rollback,
  });
  expect(JSON.parse(readFileSync(join(rollback, 'delete.json'), 'utf8'))).toEqual([
    { kind: 'rule', name: IDS.logon, title: 'Logon' },
  ]);
  const { resources } = JSON.parse(readFileSync(join(rollback, 'mainTemplate.json'), 'utf8')) as {
    resources: Exported[];
  };
  expect(resources).toHaveLength(1);
  expect(resources[0]).toMatchObject({
    name: IDS.task,
    kind: 'Scheduled',
    properties: { displayName: '[[Old] task [x]', templateVersion: '1.0.0', severity: 'Low' },
  });
  expect(Object.keys(resources[0]?.properties ?? {})).not.toContain('lastModifiedUtc');
  const errors = (await validate(join(rollback, 'mainTemplate.json'))).filter(
    ({ severity }) => severity === 'error',
  );
  expect(errors).toEqual([]);
  // Deployed, it would leave the workspace as it was.
  writeFileSync(join(made.path, 'after.json'), readFileSync(join(rollback, 'mainTemplate.json')));
  const back = await planSentinel({
    pack: packOf(named),
    current: [join(made.path, 'after.json')],
  });
  expect(back.plan?.update[0]?.changes).toEqual([{ property: 'templateVersion', from: '1.0.0' }]);
});
