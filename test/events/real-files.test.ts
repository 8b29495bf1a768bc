// Real recordings with known contents; skipped where the folder `shared` is absent.
import { describe, expect } from '@jest/globals';
import { isoOfTicks, toXml } from '../../src/events/index.ts';
import type { EventRecord } from '../../src/events/index.ts';
import { dataOf, eventAt, real, realBytes, realTest, readText } from './recordings.ts';

/** File, format, records, problem codes. */
const files: readonly (readonly [string, string, number, readonly string[]])[] = [
  ['evtx/ID4688-4698_persistent_task_SYSTEM_eviltask.evtx', 'evtx', 4, []],
  ['evtx/ID4688_at_interactive.evtx', 'evtx', 1, []],
  ['evtx/LM_ScheduledTask_ATSVC_target_host.evtx', 'evtx', 34, []],
  ['evtx/PanacheSysmon_vs_AtomicRedTeam01.evtx', 'evtx', 565, []],
  ['evtx/exec_persist_rundll32_mshta_scheduledtask_sysmon_1_3_11.evtx', 'evtx', 8, []],
  ['evtx/rundll32_cmd_schtask.evtx', 'evtx', 50, []],
  ['evtx/sigma_hide_task_via_sd_value_removal.evtx', 'evtx', 1, []],
  ['evtx/sigma_schtasks_delete_important.evtx', 'evtx', 1, []],
  ['evtx/sigma_taskscheduler_142_disable.evtx', 'evtx', 1, []],
  ['evtx/sysmon_1_11_exec_as_system_via_schedtask.evtx', 'evtx', 6, []],
  ['evtx/sysmon_uacbypass_CDSSync_schtask_hijack_byeintegrity5.evtx', 'evtx', 8, []],
  ['background/ACL_ForcePwd_SPNAdd_benign_4702.evtx', 'evtx', 55, []],
  ['background/forwarded_ID4656-WS_Management_listener.evtx', 'evtx', 29, []],
  ['background/many-events-application.evtx', 'evtx', 2216, []],
  ['background/win-host-117_procdump_Security.evtx', 'evtx', 356, []],
  ['background/win-host-117_procdump_Sysmon.evtx', 'evtx', 429, []],
  ['otrf/schtask_create.zip', 'zip', 1041, ['EVT303']],
  ['otrf/schtask_modification.zip', 'zip', 2657, ['EVT303']],
  ['otrf/empire_schtasks_creation_standard_user.zip', 'zip', 1297, []],
  ['otrf/background_covenant_dcom_executeexcel4macro_allowed.zip', 'zip', 8121, []],
  ['otrf/background_empire_enable_rdp.tar.gz', 'gzip', 2668, []],
  ['sentinel/GoldenSAML_WindowsEvents.Zip', 'zip', 38, []],
  ['sentinel/GoldenSAML_Microsoft365DefenderEvents.Zip', 'zip', 9, []],
  ['sentinel/Log4Shell_SecurityEvent.zip', 'zip', 39, []],
  ['sentinel/Log4Shell_Event_Sysmon.zip', 'zip', 487, []],
  ['splunk/xmlwineventlog_certutil_T1552.004.raw', 'windows-text', 59, ['EVT303']],
  ['splunk/xmlwineventlog_4662_T1087.002.log', 'windows-text', 14, []],
  ['splunk/xmlwineventlog_sysmon_T1202.log', 'windows-text', 24, []],
  ['splunk/wineventlog_classic_security_T1202.log', 'windows-text', 8, ['EVT303']],
  ['splunk/wineventlog_classic_system_T1033.log', 'windows-text', 1042, ['EVT303']],
  ['splunk/mixed_xml_and_classic_T1547.001_runonce.log', 'windows-text', 45, ['EVT303']],
  ['splunk/splunk_json_export_preview_result.log', 'json', 6, []],
  ['splunk/splunk_csv_export_s3_bucket_deletion.csv', 'csv', 12, []],
  ['splunk/nxlog_T1053.005_attack_range_excerpt.jsonl', 'json', 1673, []],
];

describe('records and problems per file', () => {
  for (const [file, format, count, codes] of files) {
    realTest(`${file}: ${String(count)} records`, () => {
      const read = real(file);
      expect(read.format).toBe(format);
      expect(read.problems.map(({ code }) => code)).toEqual(codes);
      expect(read.records).toHaveLength(count);
    });
  }
});

interface Truth {
  readonly file: string;
  readonly n: number | string;
  readonly eventId: number;
  readonly channel: string;
  readonly recordId?: string;
}

