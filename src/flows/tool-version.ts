// The version in package.json, which lies above both src/ and dist/.
import { readFileSync } from 'node:fs';

let known: string | undefined;

export function toolVersion(): string {
  if (known === undefined) {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    known = (JSON.parse(text) as { version: string }).version;
  }
  return known;
}
