// The document that `stratagem new` writes: complete, valid, and with a sentence to replace in each place.

export interface Skeleton {
  readonly id: string;
  readonly title: string;
}

/** A native document with the id and title given. It reads and validates without a problem as it is. */
export function skeleton({ id, title }: Skeleton): string {
  return `---
# Completion and checks in an editor come from front-matter.schema.json.
id: ${JSON.stringify(id)} # never changes: saved searches and rules are named by it
title: ${JSON.stringify(title)}
version: "1.0"
status: experimental # production when it is proven
severity: medium # informational, low, medium, high
attack:
  - { tactic: execution, technique: T1059 }
data_sources:
  - { provider: Microsoft-Windows-Security-Auditing, event_id: "4688" }
schedule: { every: 1h, lookback: 1h, delay: 5m }
entities:
  - { type: Host, columns: { HostName: Computer } }
details: { CommandLine: CommandLine }
# risk: { score: 50, message: "a script interpreter was started on $dest$" }
# throttle: { fields: [dest], period: 24h }
# expectations:
#   - { recording: recordings/attack.evtx, name: the attack as recorded, fires: true }
#   - { recording: recordings/background.evtx, name: an ordinary day, fires: false }
---

# Goal

What behaviour is detected, in a sentence or two.

# Categorization

Where it stands in ATT&CK, and why there.

# Strategy Abstract

How the detection works: which events are collected, what is looked for in them, what raises the alert.

\`\`\`spl
index=* source="XmlWinEventLog:Security" EventCode=4688 CommandLine="*replace-this*"
| table _time, Computer, CommandLine
\`\`\`

\`\`\`kusto
SecurityEvent
| where EventID == 4688 and CommandLine contains "replace-this"
| project TimeGenerated, Computer, CommandLine
\`\`\`

# Technical Context

What a responder who has never met the technique needs to know.

# Blind Spots and Assumptions

- What must hold for this to work: the events are logged and collected.
- When it stays silent although the behaviour happens.

# False Positives

- Which harmless activity fires it, and how it is told apart.

# Validation

How to make it fire, step by step.

# Priority

How urgent an alert is, and what makes it more so.

# Response

What to look at first, and what to do when the alert is true.

# Additional Resources

- Where to read on.
`;
}
