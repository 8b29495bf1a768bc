// Places on the earth, taken as a sphere: distances, geohashes, cells of the S2 geometry.
import { define, type ScalarFunction } from './function.ts';

/** Mean radius in meters, as the S2 geometry has it. */
const RADIUS = 6_371_010;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

const isPlace = (longitude: number, latitude: number): boolean =>
  Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;

/** The shortest way over the sphere, in meters. */
function distance(lon1: number, lat1: number, lon2: number, lat2: number): number | null {
  if (!isPlace(lon1, lat1) || !isPlace(lon2, lat2)) return null;
  const [a, b] = [radians(lat1), radians(lat2)];
  const h =
    Math.sin((b - a) / 2) ** 2 +
    Math.cos(a) * Math.cos(b) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Radians east of north at the first place, toward the second; null where no one way is the shortest. */
function azimuth(lon1: number, lat1: number, lon2: number, lat2: number): number | null {
  const way = distance(lon1, lat1, lon2, lat2);
  if (way === null || way === 0 || way >= RADIUS * Math.PI - 1e-3) return null;
  const [a, b, across] = [radians(lat1), radians(lat2), radians(lon2 - lon1)];
  const angle = Math.atan2(
    Math.sin(across) * Math.cos(b),
    Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(across),
  );
  return (angle + 2 * Math.PI) % (2 * Math.PI);
}

const SIGNS = '0123456789bcdefghjkmnpqrstuvwxyz';

function geohash(longitude: number, latitude: number, accuracy: bigint): string | null {
  if (!isPlace(longitude, latitude) || accuracy < 1n || accuracy > 18n) return null;
  const ranges: [number, number][] = [
    [-180, 180],
    [-90, 90],
  ];
  let hash = '';
  for (let bit = 0, value = 0; hash.length < Number(accuracy); bit++) {
    const range = ranges[bit % 2] ?? [0, 0];
    const middle = (range[0] + range[1]) / 2;
    const upper = (bit % 2 === 0 ? longitude : latitude) >= middle;
    range[upper ? 0 : 1] = middle;
    value = value * 2 + (upper ? 1 : 0);
    if (bit % 5 === 4) {
      hash += SIGNS[value] ?? '';
      value = 0;
    }
  }
  return hash;
}

interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

function boxOf(hash: string): Box | undefined {
  if (hash.length === 0 || hash.length > 18) return undefined;
  const ranges: [number, number][] = [
    [-180, 180],
    [-90, 90],
  ];
  let bit = 0;
  for (const sign of hash.toLowerCase()) {
    const value = SIGNS.indexOf(sign);
    if (value < 0) return undefined;
    for (let at = 4; at >= 0; at--, bit++) {
      const range = ranges[bit % 2] ?? [0, 0];
      range[(value >> at) & 1 ? 0 : 1] = (range[0] + range[1]) / 2;
    }
  }
  const [[west, east], [south, north]] = ranges as [[number, number], [number, number]];
  return { west, east, south, north };
}

const point = (longitude: number, latitude: number): string =>
  `{"type":"Point","coordinates":[${String(longitude)},${String(latitude)}]}`;

function hashCenter(hash: string): string | null {
  const box = boxOf(hash);
  return box ? point((box.west + box.east) / 2, (box.south + box.north) / 2) : null;
}

function hashPolygon(hash: string): string | null {
  const box = boxOf(hash);
  if (!box) return null;
  const ring = [
    [box.west, box.south],
    [box.east, box.south],
    [box.east, box.north],
    [box.west, box.north],
    [box.west, box.south],
  ];
  return `{"type":"Polygon","coordinates":[${JSON.stringify(ring)}]}`;
}

/** The face of the cube around the sphere that a direction goes through, and where, in [-1, 1]. */
function faceOf([x, y, z]: readonly [number, number, number]): [number, number, number] {
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

const four = (
  name: string,
  meaning: string,
  evaluate: (a: number, b: number, c: number, d: number) => number | null,
): ScalarFunction =>
  define({
    name,
    takes: ['real', 'real', 'real', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning,
    evaluate,
  });

const placed = (
  name: string,
  meaning: string,
  evaluate: (longitude: number, latitude: number, depth: bigint) => string | null,
): ScalarFunction =>
  define({
    name,
    takes: ['real', 'real', 'long'],
    returns: 'string',
    nulls: 'propagate',
    meaning,
    evaluate,
  });

export const geography: readonly ScalarFunction[] = [
  four('geo_distance', 'args [longitude, latitude, longitude, latitude]: meters', distance),
  four('geo_azimuth', 'args [longitude, latitude, longitude, latitude]: radians', azimuth),
  placed('geohash', 'args [longitude, latitude, length]: a geohash', geohash),
  placed('s2_token', 'args [longitude, latitude, level]: the token of an S2 cell', cell),
  define({
    name: 'geohash_center',
    takes: ['string'],
    returns: 'dynamic',
    nulls: 'propagate',
    meaning: 'the middle of a geohash as GeoJSON',
    evaluate: hashCenter,
  }),
  define({
    name: 'geohash_polygon',
    takes: ['string'],
    returns: 'dynamic',
    nulls: 'propagate',
    meaning: 'the outline of a geohash as GeoJSON',
    evaluate: hashPolygon,
  }),
];
