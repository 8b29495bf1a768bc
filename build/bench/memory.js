// What a file takes while it is read, against one of a fifth of its size: the peak of memory must not grow with it.
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from './child.js';
import { failed } from './compare.js';

const USUAL_MEGABYTES = 400;
/** Both sizes are above what is held as a whole. */
const LEAST_MEGABYTES = 350;
const MOST_GROWTH = 1.25;
const PER_BLOCK = 1000;

const instant = (n) => `2026-01-01T00:${String(Math.floor(n / 60) % 60).padStart(2, '0')}:00Z`;
const command = (n) =>
  `cmd.exe /c "echo ${Math.imul(n, 2_654_435_761)} && type C:\\Users\\u${n}.txt"`;

const xml = (n) =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon'/><EventID>1</EventID><TimeCreated SystemTime='${instant(n)}'/><EventRecordID>${n}</EventRecordID><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>ws</Computer></System><EventData><Data Name='ProcessId'>${n}</Data><Data Name='CommandLine'>${command(n).replaceAll('&', '&amp;')}</Data></EventData></Event>\n`;
const row = (n) => `${instant(n)},ws,${n},"${command(n).replaceAll('"', '""')}\nsecond line"\n`;
const value = (n) => ({ time: instant(n), host: 'ws', n, command: command(n) });

/** What a file begins with, its events, and how its bytes come of the text of a thousand. */
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

export function benchMemory({ megabytes, show }) {
  const folder = mkdtempSync(join(tmpdir(), 'stratagem-bench-'));
  const large = Math.max(LEAST_MEGABYTES, megabytes || USUAL_MEGABYTES) * 1e6;
  try {
    return kinds.map((kind) => {
      const row = measured(folder, kind, large);
      show(row);
      return row;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measured(folder, kind, large) {
  const name = `Memory: ${kind.name}`;
  const [small, whole] = [large / 5, large].map((size) => {
    const path = join(folder, 'events');
    const events = generate(path, kind, size);
    const bytes = statSync(path).size;
    return { bytes, ...run(folder, 'read-records.js', [path, String(events)]) };
  });
  if (!(small.peak > 0)) return failed(name, 'no peak of memory was told');
  const ratio = whole.peak / small.peak;
  const tell = ({ bytes, peak }) => `peak ${inMegabytes(peak)} of a file of ${inMegabytes(bytes)}`;
  const rate = Math.round(large / 1000 / whole.cpu);
  const note = `${tell(whole)}, ${tell(small)}; ${rate} MB of text for a second of CPU`;
  return { name, ratio, target: `<= ${MOST_GROWTH}`, met: ratio <= MOST_GROWTH, note };
}

const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

/** Writes the same thousand events until there is as much text; answers how many that are. */
function generate(path, { head, unit, encoding = 'utf8', packed }, size) {
  const bytesOf = (text) => {
    const bytes = Buffer.from(text, encoding);
    return { length: bytes.length, bytes: packed ? gzipSync(bytes) : bytes };
  };
  const block = bytesOf(Array.from({ length: PER_BLOCK }, (_, n) => unit(n)).join(''));
  const file = openSync(path, 'w');
  try {
    writeSync(file, bytesOf(head).bytes);
    let events = 0;
    for (let written = 0; written < size; written += block.length, events += PER_BLOCK)
      writeSync(file, block.bytes);
    return events;
  } finally {
    closeSync(file);
  }
}