describe('ground truth', () => {
  realTest('every labelled record is found under its number with its event id', () => {
    const truth = realBytes('truth.jsonl')
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Truth)
      .filter(({ n }) => typeof n === 'number');
    const byFile = group(truth);
    let checked = 0;
    for (const [file, labels] of byFile) {
      const events = new Map(real(file).records.map((record) => [record.origin.number, record]));
      for (const label of labels) {
        const record = events.get(Number(label.n));
        const found = record && 'system' in record ? record.system : undefined;
        expect([file, label.n, found?.eventId]).toEqual([file, label.n, label.eventId]);
        if (file.endsWith('.evtx')) expect(String(found?.recordId)).toBe(label.recordId);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(500);
  });
});

function group(truth: readonly Truth[]): Map<string, Truth[]> {
  const files = new Map<string, Truth[]>();
  for (const each of truth) files.set(each.file, [...(files.get(each.file) ?? []), each]);
  return files;
}

describe('values', () => {
  realTest('4698 from EVTX: types, order, plain task XML with CR LF', () => {
    const record = eventAt(real('evtx/ID4688-4698_persistent_task_SYSTEM_eviltask.evtx'), 2);
    expect(record.system).toEqual({
      provider: 'Microsoft-Windows-Security-Auditing',
      providerGuid: '{54849625-5478-4994-a5ba-3e3b0328c30d}',
      eventId: 4698,
      version: 0,
      level: 0,
      task: 12804,
      opcode: 0,
      keywords: '0x8020000000000000',
      timeCreated: 637546086005894609n,
      recordId: 352964n,
      activityId: '{42422748-35ed-0000-6027-4242ed35d701}',
      processId: 584,
      threadId: 616,
      channel: 'Security',
      computer: 'srvdefender01.offsec.lan',
    });
    expect(isoOfTicks(record.system.timeCreated)).toBe('2021-04-21T13:30:00.5894609Z');
    expect(record.eventData?.map(({ name, type }) => `${name ?? ''}: ${type}`)).toEqual([
      'SubjectUserSid: sid',
      'SubjectUserName: text',
      'SubjectDomainName: text',
      'SubjectLogonId: hex64',
      'TaskName: text',
      'TaskContent: text',
    ]);
    expect(dataOf(record, 'SubjectLogonId')).toBe('0x6fc89e');
    expect(dataOf(record, 'TaskContent')?.slice(0, 60)).toBe(
      '<?xml version="1.0" encoding="UTF-16"?>\r\n<Task version="1.2"',
    );
  });

  realTest('Sysmon 3 from EVTX: booleans of four bytes', () => {
    const read = real('evtx/exec_persist_rundll32_mshta_scheduledtask_sysmon_1_3_11.evtx');
    const record = read.records.find((each) => 'system' in each && each.system.eventId === 3);
    const { eventData } = record as EventRecord;
    const values = new Map(
      eventData?.map(({ name, text, type }) => [name, `${text ?? ''} ${type}`]),
    );
    expect(values.get('Initiated')).toBe('true bool');
    expect(values.get('SourceIsIpv6')).toBe('false bool');
    expect(values.get('DestinationPort')).toMatch(/^\d+ uint16$/);
  });

  realTest('forwarded records without a template', () => {
    const record = eventAt(real('background/forwarded_ID4656-WS_Management_listener.evtx'), 1);
    expect(record.system.eventId).toBe(4656);
    expect(dataOf(record, 'ObjectServer')).toBe('WS-Management Listener');
  });

  realTest('PowerShell export: event 4698 five hours later than printed', () => {
    const read = real('otrf/schtask_create.zip');
    const record = read.records.find((each) => 'system' in each && each.system.eventId === 4698);
    const found = record as EventRecord;
    expect(isoOfTicks(found.system.timeCreated)).toBe('2020-12-19T12:00:22.2640000Z');
    expect(found.origin.member).toBe('schtask_create_2020-12-1907003032.json');
    expect(dataOf(found, 'TaskName')).toBe(
      '\\Microsoft\\Windows\\SoftwareProtectionPlatform\\EventCacheManager',
    );
  });

  realTest('NXLog: keywords to the last bit, values unescaped, zone from the receipt time', () => {
    const read = real('otrf/empire_schtasks_creation_standard_user.zip');
    const record = read.records.find((each) => 'system' in each && each.system.eventId === 4698);
    const found = record as EventRecord;
    expect(found.system.keywords).toBe('0x8020000000000000');
    expect(isoOfTicks(found.system.timeCreated)).toBe('2020-09-21T07:15:45.0000000Z');
    expect(found.system.processId).toBe(736);
    expect(dataOf(found, 'TaskContent')?.slice(0, 42)).toBe(
      '<?xml version="1.0" encoding="UTF-16"?>\r\n<',
    );
  });

  realTest('winlogbeat 6 inside tar.gz with a stray last byte', () => {
    const record = eventAt(real('otrf/background_empire_enable_rdp.tar.gz'), 1);
    expect(record.system).toMatchObject({ eventId: 3, recordId: 5402080n, level: 4, version: 5 });
    expect(dataOf(record, 'DestinationPort')).toBe('5985');
  });

  realTest('Splunk XML: line ends inside data kept, text of the event kept', () => {
    const record = eventAt(real('splunk/xmlwineventlog_4662_T1087.002.log'), 1);
    expect(record.eventData?.some(({ text }) => text?.includes('\t\t\t\t') === true)).toBe(true);
    expect(record.raw?.startsWith('<Event xmlns=')).toBe(true);
    expect(record.raw?.endsWith('</Event>')).toBe(true);
  });
});

describe('back to XML', () => {
  for (const file of [
    'background/many-events-application.evtx',
    'background/win-host-117_procdump_Security.evtx',
    'evtx/PanacheSysmon_vs_AtomicRedTeam01.evtx',
    'otrf/schtask_create.zip',
    'splunk/xmlwineventlog_certutil_T1552.004.raw',
  ]) {
    realTest(`${file}: reading what was written gives the record again`, () => {
      const events = real(file).records.filter((each): each is EventRecord => 'system' in each);
      const again = readText(events.map((each) => toXml(each, { message: true })).join('\n'));
      expect(again.problems).toEqual([]);
      expect(again.records.map(comparable)).toEqual(events.map(comparable));
    });
  }
});

/** Without what text does not carry: types, place, and the text of the event itself. */
function comparable(record: unknown): unknown {
  const { system, eventData, eventDataName, userData, message } = record as EventRecord;
  const data = eventData?.map(({ name, text, element, type }) => [
    name,
    text,
    element,
    type === 'xml',
  ]);
  return { system, data, eventDataName, userData, message };
}
