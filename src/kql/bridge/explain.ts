// The binder's findings in our words: its code is kept, an unknown name gets proposals.
import { nearest, type Diagnostic, type Source, type Span } from '../../text/index.ts';
import type { Vocabulary } from './kusto.ts';
import type { KustoDiagnostic } from './nodes.ts';
import type { ScopeAt } from './scope-at.ts';

/** What could have been meant. Asked only when a name is unknown. */
export interface Known {
  readonly tables: () => readonly string[];
  readonly functions: () => readonly string[];
  readonly scope: () => ScopeAt;
  readonly vocabulary: Vocabulary;
  /** The other workspace or cluster that a name at a position is said to be of. */
  readonly place: (position: number) => string | undefined;
}

interface Words {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
}

/** Azure Data Explorer and Azure Resource Graph. */
const SERVICES = new Set(['adx', 'arg']);

/**
 * - `KQL1001`: the text is not KQL (the parser's codes below KS100, and what is no operator).
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
  const { code, message, remedy } = wordsFor(found, name, known, span);
  return {
    source,
    span,
    severity,
    code,
    message: `${message} (${found.Code})`,
    ...(remedy !== undefined && { remedy }),
  };
}

function wordsFor(found: KustoDiagnostic, name: string, known: Known, span: Span): Words {
  const plain = found.Message.replace(/\.$/, '');
  const { vocabulary } = known;
  switch (found.Code) {
    case 'KS204':
      return unknownTable(name, known, known.place(span.start));
    case 'KS142':
      return unknownColumn(name, known.scope());
    case 'KS211': {
      if (SERVICES.has(name)) {
        const message = `\`${name}()\` asks another service, which a replay does not have`;
        return { code: 'KQL1006', message };
      }
      const functions = [...known.functions(), ...vocabulary.functions];
      return unknown('KQL1006', `unknown function \`${name}\``, name, functions);
    }
    case 'KS124':
      return unknown('KQL1003', `unknown plugin \`${name}\``, name, vocabulary.plugins);
    case 'KS176':
      return unknown('KQL1001', plain, name, vocabulary.operators);
    case 'KS141': {
      const remedy = known.scope().names ? '`=` gives a value a name; `==` compares' : undefined;
      return { code: 'KQL1003', message: plain, remedy };
    }
    default:
      return { code: /^KS0\d\d$/.test(found.Code) ? 'KQL1001' : 'KQL1003', message: plain };
  }
}

const unknown = (code: string, message: string, name: string, known: readonly string[]): Words => ({
  code,
  message,
  remedy: proposal(name, known),
});

/** Tables of other workspaces and clusters are taken to be like those of this one. */
function unknownTable(name: string, known: Known, place: string | undefined): Words {
  const of = place === undefined ? '' : ` of \`${place}\``;
  return unknown('KQL1004', `unknown table \`${name}\`${of}`, name, known.tables());
}

function unknownColumn(name: string, scope: ScopeAt): Words {
  const code = 'KQL1005';
  const { textOwner: owner, table } = scope;
  if (owner !== undefined) {
    const remedy = `parse it first: \`${parsed(owner, name)}\``;
    return { code, message: `\`${owner}\` is text, which has no member \`${name}\``, remedy };
  }
  const place = table?.whole ? ` in ${table.name}` : '';
  const message = `unknown column \`${name}\`${place}`;
  const loser = scope.lostBy(name);
  if (loser !== undefined) {
    const remedy = `\`${loser}\` left it out; what is asked for later must be kept there`;
    return { code, message, remedy };
  }
  const columns = scope.columns.map((each) => each.Name);
  const hints = [proposal(name, columns), inBag(name, scope)];
  const remedy = hints.filter((each) => each !== undefined).join(' ');
  return { code, message, remedy: remedy === '' ? undefined : remedy };
}

function proposal(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, new Set(known));
  const [same] = near.filter((each) => each.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return `did you mean \`${same}\`? Case counts in names`;
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

/** Only what is written like a field, and is not a column's name misspelt by a letter or two. */
function inBag(name: string, { columns }: ScopeAt): string | undefined {
  const near = nearest(name, new Set(columns.map((each) => each.Name)));
  const misspelt = near.some((each) => Math.abs(each.length - name.length) <= 2);
  if (misspelt || !/^[A-Z]\w*$/.test(name)) return undefined;
  const bag = columns.find((each) => BAGS.includes(each.Name));
  if (!bag) return undefined;
  const value = bag.Type.Name === 'dynamic' ? `${bag.Name}.${name}` : parsed(bag.Name, name);
  return `A field without a column lies in \`${bag.Name}\`: \`${value}\``;
}

/** Windows' event data is XML where it is text; all else is JSON. */
const parsed = (owner: string, name: string): string =>
  owner === 'EventData' ? `parse_xml(${owner})` : `parse_json(${owner}).${name}`;
