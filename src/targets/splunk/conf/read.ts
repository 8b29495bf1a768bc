// Text to conf values. Tolerant, as splunkd is, but every tolerance is noted: an admin's file may hold anything.
import { span, type Diagnostic, type Outcome, type Source } from '../../../text/index.ts';
import { diagnose } from '../messages.ts';
import type { Conf, ConfSetting, ConfStanza } from './conf.ts';

/** One logical line: physical lines joined where a backslash ends them. Offsets are in the whole text. */
interface Logical {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly continued: boolean;
}

interface Open {
  readonly name: string;
  readonly comments: readonly string[];
  readonly settings: Map<string, ConfSetting>;
  readonly start: number;
  end: number;
}

/**
 * Reads one file. A stanza that comes twice is merged and a key that comes twice keeps its last value, both with a
 * warning, as are lines without `=`, white space after a backslash, and a continuation at the end of the file.
 */
export function readConf(source: Source): Outcome<Conf> {
  const diagnostics: Diagnostic[] = [];
  const stanzas = new Map<string, Open>();
  let current: Open | undefined;
  let comments: string[] = [];
  const open = (name: string, line: Logical): Open => {
    const known = stanzas.get(name);
    if (known) {
      diagnostics.push(diagnose('TSP1103', source, line, { stanza: name }));
      return known;
    }
    const made = { name, comments, settings: new Map(), start: line.start, end: line.end };
    stanzas.set(name, made);
    return made;
  };
  for (const line of logicalLines(source, diagnostics)) {
    const text = line.text.trim();
    if (text === '') continue;
    if (text.startsWith('#') || text.startsWith(';')) {
      comments.push(...text.split('\n').map((each) => each.replace(/^[#;]\s*/u, '').trimEnd()));
      continue;
    }
    if (!line.continued && text.startsWith('[') && text.endsWith(']')) {
      current = open(text.slice(1, -1), line);
    } else {
      current ??= open('', line);
      addSetting(current, line, source, diagnostics);
    }
    current.end = line.end;
    comments = [];
  }
  return { value: [...stanzas.values()].map(closed), diagnostics };
}

function closed({ name, comments, settings, start, end }: Open): ConfStanza {
  return { name, comments, settings: [...settings.values()], span: span(start, end) };
}

function addSetting(stanza: Open, line: Logical, source: Source, found: Diagnostic[]): void {
  const equals = line.text.indexOf('=');
  if (equals < 0) {
    found.push(diagnose('TSP1101', source, line, {}));
    return;
  }
  const key = line.text.slice(0, equals).trim();
  if (stanza.settings.has(key)) {
    found.push(diagnose('TSP1104', source, line, { key, stanza: stanza.name }));
  }
  const lead = line.text.length - line.text.trimStart().length;
  const setting = {
    key,
    value: line.text.slice(equals + 1).trim(),
    span: span(line.start + lead, line.end),
  };
  stanza.settings.set(key, setting);
}

function* logicalLines(source: Source, found: Diagnostic[]): Generator<Logical> {
  const { text } = source;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const start = at;
    const parts: string[] = [];
    for (;;) {
      const feed = text.indexOf('\n', at);
      const end = feed < 0 ? text.length : feed;
      const raw = text.slice(at, end);
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      const from = at;
      at = feed < 0 ? text.length : feed + 1;
      if (/\\[ \t]+$/u.test(line)) {
        found.push(diagnose('TSP1102', source, span(from, end), {}));
      }
      const continues = line.endsWith('\\');
      parts.push(continues ? line.slice(0, -1) : line);
      if (!continues) break;
      if (feed < 0 || at >= text.length) {
        found.push(diagnose('TSP1105', source, span(from, end), {}));
        break;
      }
    }
    const end = at > start && text[at - 1] === '\n' ? at - 1 : at;
    yield { text: parts.join('\n'), start, end, continued: parts.length > 1 };
  }
}
