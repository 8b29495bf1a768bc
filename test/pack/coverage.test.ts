// Which strategy finds which recorded attack, and on which platforms; and that ordinary days stay quiet. Real recordings
// only: what the documents promise of the pack's own is replayed elsewhere, so the promises are left out here. The rare
// binary and the interpreter strategies have a table of their own (real-recordings.test.ts).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { test as prove } from '../../src/flows/index.ts';
import { parityOf, type Disparity } from '../../src/verdict/index.ts';
import { folderOf } from '../flows/disk.ts';

jest.setTimeout(1_200_000);

const shared = process.env['STRATAGEM_SHARED'] ?? join(import.meta.dirname, '../../../shared');
const recordings = join(shared, 'events');
const present = existsSync(recordings);
const realTest = present ? test : test.skip;
const pack = join(import.meta.dirname, '../../strategies');

const ELSEWHERE = [
  'rare-binary-run-as-scheduled-task.md',
  'scheduled-task-runs-interpreter-or-proxy.md',
];

const ALL = 'splunk sentinel defender';
/** Defender's tables have nothing of the scheduler's own log, of logon ids or of share accesses. */
const LOGS = 'splunk sentinel';

/** Recording to the strategies that fire on it and where. */
const rows: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  // atexec from another host: created, run as SYSTEM and deleted within 32 milliseconds.
  [
    'evtx/LM_ScheduledTask_ATSVC_target_host.evtx',
    {
      'st-task-remote': LOGS,
      'st-task-short-lived': ALL,
      'st-task-suspicious-program': ALL,
      'st-task-system-by-user': ALL,
    },
  ],
  [
    'evtx/ID4688-4698_persistent_task_SYSTEM_eviltask.evtx',
    {
      'st-task-command-line': ALL,
      'st-task-suspicious-program': ALL,
      'st-task-system-by-user': ALL,
    },
  ],
  ['evtx/ID4688_at_interactive.evtx', { 'st-task-command-line': ALL }],
  ['evtx/PanacheSysmon_vs_AtomicRedTeam01.evtx', { 'st-task-command-line': ALL }],
  [
    'evtx/exec_persist_rundll32_mshta_scheduledtask_sysmon_1_3_11.evtx',
    { 'st-task-command-line': ALL },
  ],
  ['evtx/rundll32_cmd_schtask.evtx', { 'st-task-command-line': ALL, 'st-task-xml-import': ALL }],
  [
    'evtx/sigma_hide_task_via_sd_value_removal.evtx',
    { 'st-task-hidden': ALL, 'st-task-registry-write': ALL },
  ],
  ['evtx/sigma_schtasks_delete_important.evtx', { 'st-task-protection-removed': ALL }],
  ['evtx/sigma_taskscheduler_142_disable.evtx', { 'st-task-protection-removed': LOGS }],
  [
    'evtx/sysmon_1_11_exec_as_system_via_schedtask.evtx',
    {
      'st-task-command-line': ALL,
      'st-task-short-lived': ALL,
      'st-task-starts-interpreter': ALL,
      'st-task-xml-import': ALL,
    },
  ],
  // No task is made or changed: the user's environment is, before an elevated task runs.
  [
    'evtx/sysmon_uacbypass_CDSSync_schtask_hijack_byeintegrity5.evtx',
    { 'st-task-taken-over': ALL },
  ],
  [
    'otrf/schtask_create.zip',
    {
      'st-task-command-line': ALL,
      'st-task-remote': LOGS,
      'st-task-suspicious-program': ALL,
      'st-task-system-by-user': ALL,
    },
  ],
  // The definition is cut off and no XML any more, so that Defender's form has the task's name and not its account.
  [
    'otrf/schtask_modification.zip',
    {
      'st-task-library': ALL,
      'st-task-remote': LOGS,
      'st-task-suspicious-program': ALL,
      'st-task-system-by-user': LOGS,
      'st-task-taken-over': ALL,
    },
  ],
  ['otrf/empire_schtasks_creation_standard_user.zip', { 'st-task-command-line': ALL }],
  [
    'splunk/nxlog_T1053.005_attack_range_excerpt.jsonl',
    { 'st-task-command-line': ALL, 'st-task-short-lived': ALL },
  ],
  // Ordinary activity, and attacks of other kinds: nothing fires. OneDrive's and Windows Update's tasks are among it.
  ['otrf/background_covenant_dcom_executeexcel4macro_allowed.zip', {}],
  ['otrf/background_empire_enable_rdp.tar.gz', {}],
  ['otrf/background_cmd_wevtutil_modify_security_eventlog_path.zip', {}],
  ['background/ACL_ForcePwd_SPNAdd_benign_4702.evtx', {}],
  ['background/forwarded_ID4656-WS_Management_listener.evtx', {}],
  ['background/win-host-117_procdump_Security.evtx', {}],
  ['background/win-host-117_procdump_Sysmon.evtx', {}],
];

