// Text that is parsed while lowering: a template whose placeholders are filled in, the search of an event type.
import { span, type Span } from '../text/index.ts';
import { grammar } from './commands/index.ts';
import type { Context } from './commands/command.ts';
import type { SplEnvironment } from './environment.ts';
import { readExpression } from './eval-parser.ts';
import { expand } from './macros.ts';
import { evaluateMacroText } from './macro-value.ts';
import type { Report } from './messages.ts';
import { parse, readSubsearch } from './parser.ts';
import { Abandon, fail, skipBlanks, type Reader } from './reader.ts';
import { readSearch } from './search-parser.ts';

type Parsers = Pick<Context, 'parsePipeline' | 'parseSearch' | 'parseExpression'>;

/** Parsers whose findings all point at the place that the text came from. */
export function parsePart(environment: SplEnvironment, report: Report): Parsers {
  return {
    parsePipeline: (text, at) =>
      checked(report, at, (inner) =>
        parse(expanded(text, environment, inner, at), { grammar, commandFirst: true }, inner),
      ),
    parseSearch: (text, at) =>
      checked(report, at, (inner) =>
        whole(text, inner, (reader) => readSearch(reader, { subsearch, stop: [] })),
      ),
    parseExpression: (text, at) =>
      checked(report, at, (inner) =>
        whole(text, inner, (reader) => readExpression(reader, subsearch)),
      ),
  };
}

const subsearch = (reader: Reader): ReturnType<typeof readSubsearch> =>
  readSubsearch(reader, { grammar });

/** The tree, unless anything was wrong with the text. */
function checked<T>(
  report: Report,
  at: Span,
  read: (report: Report) => T | undefined,
): T | undefined {
  const errors: string[] = [];
  const found = read((code, message, _, more) => {
    if ((more?.severity ?? 'error') === 'error') errors.push(code);
    report(code, message, at, more);
  });
  return errors.length > 0 ? undefined : found;
}

function whole<T>(text: string, report: Report, read: (reader: Reader) => T): T | undefined {
  const reader: Reader = { text, at: 0, report, depth: 0 };
  try {
    const found = read(reader);
    skipBlanks(reader);
    if (reader.at < text.length) fail(reader, 'the end');
    return found;
  } catch (thrown) {
    if (thrown instanceof Abandon) return undefined;
    throw thrown;
  }
}

/** `map` runs its text as a search of its own, macros and all. */
function expanded(text: string, environment: SplEnvironment, report: Report, at: Span): string {
  const { macros, knowledge } = environment;
  const { expansion, diagnostics } = expand(
    { name: '', text },
    {
      macros: (key) => macros.get(key) ?? knowledge?.macro(key),
      known: () => [...macros.keys(), ...(knowledge?.macroNames() ?? [])],
      evaluate: (inner) => evaluateMacroText(inner, environment),
    },
  );
  for (const each of diagnostics) {
    report('SPL1101', each.message, span(at.start, at.end), {
      severity: each.severity,
      ...(each.remedy !== undefined && { remedy: each.remedy }),
    });
  }
  return expansion.mapped.text;
}
