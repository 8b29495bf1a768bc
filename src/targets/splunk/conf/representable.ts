// What a .conf file cannot hold. There are no escapes in the format, so the writer refuses and names the reason.

/** Why a reader might not give this value back, and what the author can do; undefined when every reader will. */
export interface ConfProblem {
  /** Completes "the value ...": `ends in a backslash, which ...`. */
  readonly reason: string;
  readonly remedy: string;
  /** Offset in the value of the character meant. */
  readonly at: number;
}

/** Checks a value against what Splunk and the readers around it agree on. */
export function valueProblem(value: string): ConfProblem | undefined {
  const character = forbiddenCharacter(value);
  if (character) return character;
  if (value !== value.trim()) return outerSpace(value);
  let at = 0;
  const lines = value.split('\n');
  for (const [index, line] of lines.entries()) {
    const problem = lineProblem(line, index, lines.length);
    if (problem) return { ...problem, at: at + problem.at };
    at += line.length + 1;
  }
  return undefined;
}

/** Checks a key: what stands before the first `=`. */
export function keyProblem(key: string): string | undefined {
  if (key === '' || key !== key.trim()) return 'is empty or has white space around it';
  if (/[=\r\n\0\\\u2028\u2029]/u.test(key)) return 'holds `=`, a backslash or a line end';
  if (/^[#;[*\uFEFF]/u.test(key)) return 'begins like a comment or a header';
  return key.isWellFormed() ? undefined : 'holds half of a surrogate pair';
}

/** Checks the name between the brackets of a header; the empty name stands for settings before any header. */
export function stanzaProblem(name: string): string | undefined {
  if (name === '') return undefined;
  if (name !== name.trim()) return 'has white space around it';
  if (/[\r\n\0\u2028\u2029]/u.test(name)) return 'holds a line end';
  if (/[[\]]/u.test(name)) return 'holds a square bracket';
  if (name.endsWith('\\')) return 'ends in a backslash';
  return name.isWellFormed() ? undefined : 'holds half of a surrogate pair';
}

/** Checks a comment line, without its `#`. */
export function commentProblem(comment: string): string | undefined {
  if (/[\r\n\0]/u.test(comment)) return 'holds a line end';
  if (comment.endsWith('\\')) return 'ends in a backslash, which would swallow the next line';
  if (comment !== comment.trim()) return 'has white space around it';
  return comment.isWellFormed() ? undefined : 'holds half of a surrogate pair';
}

function forbiddenCharacter(value: string): ConfProblem | undefined {
  const at = value.search(/[\r\0]/u);
  if (at >= 0) {
    const reason = value[at] === '\r' ? 'holds a carriage return' : 'holds a NUL character';
    return { reason, remedy: 'end lines with a line feed alone', at };
  }
  if (value.isWellFormed()) return undefined;
  const half = value.search(/\p{Surrogate}/u);
  return { reason: 'holds half of a surrogate pair', remedy: 'remove the character', at: half };
}

function outerSpace(value: string): ConfProblem {
  const at = value.trimStart() === value ? value.trimEnd().length : 0;
  return {
    reason: 'begins or ends in white space, which readers drop',
    remedy: 'trim the value, or put it in quotes where the setting allows them',
    at,
  };
}

function lineProblem(line: string, index: number, count: number): ConfProblem | undefined {
  if (line.endsWith('\\')) {
    const last = index === count - 1;
    return {
      reason: last
        ? 'ends in a backslash, which would swallow the next setting'
        : 'has a line that ends in a backslash, which readers take in different ways',
      remedy: last ? 'put the last word in quotes' : 'put the next word on the same line',
      at: line.length - 1,
    };
  }
  if (index === 0) return undefined;
  const start = line.length - line.trimStart().length;
  const text = line.trim();
  if (/^[#;*]/u.test(text)) {
    return {
      reason: `has a line that begins with \`${text.charAt(0)}\`, a comment to some readers`,
      remedy: 'join the line with the one before it',
      at: start,
    };
  }
  if (text.startsWith('[') && text.endsWith(']')) {
    return {
      reason: 'has a line that looks like a stanza header',
      remedy: 'join the line with the one before it',
      at: start,
    };
  }
  return undefined;
}
