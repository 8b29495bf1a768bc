// Small packs in temporary folders.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own with these files, and what removes it. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>> = {}): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'stratagem-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Relative path to content, as hexadecimal text, of every file below. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  const paths = files.map((each) => join(each.parentPath, each.name)).sort();
  return Object.fromEntries(
    paths.map((each) => [each.slice(folder.length + 1), readFileSync(each, 'hex')]),
  );
}

/** A document with an SPL search for task registrations, and what it promises of a recording beside it. */
export function document({
  id = 'task-created',
  schedule = '{ every: 1h, lookback: 1h, delay: 5m }',
  expectations = [],
  searches = `\`\`\`spl
source="XmlWinEventLog:Security" EventCode=4698 | table _time, Computer, TaskName
\`\`\``,
}: {
  readonly id?: string;
  readonly schedule?: string;
  /** YAML flow mappings. */
  readonly expectations?: readonly string[];
  readonly searches?: string;
} = {}): string {
  const listed = expectations.map((each) => `  - ${each}\n`).join('');
  return `---
id: ${id}
title: A task was registered
version: "1.0"
status: production
severity: medium
attack:
  - { tactic: persistence, technique: T1053.005 }
data_sources:
  - { provider: Microsoft-Windows-Security-Auditing, event_id: 4698 }
schedule: ${schedule}
${listed === '' ? '' : `expectations:\n${listed}`}---
# Goal

Find it.

# Categorization

Persistence.

# Strategy Abstract

Look at event 4698.

${searches}

# Technical Context

Windows logs it.

# Blind Spots and Assumptions

- Audit policy.

# False Positives

- Installers.

# Validation

Register a task.

# Priority

Medium.

# Response

1. Look.

# Additional Resources

- None.
`;
}

/** Event 4698 at a time, as Windows exports it. */
export function taskCreated(time: string, task = '\\Updater'): string {
  return `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing" Guid="{54849625-5478-4994-a5ba-3e3b0328c30d}"/><EventID>4698</EventID><Version>0</Version><Level>0</Level><Task>12804</Task><Opcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime="${time}"/><EventRecordID>1</EventRecordID><Correlation/><Execution ProcessID="4" ThreadID="8"/><Channel>Security</Channel><Computer>ws-014.corp.example</Computer><Security/></System><EventData><Data Name="SubjectUserName">m.keller</Data><Data Name="TaskName">${task}</Data><Data Name="TaskContent">&lt;Task/&gt;</Data></EventData></Event>\n`;
}
