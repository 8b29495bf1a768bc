// Compressed bytes as base64, and identifiers as base64 of their sixteen bytes.
import { gunzipSync, inflateSync } from 'node:zlib';
import { define, type ScalarFunction } from './function.ts';

const MOST_BYTES = 16_000_000;

function bytesOf(base64: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined;
  return Buffer.from(base64, 'base64');
}

const text = new TextDecoder('utf-8', { fatal: true });

/** The bytes unpacked, if they are UTF-8 text of bounded size. */
const unpacked =
  (unpack: typeof inflateSync) =>
  (base64: string): string | null => {
    const packed = bytesOf(base64);
    if (!packed || packed.length === 0) return null;
    try {
      return text.decode(unpack(packed, { maxOutputLength: MOST_BYTES }));
    } catch {
      return null;
    }
  };

/** The first three groups of an identifier are stored with their lowest byte first. */
const SWAPPED = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

function guidOf(base64: string): string | null {
  const bytes = bytesOf(base64);
  if (bytes?.length !== 16) return null;
  const hex = SWAPPED.map((at) => (bytes[at] ?? 0).toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

function base64OfGuid(guid: string): string | null {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) return null;
  return Buffer.from(SWAPPED.map((at) => bytes[at] ?? 0)).toString('base64');
}

export const compressed: readonly ScalarFunction[] = [
  define({
    name: 'zlib_text',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the text that base64 of a zlib stream holds; null of anything else',
    evaluate: unpacked(inflateSync),
  }),
  define({
    name: 'gzip_text',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the text that base64 of a gzip stream holds; null of anything else',
    evaluate: unpacked(gunzipSync),
  }),
  define({
    name: 'base64_guid',
    takes: ['string'],
    returns: 'guid',
    nulls: 'propagate',
    meaning: 'the identifier whose sixteen bytes the base64 holds; null of anything else',
    evaluate: guidOf,
  }),
  define({
    name: 'base64_of_guid',
    takes: ['guid'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'base64 of the sixteen bytes of an identifier',
    evaluate: base64OfGuid,
  }),
];
