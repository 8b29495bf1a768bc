// Shapes on the earth, taken as a sphere: circles, lines, and polygons. Edges are the shortest ways between corners.
import { define, type ScalarFunction } from './function.ts';
import { distance, isPlace, radians } from './geography.ts';

type Vector = readonly [number, number, number];
type Ring = readonly Vector[];
type Place = readonly [longitude: number, latitude: number];

function inCircle(
  longitude: number,
  latitude: number,
  centerLongitude: number,
  centerLatitude: number,
  radius: number,
): boolean | null {
  const way = distance(longitude, latitude, centerLongitude, centerLatitude);
  return way === null || !(radius >= 0) ? null : way <= radius;
}

const vector = (longitude: number, latitude: number): Vector => {
  const [lon, lat] = [radians(longitude), radians(latitude)];
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
};

/** Longitudes and latitudes of a list, if all are right and there are at least so many. */
function placesOf(found: unknown, least: number): Place[] | undefined {
  if (!Array.isArray(found) || found.length < least) return undefined;
  const places = found.flatMap((each: unknown): Place[] =>
    Array.isArray(each) &&
    typeof each[0] === 'number' &&
    typeof each[1] === 'number' &&
    isPlace(each[0], each[1])
      ? [[each[0], each[1]]]
      : [],
  );
  return places.length === found.length ? places : undefined;
}

/** The corners of a closed ring, each once. */
function ringOf(found: unknown): Ring | undefined {
  const [first, ...more] = placesOf(found, 4) ?? [];
  const last = more[more.length - 1];
  if (!first || first[0] !== last?.[0] || first[1] !== last[1]) return undefined;
  return more.map((each) => vector(...each));
}

/** The coordinates of the members of a GeoJSON value of this type, one unless it is of several. */
function membersOf(json: string, type: string): readonly unknown[] | undefined {
  let shape: unknown;
  try {
    shape = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (typeof shape !== 'object' || shape === null) return undefined;
  const found = shape as { type?: unknown; coordinates?: unknown };
  if (found.type === type) return [found.coordinates];
  const several = found.type === `Multi${type}` && Array.isArray(found.coordinates);
  return several ? (found.coordinates as readonly unknown[]) : undefined;
}

/** The length of all lines of a GeoJSON value; a piece that is in several counts once. */
function lineLength(json: string): number | null {
  const lines = membersOf(json, 'LineString')?.map((each) => placesOf(each, 2));
  if (!lines || lines.length === 0) return null;
  const pieces = new Map<string, number>();
  for (const line of lines) {
    if (!line) return null;
    line.forEach((to, at) => {
      const from = line[at - 1];
      if (from) pieces.set(String([from, to].sort(byPlace)), distance(...from, ...to) ?? 0);
    });
  }
  return [...pieces.values()].reduce((sum, each) => sum + each, 0);
}

const byPlace = (a: Place, b: Place): number => a[0] - b[0] || a[1] - b[1];

/** The polygons of a GeoJSON value, each a list of rings: its outline, and holes. */
function polygonsOf(json: string): readonly (readonly Ring[])[] | undefined {
  const lists = membersOf(json, 'Polygon');
  if (!lists) return undefined;
  const polygons: Ring[][] = [];
  for (const list of lists) {
    if (!Array.isArray(list) || list.length === 0) return undefined;
    const rings = list.flatMap((each: unknown) => {
      const ring = ringOf(each);
      return ring ? [ring] : [];
    });
    if (rings.length < list.length) return undefined;
    polygons.push(rings);
  }
  return polygons;
}

/** On which side of the way from one place to another a third one is. */
const side = (a: Vector, b: Vector, c: Vector): number =>
  (a[1] * b[2] - a[2] * b[1]) * c[0] +
  (a[2] * b[0] - a[0] * b[2]) * c[1] +
  (a[0] * b[1] - a[1] * b[0]) * c[2];

/** Whether the shortest ways from `a` to `b` and from `c` to `d` cross. */
function cross(a: Vector, b: Vector, c: Vector, d: Vector): boolean {
  const sign = side(a, b, c) >= 0;
  return side(a, b, d) >= 0 !== sign && side(c, d, b) >= 0 === sign && side(c, d, a) >= 0 !== sign;
}

/** A place surely outside: opposite to the middle of the outline, which encloses at most half of the earth. */
function outside(ring: Ring): Vector {
  const sum = [0, 1, 2].map((axis) => ring.reduce((total, each) => total - (each[axis] ?? 0), 0));
  const length = Math.hypot(...sum) || 1;
  return [(sum[0] ?? 0) / length, (sum[1] ?? 0) / length, (sum[2] ?? 0) / length];
}

/** Within is from where the way to what is outside crosses the rings an odd number of times; it is gone in two parts. */
function within(place: Vector, rings: readonly Ring[]): boolean {
  const [shell = []] = rings;
  const far = outside(shell);
  const middle = halfway(place, far);
  const ways: readonly (readonly [Vector, Vector])[] = [
    [place, middle],
    [middle, far],
  ];
  let inside = false;
  for (const ring of rings) {
    ring.forEach((to, at) => {
      const from = ring[at === 0 ? ring.length - 1 : at - 1] ?? to;
      for (const [a, b] of ways) if (cross(a, b, from, to)) inside = !inside;
    });
  }
  return inside;
}

/** A place between two, aside of the straight way where they are opposite to each other. */
function halfway(a: Vector, b: Vector): Vector {
  const aside: Vector = [-0.013 * a[1] + 0.007 * a[2], 0.013 * a[0], -0.007 * a[0]];
  const sum = [a[0] + b[0] + aside[0], a[1] + b[1] + aside[1], a[2] + b[2] + aside[2]];
  const length = Math.hypot(...sum) || 1;
  return [(sum[0] ?? 0) / length, (sum[1] ?? 0) / length, (sum[2] ?? 0) / length];
}

function inPolygon(longitude: number, latitude: number, json: string): boolean | null {
  const polygons = polygonsOf(json);
  if (!polygons || !isPlace(longitude, latitude)) return null;
  const place = vector(longitude, latitude);
  return polygons.some((rings) => within(place, rings));
}

export const areas: readonly ScalarFunction[] = [
  define({
    name: 'geo_in_circle',
    takes: ['real', 'real', 'real', 'real', 'real'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'args [longitude, latitude, those of the middle, meters]',
    evaluate: inCircle,
  }),
  define({
    name: 'geo_in_polygon',
    takes: ['real', 'real', 'dynamic'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'args [longitude, latitude, polygon as GeoJSON]',
    evaluate: inPolygon,
  }),
  define({
    name: 'geo_line_length',
    takes: ['dynamic'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the meters of lines as GeoJSON',
    evaluate: lineLength,
  }),
];
