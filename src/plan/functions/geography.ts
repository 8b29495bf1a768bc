// Places on the earth, taken as a sphere: distances and geohashes.
import { define, type ScalarFunction } from './function.ts';

/** Mean radius in meters, as the S2 geometry has it. */
const RADIUS = 6_371_010;
export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

export const isPlace = (longitude: number, latitude: number): boolean =>
  Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;

/** The shortest way over the sphere, in meters. */
export function distance(lon1: number, lat1: number, lon2: number, lat2: number): number | null {
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

export const point = (longitude: number, latitude: number): string =>
  `{"type":"Point","coordinates":[${String(longitude)},${String(latitude)}]}`;

function hashCenter(hash: string): string | null {
  const box = boxOf(hash);
  return box ? point((box.west + box.east) / 2, (box.south + box.north) / 2) : null;
}

export const polygon = (ring: readonly (readonly number[])[]): string =>
  `{"type":"Polygon","coordinates":[${JSON.stringify(ring)}]}`;

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
  return polygon(ring);
}

/** The eight around a geohash, fewer at a pole. */
function hashNeighbors(hash: string): string | null {
  const box = boxOf(hash);
  if (!box) return null;
  const [width, height] = [box.east - box.west, box.north - box.south];
  const [x, y] = [(box.west + box.east) / 2, (box.south + box.north) / 2];
  const found = AROUND.flatMap(([across, up]) => {
    const longitude = ((x + across * width + 540) % 360) - 180;
    return geohash(longitude, y + up * height, BigInt(hash.length)) ?? [];
  });
  return JSON.stringify(found);
}

/** East and north by so many, in the order in which Kusto gives them. */
const AROUND = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [0, 1],
  [-1, 0],
  [1, 1],
  [1, 0],
  [0, -1],
] as const;

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

export const placed = (
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

export const hashed = (
  name: string,
  meaning: string,
  evaluate: (hash: string) => string | null,
): ScalarFunction =>
  define({ name, takes: ['string'], returns: 'dynamic', nulls: 'propagate', meaning, evaluate });

export const geography: readonly ScalarFunction[] = [
  four('geo_distance', 'args [longitude, latitude, longitude, latitude]: meters', distance),
  four('geo_azimuth', 'args [longitude, latitude, longitude, latitude]: radians', azimuth),
  placed('geohash', 'args [longitude, latitude, length]: a geohash', geohash),
  hashed('geohash_center', 'the middle of a geohash as GeoJSON', hashCenter),
  hashed('geohash_polygon', 'the outline of a geohash as GeoJSON', hashPolygon),
  hashed('geohash_neighbors', 'the geohashes around a geohash', hashNeighbors),
];
