// Draws the Splunk app's icons: a tactics board, on which a curved path leads from a ring to a cross.
// `node build/draw-icons.js` writes splunk_app/static/*.png; run it after a change here and commit what it wrote.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zlibSync } from 'fflate';

const folder = join(import.meta.dirname, '../splunk_app/static');
const TEAL = [26, 93, 87];
const WHITE = [255, 255, 255];
const SAMPLES = 4;

// Distances are in units of the icon's width, from 0 at the left and top to 1.
const line = (x1, y1, x2, y2) => (x, y) => {
  const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1));
};
const ring = (cx, cy, radius) => (x, y) => Math.abs(Math.hypot(x - cx, y - cy) - radius);
/** A quarter of a circle, the one to the left of and above its centre. */
const quarter = (cx, cy, radius) => {
  const circle = ring(cx, cy, radius);
  return (x, y) =>
    x <= cx && y <= cy
      ? circle(x, y)
      : Math.min(Math.hypot(x - cx, y - cy + radius), Math.hypot(x - cx + radius, y - cy));
};
const roundedSquare = (inset, radius) => (x, y) => {
  const reach = 0.5 - inset - radius;
  const dx = Math.max(0, Math.abs(x - 0.5) - reach);
  const dy = Math.max(0, Math.abs(y - 0.5) - reach);
  return Math.hypot(dx, dy) - radius;
};

const strokes = [
  ring(0.3, 0.72, 0.115),
  quarter(0.66, 0.6, 0.36),
  line(0.56, 0.14, 0.67, 0.24),
  line(0.56, 0.34, 0.67, 0.24),
  line(0.6, 0.6, 0.82, 0.82),
  line(0.82, 0.6, 0.6, 0.82),
];
const mark = (x, y) => Math.min(...strokes.map((distance) => distance(x, y))) - 0.045;
const board = roundedSquare(0.03, 0.16);

/** Colour and cover (0 to 1) of a point: the mark in white on a teal board, or in teal on nothing. */
const solid = (x, y) => (board(x, y) > 0 ? [TEAL, 0] : [mark(x, y) <= 0 ? WHITE : TEAL, 1]);
const bare = (x, y) => [TEAL, mark(x, y) <= 0 ? 1 : 0];

function pixels(size, paint) {
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      rows.set(average(size, row, column, paint), row * (1 + size * 4) + 1 + column * 4);
    }
  }
  return rows;
}

function average(size, row, column, paint) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES ** 2; i++) {
    const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / size;
    const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / size;
    const [colour, cover] = paint(x, y);
    colour.forEach((value, index) => (sum[index] += value * cover));
    sum[3] += cover;
  }
  const share = (value) => (sum[3] === 0 ? 0 : Math.round(value / sum[3]));
  return [share(sum[0]), share(sum[1]), share(sum[2]), Math.round((255 * sum[3]) / SAMPLES ** 2)];
}

function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

function png(size, paint) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.from(zlibSync(pixels(size, paint), { level: 9 }))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

mkdirSync(folder, { recursive: true });
for (const [name, size, paint] of [
  ['appIcon', 36, solid],
  ['appIcon_2x', 72, solid],
  ['appIconAlt', 36, bare],
  ['appIconAlt_2x', 72, bare],
]) {
  writeFileSync(join(folder, `${name}.png`), png(size, paint));
}
