// Fixes as the checks write them: words in place of other words.
import type { Fix, Span } from '../../text/index.ts';

/** These words instead of those at the place. */
export const instead = (span: Span, text: string): Fix => ({
  title: `write \`${text}\``,
  edits: [{ span, text }],
});

/** Without the words at the place. */
export const leavingOut = (span: Span, what: string): Fix => ({
  title: `leave out ${what}`,
  edits: [{ span, text: '' }],
});
