// What a file takes while it is read, against one of a fifth of its size: the peak of memory must not grow with it.
import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { run } from './child.js';
import { failed } from './compare.js';

const USUAL_MEGABYTES = 400;
/** Both sizes are above what is held as a whole. */
const LEAST_MEGABYTES = 350;
const MOST_GROWTH = 1.5;
const PER_BLOCK = 1000;

const instant = (n) => `2026-01-01T00:${String(Math.floor(n / 60) % 60).padStart(2, '0')}:00Z`;
const command = (n) =>
  `cmd.exe /c "echo ${Math.imul(n, 2_654_435_761)} && type C:\\Users\\u${n}.txt"`;

const xml = (n) =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon'/><EventID>1</EventID><TimeCreated SystemTime='${instant(n)}'/><EventRecordID>${n}</EventRecordID><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>ws</Computer></System><EventData><Data Name='ProcessId'>${n}</Data><Data Name='CommandLine'>${command(n).replaceAll('&', '&amp;')}</Data></EventData></Event>\n`;
const row = (n) => `${instant(n)},ws,${n},"${command(n).replaceAll('"', '""')}\nsecond line"\n`;
const value = (n) => ({ time: instant(n), host: 'ws', n, command: command(n) });

/** What a file begins with, and its events. */
const kinds = [
  { name: 'event XML', head: '<Events>\n', unit: xml },
  { name: 'event XML in UTF-16', head: '\ufeff<Events>\n', unit: xml, encoding: 'utf16le' },
  { name: 'CSV', head: 'TimeGenerated,Computer,Number,CommandLine\n', unit: row },
  {
    name: 'JSON over lines',
    head: '[',
    unit: (n) => `${JSON.stringify(value(n), undefined, 2)},\n`,
  },
  { name: 'JSON lines', head: '', unit: (n) => `${JSON.stringify(value(n))}\n` },
  {
    name: 'JSON lines in gzip',
    head: '',
    unit: (n) => `${JSON.stringify(value(n))}\n`,
    packed: true,
  },
];

export async function benchMemory({ megabytes, show }) {
  const folder = mkdtempSync(join(tmpdir(), 'stratagem-bench-'));
  const large = Math.max(LEAST_MEGABYTES, megabytes || USUAL_MEGABYTES) * 1e6;
  try {
    const rows = [];
    for (const kind of kinds) {
      const row = await measured(folder, kind, large);
      show(row);
      rows.push(row);
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measured(folder, kind, large) {
  const name = `Memory: ${kind.name}`;
  const [small, whole] = [await read(folder, kind, large / 5), await read(folder, kind, large)];
  if (!(small.peak > 0)) return failed(name, 'no peak of memory was told');
  const ratio = whole.peak / small.peak;
  const tell = ({ bytes, peak }) => `peak ${inMegabytes(peak)} of a file of ${inMegabytes(bytes)}`;
  const rate = Math.round(large / 1000 / whole.cpu);
  const note = `${tell(whole)}, ${tell(small)}; ${rate} MB of text for a second of CPU`;
  return { name, ratio, target: `<= ${MOST_GROWTH}`, met: ratio <= MOST_GROWTH, note };
}

async function read(folder, kind, size) {
  const [plain, packed] = [join(folder, 'events'), join(folder, 'events.gz')];
  const events = generate(plain, kind, size);
  if (kind.packed)
    await pipeline(createReadStream(plain), createGzip({ level: 1 }), createWriteStream(packed));
  const path = kind.packed ? packed : plain;
  return { bytes: statSync(path).size, ...run(folder, 'read-records.js', [path, String(events)]) };
}

const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

/** Writes the same thousand events until there is as much text; answers how many that are. */
function generate(path, { head, unit, encoding = 'utf8' }, size) {
  const block = Buffer.from(
    Array.from({ length: PER_BLOCK }, (_, n) => unit(n)).join(''),
    encoding,
  );
  const file = openSync(path, 'w');
  try {
    writeSync(file, Buffer.from(head, encoding));
    let events = 0;
    for (let written = 0; written < size; written += block.length, events += PER_BLOCK)
      writeSync(file, block);
    return events;
  } finally {
    closeSync(file);
  }
}
