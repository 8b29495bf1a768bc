// Name-based identifiers (RFC 9562, version 5): the same name gives the same UUID on every machine and in every build.
import { createHash } from 'node:crypto';

/** The namespace of everything this tool names. Changing it would duplicate every deployed rule. */
const NAMESPACE = '6f0c1b52-3a58-4d0e-9b7a-5b1f6f3c2d14';

/** UUIDv5 of `name` in `namespace`, in lower case with hyphens. */
export function uuid5(name: string, namespace: string = NAMESPACE): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
