// Cells of the S2 geometry: the six faces of a cube around the earth, each quartered up to thirty times.
import type { ScalarFunction } from './function.ts';
import { hashed, isPlace, placed, point, polygon, radians } from './geography.ts';

type Vector = readonly [number, number, number];

/** The face of the cube around the sphere that a direction goes through, and where, in [-1, 1]. */
function faceOf([x, y, z]: Vector): [number, number, number] {
  const [ax, ay, az] = [Math.abs(x), Math.abs(y), Math.abs(z)];
  if (ax > ay && ax > az) return x > 0 ? [0, y / x, z / x] : [3, z / x, y / x];
  if (ay > az) return y > 0 ? [1, -x / y, z / y] : [4, z / y, -x / y];
  return z > 0 ? [2, -x / z, -y / z] : [5, -y / z, -x / z];
}

/** The quadratic projection that makes cells of about equal size. */
const projected = (u: number): number =>
  u >= 0 ? 0.5 * Math.sqrt(1 + 3 * u) : 1 - 0.5 * Math.sqrt(1 - 3 * u);

const LEVELS = 30;
const coordinate = (u: number): number =>
  Math.max(0, Math.min(2 ** LEVELS - 1, Math.floor(2 ** LEVELS * projected(u))));

/** Where quarters lie along the Hilbert curve, by orientation and quarter (`2 * i + j`); and how each turns it. */
const PLACES: readonly (readonly number[])[] = [
  [0, 1, 3, 2],
  [0, 3, 1, 2],
  [2, 3, 1, 0],
  [2, 1, 3, 0],
];
const TURNS = [1, 0, 0, 3];

function cell(longitude: number, latitude: number, level: bigint): string | null {
  if (!isPlace(longitude, latitude) || level < 0n || level > BigInt(LEVELS)) return null;
  const [lon, lat] = [radians(longitude), radians(latitude)];
  const [face, u, v] = faceOf([
    Math.cos(lat) * Math.cos(lon),
    Math.cos(lat) * Math.sin(lon),
    Math.sin(lat),
  ]);
  const [i, j] = [coordinate(u), coordinate(v)];
  let id = BigInt(face);
  let turn = face & 1;
  for (let at = LEVELS - 1; at >= LEVELS - Number(level); at--) {
    const quarter = 2 * (Math.floor(i / 2 ** at) & 1) + (Math.floor(j / 2 ** at) & 1);
    const place = PLACES[turn]?.[quarter] ?? 0;
    id = id * 4n + BigInt(place);
    turn ^= TURNS[place] ?? 0;
  }
  const shift = 2n * (BigInt(LEVELS) - level);
  const whole = (id * 2n + 1n) << shift;
  return whole.toString(16).padStart(16, '0').replace(/0+$/, '');
}

interface Cell {
  readonly face: number;
  readonly level: number;
  /** Where its corner is among the cells of its level on its face. */
  readonly i: number;
  readonly j: number;
}

function cellOf(token: string): Cell | undefined {
  if (!/^[0-9a-f]{1,16}$/iu.test(token)) return undefined;
  const id = BigInt(`0x${token.padEnd(16, '0')}`);
  let unset = 0;
  while (unset <= 60 && ((id >> BigInt(unset)) & 1n) === 0n) unset++;
  const face = Number(id >> 61n);
  if (unset > 60 || unset % 2 === 1 || face > 5) return undefined;
  const level = LEVELS - unset / 2;
  let [i, j, turn] = [0, 0, face & 1];
  for (let at = LEVELS - 1; at >= LEVELS - level; at--) {
    const place = Number((id >> BigInt(2 * at + 1)) & 3n);
    const quarter = PLACES[turn]?.indexOf(place) ?? 0;
    [i, j] = [i * 2 + (quarter >> 1), j * 2 + (quarter & 1)];
    turn ^= TURNS[place] ?? 0;
  }
  return { face, level, i, j };
}

/** The inverse of `projected`, to [-1, 1]. */
const unprojected = (s: number): number =>
  s >= 0.5 ? (4 * s * s - 1) / 3 : (1 - 4 * (1 - s) * (1 - s)) / 3;

/** The direction through a face at a place: the inverse of `faceOf`. */
function direction(face: number, u: number, v: number): Vector {
  const all: readonly Vector[] = [
    [1, u, v],
    [-u, 1, v],
    [-u, -v, 1],
    [-1, -v, -u],
    [v, -1, -u],
    [v, u, -1],
  ];
  return all[face] ?? [0, 0, 0];
}

/** Longitude and latitude of a place in a cell, by parts of its sides. */
function placeIn({ face, level, i, j }: Cell, across: number, up: number): [number, number] {
  const [u, v] = [unprojected((i + across) / 2 ** level), unprojected((j + up) / 2 ** level)];
  const [x, y, z] = direction(face, u, v);
  const degrees = (angle: number): number => (angle * 180) / Math.PI;
  return [degrees(Math.atan2(y, x)), degrees(Math.atan2(z, Math.sqrt(x * x + y * y)))];
}

function center(token: string): string | null {
  const found = cellOf(token);
  return found ? point(...placeIn(found, 0.5, 0.5)) : null;
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
] as const;

function outline(token: string): string | null {
  const found = cellOf(token);
  return found ? polygon(CORNERS.map(([across, up]) => placeIn(found, across, up))) : null;
}

/** Along both sides by so many, in the order in which Kusto gives them. */
const AROUND = [
  [1, 1],
  [-1, -1],
  [1, -1],
  [0, -1],
  [0, 1],
  [1, 0],
  [-1, 0],
  [-1, 1],
] as const;

/** The cells around a cell, each once: fewer than eight at a corner of a face. */
function neighbors(token: string): string | null {
  const found = cellOf(token);
  if (!found) return null;
  const around = AROUND.flatMap(([across, up]) => {
    const place = placeIn(found, 0.5 + across, 0.5 + up);
    return cell(...place, BigInt(found.level)) ?? [];
  });
  return JSON.stringify([...new Set(around)].filter((each) => each !== token.toLowerCase()));
}

export const cells: readonly ScalarFunction[] = [
  placed('s2_token', 'args [longitude, latitude, level]: the token of an S2 cell', cell),
  hashed('s2_center', 'the middle of an S2 cell, by its token, as GeoJSON', center),
  hashed('s2_polygon', 'the outline of an S2 cell, by its token, as GeoJSON', outline),
  hashed('s2_neighbors', 'the tokens of the S2 cells around a cell, by its token', neighbors),
];
