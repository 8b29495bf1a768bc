// Recordings: JSON lines into Parquet, each run in a process of its own whose memory is told; Parquet as what is replayed.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Engine } from '../../dist/engines/duckdb/index.js';
import { rowsOf, tableViews } from '../../dist/events/index.js';
import { record } from '../../dist/flows/index.js';
import { loadRecording } from '../../dist/flows/recordings.js';
import { run } from './child.js';
import { difference, failed, interleave, median, ratioRow } from './compare.js';
import { eventsAs, nxlogColumns } from './process-events.js';

const TO_PARQUET = 'NDJSON to Parquet';
const MOST_MEMORY = 1e9;
/** Of a generated line, at least. */
const BYTES_PER_LINE = 1180;
/** What is replayed is loaded over and over. */
const MOST_REPLAYED = 100_000;

/** `megabytes` of JSON lines, or as many lines as a tenth of the rows that searches run on. */
export async function benchRecordings({ rows, seed, megabytes, show }) {
  const folder = mkdtempSync(join(tmpdir(), 'stratagem-bench-'));
  const lines = megabytes ? Math.ceil((megabytes * 1e6) / BYTES_PER_LINE) : Math.ceil(rows / 10);
  try {
    const file = join(folder, 'events.ndjson');
    await generate(file, { rows: lines, seed });
    const written = await toParquet(folder, file);
    show(written);
    if (lines > MOST_REPLAYED) await generate(file, { rows: MOST_REPLAYED, seed });
    const loaded = await replayed(folder, file);
    show(loaded);
    return [written, loaded];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function generate(file, options) {
  const database = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await database.connect();
  try {
    await connection.run(`COPY (${eventsAs(nxlogColumns, options)}) TO '${file}' (FORMAT json)`);
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

async function toParquet(folder, file) {
  const [recording, copy] = [join(folder, 'recording'), join(folder, 'copy.parquet')];
  const sides = { ours: [], reference: [] };
  const measured = await interleave(
    () => {
      const args = ['record', file, '-o', recording, '--format', 'parquet'];
      sides.ours.push(run(folder, '../../dist/cli/main.js', args));
    },
    () => {
      sides.reference.push(run(folder, 'copy-to-parquet.js', [file, copy]));
    },
    { repetitions: 5 },
  );
  const cpuRatio = median(sides.ours.map(({ cpu }, at) => cpu / sides.reference[at].cpu));
  const [peak, theirs] = [sides.ours, sides.reference].map((side) =>
    Math.max(...side.map((each) => each.peak)),
  );
  const { size } = statSync(file);
  const speed = Math.round(size / 1000 / measured.ours);
  return {
    ...ratioRow(TO_PARQUET, { ...measured, cpuRatio }),
    target: '<= 1 GB',
    met: peak <= MOST_MEMORY,
    peak,
    note: `${inMegabytes(size)} at ${speed} MB/s into ${inMegabytes(sizeOf(recording))}, peak ${inMegabytes(peak)}; reference into ${inMegabytes(statSync(copy).size)}, peak ${inMegabytes(theirs)}`,
  };
}

const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

const sizeOf = (folder) =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** From the recording's files to a loaded view, as a replay does it; the reference is the same recording in JSON lines. */
async function replayed(folder, file) {
  const name = 'Parquet recording to one view';
  const made = { parquet: join(folder, 'parquet'), jsonl: join(folder, 'jsonl') };
  for (const [format, out] of Object.entries(made))
    await record({ inputs: [file], out, format, slice: {}, malicious: [], redact: false });
  const engine = await Engine.open({ threads: 2 });
  try {
    const session = await engine.session();
    const view = tableViews('sentinel').find((each) => each.name === 'DeviceProcessEvents');
    const load = async (out) => {
      const recording = await loadRecording(out);
      try {
        const rows = rowsOf(view, recording.records);
        await session.load({ name: 'made', columns: view.columns, rows });
        return session.runSql(
          'SELECT FileName, count(*), max(TimeGenerated), min(ProcessCommandLine) FROM "made" GROUP BY 1',
        );
      } finally {
        recording.close();
      }
    };
    const measured = await interleave(
      () => load(made.parquet),
      () => load(made.jsonl),
      { repetitions: 5 },
    );
    const wrong = difference(measured.results.ours, measured.results.reference);
    if (wrong) return failed(name, wrong);
    const [ours, theirs] = [made.parquet, made.jsonl].map((out) => inMegabytes(sizeOf(out)));
    return {
      ...ratioRow(name, measured),
      note: `${ours}; reference: JSON lines in gzip, ${theirs}`,
    };
  } finally {
    engine.close();
  }
}
