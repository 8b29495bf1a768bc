// One KQL search for Sentinel and Defender: what each gets, what is said of it, and that both fire.
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test as check } from '@jest/globals';
import { build, test } from '../../src/flows/index.ts';
import { contentsOf, document, folderOf, taskCreated } from './disk.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(60_000);

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

const pack = (searches: string, expectations: readonly string[] = []): string => {
  const { path, remove } = folderOf({
    'a.md': document({ searches, expectations }),
    'r.xml': taskCreated('2026-03-01T12:00:00Z'),
  });
  folders.push(remove);
  return path;
};

interface Outcome {
  readonly sentinel: string | undefined;
  readonly defender: string | undefined;
  readonly notes: readonly string[];
}

async function outcome(searches: string): Promise<Outcome> {
  const path = pack(searches);
  const out = join(path, 'out');
  const { diagnostics } = await build({ pack: path, out });
  const written = contentsOf(out);
  const json = (name: string): unknown => {
    const found = Object.keys(written).find((each) => each.endsWith(name));
    return found && JSON.parse(Buffer.from(written[found] ?? '', 'hex').toString());
  };
  const main = json('/mainTemplate.json') as
    { resources: { type: string; properties: { query: string } }[] } | undefined;
  const body = json('detections/task-created.json') as
    { queryCondition: { queryText: string } } | undefined;
  return {
    sentinel: main?.resources.find(({ type }) => type.endsWith('alertRules'))?.properties.query,
    defender: body?.queryCondition.queryText,
    notes: diagnostics
      .filter(({ code }) => /^RTE|^KQL14|^TSE17/.test(code))
      .map(
        ({ code, message, source, span }) =>
          `${code} ${source.text.slice(span?.start, span?.end)}: ${message}`,
      ),
  };
}

const kusto = (text: string, platform = ''): string => `\`\`\`kusto ${platform}\n${text}\n\`\`\``;

describe('what each platform gets', () => {
  check('the time column and a bag, from Sentinel to Defender', async () => {
    const query =
      'DeviceEvents | where TimeGenerated > ago(1h) | where AdditionalFields.TaskName has "task" | project TimeGenerated, DeviceId, ReportId';
    expect(await outcome(kusto(query))).toEqual({
      sentinel: query,
      defender:
        'DeviceEvents | where Timestamp > ago(1h) | where parse_json(AdditionalFields).TaskName has "task" | project Timestamp, DeviceId, ReportId',
      notes: [
        'RTE1002 TimeGenerated: to be a Defender XDR custom detection, the search is adapted: `TimeGenerated` becomes `Timestamp` (2 times), `AdditionalFields` becomes `parse_json(AdditionalFields)`',
      ],
    });
  });

  check('the other way, where Sentinel has both columns', async () => {
    const query =
      'DeviceEvents | where Timestamp > ago(1h) | project Timestamp, DeviceId, ReportId';
    const { sentinel, defender, notes } = await outcome(kusto(query));
    expect(sentinel).toBe(query.replaceAll('Timestamp', 'TimeGenerated'));
    expect(defender).toBe(query);
    expect(notes).toEqual([
      'RTE1002 Timestamp: to be a Sentinel analytics rule, the search is adapted: `Timestamp` becomes `TimeGenerated` (2 times)',
    ]);
  });

  check('a search for one platform is left alone', async () => {
    const query = 'DeviceEvents | where TimeGenerated > ago(1h) | project TimeGenerated, DeviceId';
    const { sentinel, defender, notes } = await outcome(kusto(query, 'sentinel'));
    expect([sentinel, defender]).toEqual([query, undefined]);
    expect(notes).toEqual([
      'RTE1001 TimeGenerated: the search cannot be a Defender XDR custom detection: `TimeGenerated` is the event time of Sentinel analytics rules; in Defender XDR advanced hunting it is `Timestamp`',
    ]);
  });

  check('so is one beside a search of the other platform', async () => {
    const query = 'DeviceEvents | where TimeGenerated > ago(1h) | project TimeGenerated, DeviceId';
    const other = 'DeviceEvents | project Timestamp, DeviceId, ReportId';
    const { sentinel, defender } = await outcome(`${kusto(query)}\n\n${kusto(other, 'defender')}`);
    expect([sentinel, defender]).toEqual([query, other]);
  });

  check('what Sentinel refuses in a rule is for Defender alone', async () => {
    const query = 'set notruncation; DeviceEvents | project Timestamp, DeviceId, ReportId';
    const { sentinel, defender, notes } = await outcome(kusto(query));
    expect([sentinel, defender]).toEqual([undefined, query]);
    expect(notes).toEqual([
      'RTE1001 set: the search cannot be a Sentinel analytics rule: this cannot be in an analytics rule: it holds a management command, where a rule needs one tabular statement',
    ]);
  });

  check('what a detection cannot read is for Sentinel alone', async () => {
    const query =
      'union DeviceEvents, workspace("b").DeviceEvents | project Timestamp, DeviceId, ReportId';
    const { sentinel, defender, notes } = await outcome(kusto(query));
    expect([sentinel, defender]).toEqual([query.replace('Timestamp', 'TimeGenerated'), undefined]);
    expect(notes).toEqual([
      'RTE1002 Timestamp: to be a Sentinel analytics rule, the search is adapted: `Timestamp` becomes `TimeGenerated`',
      'RTE1001 workspace: the search cannot be a Defender XDR custom detection: this cannot be in a custom detection: it reads another workspace',
      'TSE1707 workspace: `b`: tables of other places are checked as tables of this workspace',
    ]);
  });

  check('an obstacle is told', async () => {
    const query = 'DeviceEvents | where Timestamp > ago(1h) | where MachineGroup == "a"';
    const { notes } = await outcome(kusto(query));
    expect(notes).toEqual([
      'RTE1001 MachineGroup: the search cannot be a Defender XDR custom detection: unknown column `MachineGroup` in DeviceEvents (KS142); and 1 more: `MachineGroup` of `DeviceEvents` has no counterpart in Defender XDR advanced hunting',
    ]);
  });
});

check('both forms fire on a recording', async () => {
  const query =
    'DeviceEvents | where TimeGenerated > ago(1h) | where ActionType == "ScheduledTaskCreated" | extend name = tostring(AdditionalFields.TaskName) | project TimeGenerated, DeviceId, ReportId, DeviceName, name';
  const path = pack(kusto(query), ['{ recording: r.xml, name: a task, fires: true, rows: 1 }']);
  const { verdicts } = await test({ pack: path, out: join(path, 'out'), events: [] });
  expect(verdicts.map(({ platform, rows, passed }) => [platform, rows, passed])).toEqual([
    ['sentinel', 1, true],
    ['defender', 1, true],
  ]);
});
