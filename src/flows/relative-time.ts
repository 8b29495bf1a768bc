// A stanza's dispatch times against the replay's clock.
import { moveTime } from '../plan/index.ts';
import { UsageError } from './pack-folder.ts';

/**
 * Epoch seconds of `-8d@d`, `now`, `0` or epoch seconds; undefined where nothing bounds the time.
 * @throws UsageError for a time that is none, which a package of another tool may hold.
 */
export function relativeTime(text: string | undefined, now: number): number | undefined {
  if (text === undefined || text === '' || text === '0') return undefined;
  if (text === 'now') return now;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const moved = moveTime(now, text, 'UTC');
  if (moved === null) throw new UsageError(`the time \`${text}\` of a saved search cannot be read`);
  return moved;
}
