// The binder's findings in our words: its code is kept, an unknown name gets proposals.
import { nearest, type Diagnostic, type Source, type Span } from '../../text/index.ts';
import type { KustoDiagnostic } from './nodes.ts';

/** What could have been meant. Asked only when a name is unknown. */
export interface Known {
  readonly tables: () => readonly string[];
  readonly columns: () => readonly string[];
}

const UNKNOWN_TABLE = 'KS204';
const UNKNOWN_NAME = 'KS142';
const UNKNOWN_FUNCTION = 'KS211';

/**
 * - `KQL1001`: the text is not KQL (the parser's codes below KS100).
 * - `KQL1004`: an unknown table, `KQL1005`: an unknown column or variable, `KQL1006`: an unknown function.
 * - `KQL1003`: any other finding of the binder.
 */
export function explain(
  found: KustoDiagnostic,
  source: Source,
  span: Span,
  known: Known,
): Diagnostic {
  const severity = found.Severity === 'Error' ? 'error' : 'warning';
  const name = source.text.slice(span.start, span.end).replace(/^\['?"?|"?'?\]$/g, '');
  const base = { source, span, severity } as const;
  const plain = `${found.Message.replace(/\.$/, '')} (${found.Code})`;
  if (found.Code === UNKNOWN_TABLE) {
    const message = `unknown table \`${name}\` (${found.Code})`;
    return { ...base, code: 'KQL1004', message, remedy: proposal(name, known.tables()) };
  }
  if (found.Code === UNKNOWN_NAME) {
    const columns = known.columns();
    const hints = [proposal(name, columns), inBag(name, columns)].filter(
      (each) => each !== undefined,
    );
    const message = `unknown column \`${name}\` (${found.Code})`;
    return {
      ...base,
      code: 'KQL1005',
      message,
      remedy: hints.length > 0 ? hints.join('; ') : undefined,
    };
  }
  if (found.Code === UNKNOWN_FUNCTION) {
    return { ...base, code: 'KQL1006', message: `unknown function \`${name}\` (${found.Code})` };
  }
  const syntax = /^KS0\d\d$/.test(found.Code);
  return { ...base, code: syntax ? 'KQL1001' : 'KQL1003', message: plain };
}

function proposal(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, known);
  return near.length > 0
    ? `did you mean ${near.map((each) => `\`${each}\``).join(' or ')}?`
    : undefined;
}

/** Columns that hold the fields which have no column of their own, as the products lay out their tables. */
const BAGS = [
  'EventData',
  'AdditionalFields',
  'RawEventData',
  'AdditionalData',
  'ExtendedProperties',
];

function inBag(name: string, columns: readonly string[]): string | undefined {
  const bag = BAGS.find((each) => columns.includes(each));
  return bag === undefined
    ? undefined
    : `\`${name}\` may lie in \`${bag}\`, which is to be parsed first`;
}
