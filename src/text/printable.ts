// Text of strangers on a terminal: nothing in it may move the cursor, colour the screen or turn the direction of writing.

const CONTROLS = /[\p{Cc}\p{Bidi_Control}]/gu;

/** The text with control characters shown as their pictures, one for one; line breaks (`\n`) and tabs stay. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) => {
    if (character === '\n' || character === '\t') return character;
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\uFFFD';
  });
}