/** Recording, strategy and type of the entities that some platform lacks, and the platforms that have them. */
const ALONE: readonly (readonly [string, string, string, string])[] = [
  // Defender is not asked for module logging, the only place of the second command.
  [
    'otrf/empire_schtasks_creation_standard_user.zip',
    'st-task-command-line',
    'Process',
    'sentinel splunk',
  ],
  // Of an updated task Defender has the name and not the program.
  ['otrf/schtask_modification.zip', 'st-task-suspicious-program', 'Process', 'sentinel splunk'],
];

/** The documents without what they promise and accept of their own recordings. */
function unpromising(): Record<string, string> {
  const files = readdirSync(pack).filter(
    (name) => /\.(md|yaml)$/.test(name) && !ELSEWHERE.includes(name),
  );
  return Object.fromEntries(
    files.map((name) => [
      name,
      readFileSync(join(pack, name), 'utf8').replace(/^(?:expectations|parity):\n(?: .*\n)+/gm, ''),
    ]),
  );
}

describe('coverage of real recordings', () => {
  const fired = new Map<string, Record<string, string>>();
  const strategies = new Set<string>();
  let differences: readonly Disparity[] = [];
  let remove = (): void => undefined;
  beforeAll(async () => {
    if (!present) return;
    const folder = folderOf(unpromising());
    remove = folder.remove;
    const events = rows.map(([name]) => join(recordings, name));
    const { verdicts } = await prove({ pack: folder.path, out: join(folder.path, 'out'), events });
    differences = parityOf(verdicts, []).disparities;
    for (const { recording, strategy, platform, observed } of verdicts) {
      strategies.add(strategy);
      if (observed !== 'fired') continue;
      const found = fired.get(recording) ?? {};
      found[strategy] = [found[strategy], platform].filter(Boolean).join(' ');
      fired.set(recording, found);
    }
  }, 1_200_000);
  afterAll(() => {
    remove();
  });

  for (const [file, expected] of rows) {
    realTest(present ? file : `${file} (skipped: no folder shared/events)`, () => {
      expect(fired.get(join(recordings, file)) ?? {}).toEqual(expected);
    });
  }

  realTest(
    present ? 'the same entities' : 'the same entities (skipped: no folder shared/events)',
    () => {
      const found = differences.flatMap(({ recording, strategy, entity, alone = {} }) =>
        entity === undefined ? [] : [[recording, strategy, entity, Object.keys(alone).join(' ')]],
      );
      expect(found.sort()).toEqual(
        ALONE.map(([file, ...rest]) => [join(recordings, file), ...rest]).sort(),
      );
    },
  );

  realTest(
    present ? 'every strategy was asked' : 'every strategy (skipped: no folder shared/events)',
    () => {
      expect(strategies.size).toBe(
        Object.keys(unpromising()).filter((name) => name.endsWith('.md')).length,
      );
    },
  );
});
