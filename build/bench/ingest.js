// Reading recordings: our readers beside the C reader of event logs, and beside DuckDB's own reader of JSON lines.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Engine } from '../../dist/engines/duckdb/index.js';
import { readEvents, toXml } from '../../dist/events/index.js';
import { RecordingSession } from '../../dist/flows/recording-session.js';
import { loadRecording } from '../../dist/flows/recordings.js';
import { column } from '../../dist/plan/index.js';
import { difference, failed, interleave, ratioRow, skipped } from './compare.js';
import { corpusPath } from './corpora.js';
import { enlarged } from './evtx-file.js';
import { eventsAs, nxlogColumns } from './process-events.js';

const EVTX = 'EVTX records';
const EVTX_XML = 'EVTX to XML';
const NDJSON = 'NDJSON to one view';
const VIEW = 'DeviceProcessEvents';
const EVTX_BYTES = 32 * 1024 * 1024;

/** Lines of JSON; a tenth of the rows that searches run on. */
const linesOf = (rows) => Math.max(1000, Math.min(100_000, Math.round(rows / 10)));

export async function benchEvents({ rows, seed, show }) {
  const folder = mkdtempSync(join(tmpdir(), 'stratagem-bench-'));
  try {
    const found = [];
    for (const part of [evtx, json]) {
      const made = await part({ folder, rows, seed });
      made.forEach(show);
      found.push(...made);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function largestLogs() {
  const folder = corpusPath('events/background');
  const files = folder ? readdirSync(folder).filter((name) => name.endsWith('.evtx')) : [];
  return files.map((name) => join(folder, name)).filter((path) => statSync(path).size > 1e6);
}

async function evtx({ folder }) {
  const logs = largestLogs().map((path) => readFileSync(path));
  if (logs.length === 0) return [skipped(EVTX, 'no event logs to read')];
  if (spawnSync('evtxexport', ['-V']).error)
    return [skipped(EVTX, '`evtxexport` (libevtx-utils) is not installed')];
  const file = join(folder, 'large.evtx');
  writeFileSync(file, enlarged(logs, EVTX_BYTES));
  const sides = [
    [EVTX, 'text', /^Event number/gm, () => undefined],
    [EVTX_XML, 'xml', /<Event /g, toXml],
  ];
  const rows = [];
  for (const [name, form, mark, use] of sides) {
    const theirs = exported(file, form).match(mark)?.length ?? 0;
    const mine = readAll(file, use);
    const measured = await interleave(
      () => readAll(file, use),
      () => spawnSync('evtxexport', ['-f', form, file], { stdio: 'ignore' }).status,
    );
    if (mine !== theirs)
      rows.push(failed(name, `different work: ${mine} records of ours, ${theirs} of evtxexport`));
    else rows.push({ ...ratioRow(name, withoutCpu(measured), 0.33), note: rate(mine, measured) });
  }
  return rows;
}

/** The CPU time of another process is not in ours. */
const withoutCpu = (measured) => ({ ...measured, cpuRatio: undefined });

const rate = (records, { ours, reference }) =>
  `${perSecond(records, ours)} records/s, reference ${perSecond(records, reference)}`;
const perSecond = (count, milliseconds) =>
  Math.round((count / milliseconds) * 1000).toLocaleString('en');

const exported = (file, form) =>
  execFileSync('evtxexport', ['-f', form, file], { encoding: 'latin1', maxBuffer: 2 ** 30 });

function readAll(file, use) {
  let count = 0;
  for (const record of readEvents(file, readFileSync(file)).records) {
    use(record);
    count += 1;
  }
  return count;
}

/** What the view makes of a line, written by hand; both sides end as a table in DuckDB with these columns. */
const byHand = {
  TimeGenerated: "(epoch_us(strptime(UtcTime, '%Y-%m-%d %H:%M:%S.%g')) * 10 + 621355968000000000)",
  ActionType: "'ProcessCreated'",
  DeviceName: 'lower(Hostname)',
  AccountName: `lower(string_split("User", '\\')[2])`,
  AccountDomain: `lower(string_split("User", '\\')[1])`,
  FileName: "regexp_extract(Image, '[^\\\\]+$')",
  FolderPath: 'Image',
  ProcessId: 'CAST(ProcessId AS BIGINT)',
  ProcessCommandLine: 'CommandLine',
  ProcessIntegrityLevel: 'IntegrityLevel',
  ProcessVersionInfoOriginalFileName: 'OriginalFileName',
  SHA1: "lower(regexp_extract(Hashes, 'SHA1=(\\w+)', 1))",
  MD5: "lower(regexp_extract(Hashes, 'MD5=(\\w+)', 1))",
  InitiatingProcessFileName: "lower(regexp_extract(ParentImage, '[^\\\\]+$'))",
  InitiatingProcessFolderPath: 'lower(ParentImage)',
  InitiatingProcessId: 'CAST(ParentProcessId AS BIGINT)',
  InitiatingProcessCommandLine: 'ParentCommandLine',
  LogonId: 'LogonId',
};

/** One event in a hundred is a new process, as on a machine that logs everything. */
const mixedColumns = nxlogColumns.map((each) =>
  each.name === 'EventID' ? { ...each, sql: 'CASE WHEN i % 100 = 0 THEN 1 ELSE 10 END' } : each,
);

async function json({ folder, rows, seed }) {
  const options = { rows: linesOf(rows), seed };
  const file = join(folder, 'events.ndjson');
  const found = await toOneView(NDJSON, file, eventsAs(nxlogColumns, options));
  const mixed = eventsAs(mixedColumns, options);
  const rest = await toOneView(`${NDJSON}, mixed events`, join(folder, 'mixed.ndjson'), mixed);
  return [found.row, rest.row, await xml(folder, file, found.reference)];
}

/** As `query` does it: a look at the recording, and the table of the columns that are read; then one search. */
async function toOneView(name, file, events) {
  const database = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await database.connect();
  const engine = await Engine.open({ threads: 2, files: [file] });
  try {
    await connection.run(`COPY (${events}) TO '${file}' (FORMAT json)`);
    const measured = await interleave(
      () => ofRecording(engine, file),
      () => ofHand(connection, file),
      { repetitions: 5 },
    );
    const wrong = difference(measured.results.ours, measured.results.reference);
    const row = wrong
      ? failed(name, wrong)
      : { ...ratioRow(name, measured, 1.43), note: byteRate(file, measured) };
    return { row, reference: measured.reference };
  } finally {
    connection.closeSync();
    engine.close();
    database.closeSync();
  }
}

async function ofRecording(engine, file) {
  const recording = await loadRecording(file, { forTables: true });
  const opened = await RecordingSession.open(engine, recording);
  const wanted = new Set(Object.keys(byHand));
  await opened.kustoTable('sentinel', VIEW, {}, { wanted });
  const { rows } = await opened.session.run(summary);
  opened.close();
  return rows;
}

async function ofHand(connection, file) {
  const columns = nxlogColumns.map(
    ({ name, type }) => `"${name}": '${type === 'long' ? 'BIGINT' : 'VARCHAR'}'`,
  );
  const made = Object.entries(byHand).map(([column, sql]) => `${sql} AS ${column}`);
  await connection.run(
    `CREATE OR REPLACE TABLE made AS SELECT ${made.join(', ')} FROM read_json('${file}', format = 'newline_delimited', columns = {${columns.join(', ')}}) WHERE Channel = 'Microsoft-Windows-Sysmon/Operational' AND EventID = 1`,
  );
  const reader = await connection.runAndReadAll(
    'SELECT FileName, count(*), min(TimeGenerated), max(TimeGenerated), max(ProcessId), max(SHA1), min(AccountName), max(InitiatingProcessFileName) FROM made GROUP BY 1',
  );
  return reader.getRows();
}

const ofView = {
  FileName: 'string',
  TimeGenerated: 'datetime',
  ProcessId: 'long',
  SHA1: 'string',
  AccountName: 'string',
  InitiatingProcessFileName: 'string',
};
const extreme = (way, name) => ({
  name: `${way} ${name}`,
  function: way,
  args: [column(name, ofView[name])],
  type: ofView[name],
});
const summary = {
  kind: 'aggregate',
  input: {
    kind: 'scan',
    table: VIEW,
    columns: Object.entries(ofView).map(([name, type]) => ({ name, type })),
  },
  by: [{ name: 'FileName', expression: column('FileName', 'string') }],
  aggregates: [
    { name: 'rows', function: 'count', args: [], type: 'long' },
    extreme('min', 'TimeGenerated'),
    extreme('max', 'TimeGenerated'),
    extreme('max', 'ProcessId'),
    extreme('max', 'SHA1'),
    extreme('min', 'AccountName'),
    extreme('max', 'InitiatingProcessFileName'),
  ],
};

const megabytes = (bytes, milliseconds) =>
  `${(((bytes / milliseconds) * 1000) / 1e6).toFixed(0)} MB/s`;
const byteRate = (file, { ours, reference }) =>
  `${megabytes(statSync(file).size, ours)}, reference ${megabytes(statSync(file).size, reference)}`;

/** The same events as XML; the reference is DuckDB's time for the JSON lines, byte for byte. */
async function xml(folder, ndjson, reference) {
  const file = join(folder, 'events.xml');
  const texts = [...readEvents(ndjson, readFileSync(ndjson)).records]
    .slice(0, 20_000)
    .map((record) => toXml(record));
  writeFileSync(file, `<Events>${texts.join('\n')}</Events>`);
  const { size } = statSync(file);
  const same = (reference * size) / statSync(ndjson).size;
  const idle = () => undefined;
  const { ours, results, repetitions } = await interleave(() => readAll(file, idle), idle, {
    repetitions: 5,
  });
  const name = 'Windows XML to records';
  if (results.ours !== texts.length)
    return failed(name, `${results.ours} of ${texts.length} events read`);
  const note = `${megabytes(size, ours)}; reference: as many bytes of JSON lines in DuckDB`;
  return { name, ours, reference: same, ratio: ours / same, repetitions, note };
}
