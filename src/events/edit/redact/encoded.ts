// Text inside text: Base64 (as PowerShell's -EncodedCommand), hexadecimal (as binary data of events), percent signs (URLs).

/** Longer pieces are left as they are. */
const LONGEST = 4 * 1024 * 1024;

interface Decoded {
  readonly text: string;
  readonly encode: (text: string) => string;
}

interface Code {
  readonly pieces: RegExp;
  readonly decode: (piece: string) => Decoded | undefined;
}

const codes: readonly Code[] = [
  {
    pieces: /(?<![0-9A-Za-z+/=])[0-9A-Za-z+/]{16,}={0,2}(?![0-9A-Za-z+/=])/g,
    decode: (piece) =>
      piece.replace(/=+$/, '').length % 4 === 1 ? undefined : ofBytes(piece, 'base64'),
  },
  {
    pieces: /(?<![0-9A-Za-z])(?:0x)?(?:[0-9A-Fa-f]{2}){6,}(?![0-9A-Za-z])/g,
    decode: (piece) => ofBytes(piece, 'hex'),
  },
  {
    pieces: /[\w.~!*'()+%-]+/g,
    decode: ofPercent,
  },
];

/** The text with `change` made to what is encoded in it; pieces that it leaves alone keep their spelling. */
export function changeEncoded(text: string, change: (text: string) => string): string {
  let made = text;
  for (const { pieces, decode } of codes) {
    made = made.replace(pieces, (piece: string) => {
      const decoded = piece.length > LONGEST ? undefined : decode(piece);
      if (!decoded) return piece;
      const changed = change(decoded.text);
      return changed === decoded.text ? piece : decoded.encode(changed);
    });
  }
  return made;
}

/** The texts that are encoded in a text. */
export function encodedIn(text: string): string[] {
  const found: string[] = [];
  changeEncoded(text, (inner) => {
    found.push(inner);
    return inner;
  });
  return found;
}

function ofBytes(piece: string, code: 'base64' | 'hex'): Decoded | undefined {
  const prefix = code === 'hex' && piece.startsWith('0x') ? '0x' : '';
  const body = piece.slice(prefix.length);
  const bytes = Buffer.from(body, code);
  const charset = charsetOf(bytes);
  if (!charset) return undefined;
  const isUpper = code === 'hex' && body === body.toUpperCase();
  return {
    text: bytes.toString(charset),
    encode: (text) => {
      const encoded = Buffer.from(text, charset).toString(code);
      return prefix + (isUpper ? encoded.toUpperCase() : encoded);
    },
  };
}

/** What text the bytes are, if they are any: UTF-16 of mostly Western letters, or printable UTF-8. */
function charsetOf(bytes: Buffer): 'utf16le' | 'utf8' | undefined {
  let zeros = 0;
  for (let at = 1; at < bytes.length; at += 2) if (bytes[at] === 0) zeros += 1;
  if (bytes.length % 2 === 0 && zeros > bytes.length / 3) return 'utf16le';
  const text = bytes.toString('utf8');
  // eslint-disable-next-line no-control-regex -- control characters are what no text has
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) ? undefined : 'utf8';
}

function ofPercent(piece: string): Decoded | undefined {
  if (!/%[0-9A-Fa-f]{2}/.test(piece)) return undefined;
  try {
    return { text: decodeURIComponent(piece), encode: encodeURIComponent };
  } catch {
    return undefined;
  }
}
