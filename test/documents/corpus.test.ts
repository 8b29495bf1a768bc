// Documents of others, read without loss: sections partition the text, queries are the document's own characters.
import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../src/documents/index.ts';
import { documentSpan, validate, type Strategy } from '../../src/strategy/index.ts';
import { hasErrors } from '../../src/text/index.ts';
import { sharedDocuments } from './shared.ts';
import { cpuMilliseconds } from '../cpu-time.ts';

const documents = sharedDocuments('seeds', 'ads', 'kql/falconfriday');
const run = documents.length > 0 ? test : test.skip;
const why = documents.length > 0 ? '' : ' (skipped: the shared documents are absent)';

function read(name: string): Strategy {
  const source = documents.find((each) => each.name.endsWith(name));
  if (!source) throw new Error(`no document ${name}`);
  const { value } = readDocument(source);
  if (!value) throw new Error(`${name} was not read`);
  return value;
}

/** The blocks that stand between marks, found without a Markdown parser. */
function fencesOf(text: string, mark: RegExp): string[] {
  const found: string[] = [];
  let open: string[] | undefined;
  for (const line of text.split('\n')) {
    if (open && /^\s*```\s*$/.test(line)) {
      found.push(open.join('\n').replace(/\r$/, ''));
      open = undefined;
    } else if (open) open.push(line);
    else if (mark.test(line)) open = [];
  }
  return found;
}

describe('documents of others', () => {
  run(`are read without error, and their sections are the whole text${why}`, () => {
    for (const source of documents) {
      const { value, diagnostics } = readDocument(source);
      expect([source.name, hasErrors(diagnostics), value === undefined]).toEqual([
        source.name,
        false,
        false,
      ]);
      const sections = value?.sections ?? [];
      const joined = sections
        .map((each) => source.text.slice(each.span.start, each.span.end))
        .join('');
      expect(joined).toBe(source.text);
      for (const each of sections) {
        expect(source.text.slice(each.span.start, each.span.end).endsWith(each.body)).toBe(true);
      }
    }
  });

  run(`are valid strategies${why}`, () => {
    const strategies = documents
      .map((source) => readDocument(source).value)
      .filter((each) => each !== undefined);
    const errors = validate(strategies).filter((each) => each.severity === 'error');
    expect(errors.map((each) => `${each.source.name} ${each.code}`)).toEqual([]);
  });

  run(`keep every character of every query${why}`, () => {
    let count = 0;
    for (const source of documents.filter((each) => each.name.includes('falconfriday'))) {
      const wanted = fencesOf(source.text, /^```c#\s*$/i);
      const found = readDocument(source).value?.searches ?? [];
      expect([source.name, found.map((each) => each.text)]).toEqual([source.name, wanted]);
      for (const each of found) {
        expect(source.text.slice(each.span.start, each.span.end)).toBe(each.text);
        count++;
      }
    }
    expect(count).toBeGreaterThan(0);
  });

  run(`the seed of FalconForce${why}`, () => {
    const strategy = read('0xFF-0082-persistence-via-scheduled-tasks.md');
    expect(strategy).toMatchObject({
      format: 'falconforce',
      id: '0xFF-0082-Persistence-Via-Scheduled-Tasks-Win',
      title: 'Persistence Via Scheduled Tasks',
      description: 'Attackers can use scheduled tasks as a method for persistence.',
      version: '1.8',
      severity: 'low',
      schedule: { every: 86_400, lookback: 604_800, delay: 0, nearRealTime: false },
      facts: { OS: 'WindowsServer, WindowsEndpoint', 'FP Rate': 'High' },
      dataSources: [
        {
          provider: 'MicrosoftThreatProtection',
          eventId: 'ProcessCreated',
          attackDataSource: 'Command',
          attackDataComponent: 'Command Execution',
        },
      ],
      references: ['https://medium.com/falconforce/malicious-scheduled-tasks-debc64633f81'],
    });
    expect(strategy.attack.map(({ tactic, technique }) => [tactic, technique])).toEqual([
      ['TA0004', 'T1053.005'],
      ['TA0003', 'T1053.005'],
      ['TA0002', 'T1053.005'],
    ]);
    expect(strategy.history).toHaveLength(9);
    expect(strategy.history[0]).toMatchObject({
      version: '1.8',
      date: '2024-06-28',
      impact: 'minor',
    });
    expect(strategy.searches.map((each) => [each.language, each.platform])).toEqual([
      ['kql', 'M365 Security'],
    ]);
  });

  run(`the seed in Palantir's format: the search in a fence in an indented list${why}`, () => {
    const strategy = read('ads-scheduled-task.md');
    expect(strategy).toMatchObject({ format: 'ads', title: 'Scheduled task', severity: 'high' });
    expect(strategy.attack.map(({ tactic, technique }) => [tactic, technique])).toEqual([
      ['TA0002', 'T1053'],
      ['TA0003', 'T1053'],
      ['TA0004', 'T1053'],
    ]);
    const [search] = strategy.searches;
    expect(strategy.searches).toHaveLength(1);
    expect(search?.language).toBe('spl');
    expect(search?.text).toMatch(
      /^\(source="\*WinEventLog:Security" EventCode IN .*powershdll\.dll%'\)$/,
    );
    const at = search?.text.indexOf('EventCode') ?? 0;
    const place = search && documentSpan(search, { start: at, end: at + 9 });
    expect(strategy.source.text.slice(place?.start, place?.end)).toBe('EventCode');
  });

  run(`a hunt with several queries${why}`, () => {
    const strategy = read('T1490-Azure-001.md');
    expect(strategy).toMatchObject({ id: 'T1490', status: 'experimental', severity: 'high' });
    expect(strategy.searches.map((each) => each.label).slice(0, 2)).toEqual([
      'Modify soft delete settings for Azure Backup',
      'Delete a lock (i.e. cannot-delete lock) on a resource',
    ]);
  });

  run(`are read in about the time that cutting them into tokens takes${why}`, () => {
    const started = cpuMilliseconds();
    for (let round = 0; round < 20; round++)
      for (const source of documents) readDocument({ ...source });
    const each = (cpuMilliseconds() - started) / (20 * documents.length);
    expect(each).toBeLessThan(20);
  });
});
