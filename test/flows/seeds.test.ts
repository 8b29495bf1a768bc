// The two documents that the project started from, as they stand, through the whole pipe. Skipped where they are absent.
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { build, check, test as prove } from '../../src/flows/index.ts';
import type { Diagnostic } from '../../src/text/index.ts';
import { contentsOf, folderOf } from './disk.ts';

jest.setTimeout(120_000);

const shared = process.env['STRATAGEM_SHARED'] ?? join(import.meta.dirname, '../../../shared');
const seeds = join(shared, 'seeds');
const present = existsSync(seeds);
const seedTest = present ? test : test.skip;
const title = (text: string): string =>
  present ? text : `${text} (skipped: no folder shared/seeds)`;

const ADS = 'ads-scheduled-task.md';
const FALCONFORCE = '0xFF-0082-persistence-via-scheduled-tasks.md';

let root = '';
let remove = (): void => undefined;
beforeAll(() => {
  const made = folderOf();
  root = made.path;
  remove = made.remove;
  if (present) cpSync(seeds, join(root, 'seeds'), { recursive: true });
});
afterAll(() => {
  remove();
});

const words = ({ source, span }: Diagnostic): string =>
  span ? source.text.slice(span.start, span.end) : '';

describe('the seeds', () => {
  seedTest(title('check: no error, and the truth about both'), async () => {
    const findings = await check({ pack: join(root, 'seeds') });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const of = (name: string, code: string): Diagnostic[] =>
      findings.filter((each) => each.source.name.endsWith(name) && each.code === code);

    const unknown = of(ADS, 'SPL2001');
    expect(unknown.map(words)).toEqual(['JobContent', 'JobContent', 'JobContent', 'JobContent']);
    expect(unknown[0]?.message).toBe(
      '`JobContent` is no field of Security events 4698, 4699, 4700, 4701, 4702',
    );
    expect(unknown[0]?.remedy).toBe(
      'there is `TaskContent` (4698, 4699, 4700, 4701) and `TaskContentNew` (4702)',
    );
    expect(of(ADS, 'SPL2003').map(words)[0]).toBe("'%rundll32 powershdll.dll,main%'");

    const routed = of(FALCONFORCE, 'RTE1001');
    expect(routed.map(words)).toEqual(['FileProfile']);
    expect(routed[0]?.message).toBe(
      'the search cannot be a Sentinel analytics rule: `FileProfile()` exists in Defender XDR advanced hunting but not in Sentinel analytics rules',
    );
  });

  seedTest(title('build: one becomes a saved search, the other a custom detection'), async () => {
    const out = join(root, 'out');
    const { written } = await build({ pack: join(root, 'seeds'), out });
    expect(
      written
        .map(({ path }) => path.split('/')[0])
        .filter((each, at, all) => all.indexOf(each) === at),
    ).toEqual(['build-manifest.json', 'defender', 'splunk']);
    expect(Object.keys(contentsOf(out))).toContain(
      'defender/detection_strategies/detections/0xFF-0082-Persistence-Via-Scheduled-Tasks-Win.json',
    );
    rmSync(out, { recursive: true });
  });

  seedTest(
    title('replay: the search as written does not fire on real task registrations'),
    async () => {
      const events = [
        'evtx/LM_ScheduledTask_ATSVC_target_host.evtx',
        'evtx/ID4688-4698_persistent_task_SYSTEM_eviltask.evtx',
        'otrf/schtask_create.zip',
      ].map((file) => join(shared, 'events', file));
      const { verdicts } = await prove({
        pack: join(root, 'seeds'),
        out: join(root, 'out'),
        events,
      });
      const splunk = verdicts.filter(({ platform }) => platform === 'splunk');
      expect(splunk.map(({ strategy, observed, rows }) => [strategy, observed, rows])).toEqual(
        events.map(() => ['ads-scheduled-task', 'silent', 0]),
      );
    },
  );
});
