// The shipped strategies on real recordings: attacks that must be found, days on which nothing may be. Skipped where the
// recordings are absent.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { test as prove } from '../../src/flows/index.ts';
import { folderOf } from '../flows/disk.ts';

jest.setTimeout(300_000);

const shared = process.env['STRATAGEM_SHARED'] ?? join(import.meta.dirname, '../../../shared');
const recordings = join(shared, 'events');
const present = existsSync(recordings);
const realTest = present ? test : test.skip;
const pack = join(import.meta.dirname, '../../strategies');

const BINARY = 'st-rare-scheduled-binary';
const INTERPRETER = 'st-task-interpreter';
const DOCUMENTS = [
  [BINARY, 'rare-binary-run-as-scheduled-task.md'],
  [INTERPRETER, 'scheduled-task-runs-interpreter-or-proxy.md'],
] as const;

/**
 * File, strategy, what each platform sees and in how many rows. `unseen`: the platform receives nothing of the recording.
 * The recordings last minutes, so every program is new on its host; Defender has no file profiles beside them and counts
 * Windows' own programs, which the other two leave out by their path.
 */
const rows: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  // Tasks that run an interpreter: PowerShell by Empire, Covenant's stagers, atexec's cmd.exe. A definition that is cut
  // off is no XML any more, and Defender's form of the event has none of it.
  [
    'otrf/schtask_create.zip',
    INTERPRETER,
    { splunk: 'fired 1', sentinel: 'fired 1', defender: 'fired 1' },
  ],
  [
    'otrf/schtask_modification.zip',
    INTERPRETER,
    { splunk: 'fired 1', sentinel: 'fired 1', defender: 'silent 0' },
  ],
  [
    'otrf/empire_schtasks_creation_standard_user.zip',
    INTERPRETER,
    { splunk: 'fired 1', sentinel: 'fired 1', defender: 'fired 1' },
  ],
  [
    'evtx/LM_ScheduledTask_ATSVC_target_host.evtx',
    INTERPRETER,
    { splunk: 'fired 1', sentinel: 'fired 1', defender: 'fired 1' },
  ],
  // No registration with an interpreter in them.
  [
    'evtx/ID4688_at_interactive.evtx',
    INTERPRETER,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unseen 0' },
  ],
  [
    'otrf/background_empire_enable_rdp.tar.gz',
    INTERPRETER,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unseen 0' },
  ],
  [
    'otrf/background_covenant_dcom_executeexcel4macro_allowed.zip',
    INTERPRETER,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'silent 0' },
  ],
  [
    'background/ACL_ForcePwd_SPNAdd_benign_4702.evtx',
    INTERPRETER,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'silent 0' },
  ],
  [
    'background/forwarded_ID4656-WS_Management_listener.evtx',
    INTERPRETER,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unseen 0' },
  ],
  [
    'background/win-host-117_procdump_Security.evtx',
    INTERPRETER,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unseen 0' },
  ],
  [
    'background/win-host-117_procdump_Sysmon.evtx',
    INTERPRETER,
    { splunk: 'silent 0', sentinel: 'unseen 0', defender: 'unseen 0' },
  ],
  // Sysmon's registrations are in its process events, not in 4698.
  [
    'evtx/rundll32_cmd_schtask.evtx',
    INTERPRETER,
    { splunk: 'silent 0', sentinel: 'unseen 0', defender: 'unseen 0' },
  ],
  // Programs that the scheduler ran: none but Windows' own, and Office's updater on its first day. Nothing says how
  // common the files are, so Defender's search, which asks FileProfile(), claims nothing.
  [
    'otrf/schtask_create.zip',
    BINARY,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unsupported 0' },
  ],
  [
    'otrf/empire_schtasks_creation_standard_user.zip',
    BINARY,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unsupported 0' },
  ],
  [
    'otrf/background_covenant_dcom_executeexcel4macro_allowed.zip',
    BINARY,
    { splunk: 'fired 1', sentinel: 'fired 1', defender: 'unsupported 0' },
  ],
  [
    'evtx/LM_ScheduledTask_ATSVC_target_host.evtx',
    BINARY,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unsupported 0' },
  ],
  [
    'background/win-host-117_procdump_Security.evtx',
    BINARY,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unsupported 0' },
  ],
  [
    'background/win-host-117_procdump_Sysmon.evtx',
    BINARY,
    { splunk: 'silent 0', sentinel: 'silent 0', defender: 'unsupported 0' },
  ],
  [
    'background/ACL_ForcePwd_SPNAdd_benign_4702.evtx',
    BINARY,
    { splunk: 'silent 0', sentinel: 'unseen 0', defender: 'unseen 0' },
  ],
];

describe('shipped strategies on real recordings', () => {
  const seen = new Map<string, Record<string, string>>();
  let remove = (): void => undefined;
  beforeAll(async () => {
    if (!present) return;
    const folder = folderOf();
    remove = folder.remove;
    for (const [id, file] of DOCUMENTS) {
      const wanted = rows.filter(([, strategy]) => strategy === id);
      const events = wanted.map(([name]) => join(recordings, name));
      const out = join(folder.path, id);
      const { verdicts } = await prove({ pack: join(pack, file), out, events });
      for (const each of verdicts) {
        const key = `${each.recording} ${each.strategy}`;
        seen.set(key, { ...seen.get(key), [each.platform]: `${each.observed} ${each.rows}` });
      }
    }
  }, 300_000);
  afterAll(() => {
    remove();
  });

  for (const [file, strategy, platforms] of rows) {
    const name = `${strategy} on ${file}`;
    realTest(present ? name : `${name} (skipped: no folder shared/events)`, () => {
      expect(seen.get(`${join(recordings, file)} ${strategy}`)).toEqual(platforms);
    });
  }
});
