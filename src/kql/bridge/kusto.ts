// Loads Microsoft's Kusto parser and binder, once per process and only when KQL is met: it costs about 0.2 s to load and
// half a second for the first query. The package consists of two scripts that set globals and export nothing.
import { createRequire } from 'node:module';
import {
  items,
  type ColumnSymbol,
  type ExpressionNode,
  type KustoCode,
  type Node,
  type NodeList,
  type Symbol,
  type TypeSymbol,
} from './nodes.ts';

/** What is used of the language service: parsing, binding, and making symbols. */
export interface Kusto {
  parse(text: string): KustoCode;
  bind(text: string, globals: Globals): KustoCode;
  /** The parser's name for the kind of a node: `FilterOperator`, `EqualExpression`. */
  kindOf(node: Node): string;
  symbolKind(symbol: Symbol): string;
  /** The class of a node where several kinds share one: `LiteralExpression`. */
  classOf(node: Node): string;
  /** The name that Kusto gives to the column of an unnamed expression, undefined when it numbers the column. */
  resultName(expression: ExpressionNode): string | undefined;
  column(name: string, type: string): ColumnSymbol;
  table(name: string, columns: readonly ColumnSymbol[], open?: boolean): TypeSymbol;
  /** A stored function: parameter list with parentheses, body with braces, both in KQL. */
  storedFunction(name: string, parameters: string, body: string): Symbol;
  /** A function of a fixed result type whose arguments nobody checks but the lowering. */
  tableFunction(
    name: string,
    result: TypeSymbol,
    parameters: readonly (readonly [string, string])[],
  ): Symbol;
  globals(members: readonly Symbol[]): Globals;
  /** What the language has by name: `strcat` and `count`, `bag_unpack`, `project-away`. */
  readonly vocabulary: Vocabulary;
}

export interface Vocabulary {
  readonly functions: readonly string[];
  readonly plugins: readonly string[];
  readonly operators: readonly string[];
}

/** Symbols of one database, opaque. */
export interface Globals {
  readonly Database: unknown;
}

let loaded: Kusto | undefined;

/** Loads the language service; afterwards everything is synchronous. */
export async function loadKusto(): Promise<Kusto> {
  loaded ??= await Promise.resolve(surface());
  return loaded;
}

/** The language service, if it is loaded. */
export function kusto(): Kusto {
  if (!loaded) throw new Error('loadKusto() has to be awaited before KQL is compiled');
  return loaded;
}

interface State {
  readonly Aggregates: readonly Symbol[];
  WithDatabase(database: unknown): Globals;
  WithAggregates(aggregates: readonly Symbol[]): State;
}

type Lists = (of: unknown) => { readonly ctor: new () => { add(item: unknown): void } };

/** A call whose result is being typed. */
interface Called {
  GetArgument$1(name: string): ExpressionNode | null;
  GetResultName(expression: ExpressionNode): string | null;
}

interface Library {
  readonly KustoCode: {
    Parse(text: string): KustoCode;
    ParseAndAnalyze(text: string, globals: Globals): KustoCode;
  };
  readonly GlobalState: { readonly Default: State };
  readonly Binding: {
    readonly Binder: {
      GetExpressionResultName(expression: ExpressionNode, fallback: string | null): string | null;
    };
  };
  readonly Functions: { readonly All: NodeList<Symbol> };
  readonly Aggregates: { readonly All: NodeList<Symbol> };
  readonly PlugIns: { readonly All: NodeList<Symbol> };
  readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, unknown>> };
  readonly Symbols: {
    readonly SymbolKind: Readonly<Record<string, unknown>>;
    readonly ScalarTypes: { GetSymbol(name: string): TypeSymbol | null };
    readonly ColumnSymbol: new (...parts: unknown[]) => ColumnSymbol;
    readonly TableSymbol: {
      readonly $ctor4: new (
        name: string,
        columns: readonly ColumnSymbol[],
      ) => TypeSymbol & {
        WithIsOpen(open: boolean): TypeSymbol;
      };
    };
    readonly TupleSymbol: { readonly $ctor1: new (columns: unknown) => TypeSymbol };
    readonly Tabularity: { readonly Scalar: unknown };
    readonly ParameterTypeKind: { readonly Summable: unknown };
    readonly FunctionSymbol: {
      readonly ctor: new (...parts: unknown[]) => Symbol;
      readonly $ctor16: new (...parts: unknown[]) => Symbol;
      readonly $ctor5: new (...parts: unknown[]) => Symbol;
    };
    readonly Parameter: {
      readonly ctor: new (name: string, kind: unknown) => unknown;
      readonly $ctor2: new (name: string, type: TypeSymbol | null) => unknown;
    };
    readonly DatabaseSymbol: {
      readonly ctor: new (name: string, members: readonly Symbol[]) => unknown;
    };
  };
}

function surface(): Kusto {
  const require = createRequire(import.meta.url);
  // Under jest each test file has its own global object, and the scripts must see the one they are run in.
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  const root = globalThis as unknown as {
    Kusto: { Language: Library };
    Bridge: { getTypeName(value: unknown): string };
    System: { Collections: { Generic: { List$1: Lists } } };
  };
  const library = root.Kusto.Language;
  const state = asDocumented(library, root.System.Collections.Generic.List$1);
  const kinds = inverted(library.Syntax.SyntaxKind);
  const symbolKinds = inverted(library.Symbols.SymbolKind);
  const { Symbols: symbols } = library;
  const scalar = (name: string): TypeSymbol | null => symbols.ScalarTypes.GetSymbol(name);
  return {
    parse: (text) => library.KustoCode.Parse(text),
    bind: (text, globals) => library.KustoCode.ParseAndAnalyze(text, globals),
    kindOf: (node) => kinds.get(node.Kind) ?? String(node.Kind),
    symbolKind: (symbol) => symbolKinds.get(symbol.Kind) ?? String(symbol.Kind),
    classOf: (node) => root.Bridge.getTypeName(node).split('.').pop() ?? '',
    resultName: (expression) =>
      library.Binding.Binder.GetExpressionResultName(expression, null) ?? undefined,
    column: (name, type) => new symbols.ColumnSymbol(name, scalar(type), null, null, null, null),
    table: (name, columns, open = false) => {
      const made = new symbols.TableSymbol.$ctor4(name, columns);
      return open ? made.WithIsOpen(true) : made;
    },
    storedFunction: (name, parameters, body) =>
      new symbols.FunctionSymbol.$ctor16(name, parameters, body, null),
    tableFunction: (name, result, parameters) =>
      new symbols.FunctionSymbol.$ctor5(
        name,
        result,
        parameters.map(([each, type]) => new symbols.Parameter.$ctor2(each, scalar(type))),
      ),
    globals: (members) => state.WithDatabase(new symbols.DatabaseSymbol.ctor('db', members)),
    vocabulary: vocabularyOf(library, [...kinds.values()]),
  };
}

function vocabularyOf(library: Library, kinds: readonly string[]): Vocabulary {
  const names = (list: NodeList<Symbol>): string[] => items(list).map((each) => each.Name);
  return {
    functions: [...names(library.Functions.All), ...names(library.Aggregates.All)],
    plugins: names(library.PlugIns.All),
    operators: kinds.filter((each) => each.endsWith('Operator')).map(operatorWord),
  };
}

/** `ProjectAwayOperator` is written `project-away`. */
function operatorWord(kind: string): string {
  const words = kind.replace(/Operator$/, '').split(/(?=[A-Z])/);
  return kind === 'FilterOperator' ? 'where' : words.join('-').toLowerCase();
}

/** The column of a covariance is named after both of its values, as Kusto documents it; the binder knows the first. */
function asDocumented({ GlobalState, Symbols: symbols }: Library, listOf: Lists): State {
  const { Default: state } = GlobalState;
  const real = symbols.ScalarTypes.GetSymbol('real');
  const { Summable } = symbols.ParameterTypeKind;
  const value = (name: string): unknown => new symbols.Parameter.ctor(name, Summable);
  const both = (name: string, more: readonly unknown[]): Symbol => {
    const type = (called: Called): TypeSymbol => {
      const named = ['first', 'second'].flatMap((each) => {
        const argument = called.GetArgument$1(each);
        const known = argument && called.GetResultName(argument);
        return known ? [known] : [];
      });
      const columns = new (listOf(symbols.ColumnSymbol).ctor)();
      columns.add(
        new symbols.ColumnSymbol([name, ...named].join('_'), real, null, null, null, null),
      );
      return new symbols.TupleSymbol.$ctor1(columns);
    };
    const parameters = [value('first'), value('second'), ...more];
    return new symbols.FunctionSymbol.ctor(name, type, symbols.Tabularity.Scalar, parameters);
  };
  const predicate = new symbols.Parameter.$ctor2(
    'predicate',
    symbols.ScalarTypes.GetSymbol('bool'),
  );
  const made = new Map(
    ['covariance', 'covariancep'].flatMap((name): [string, Symbol][] => [
      [name, both(name, [])],
      [`${name}if`, both(`${name}if`, [predicate])],
    ]),
  );
  return state.WithAggregates(state.Aggregates.map((each) => made.get(each.Name) ?? each));
}

function inverted(enumeration: Readonly<Record<string, unknown>>): Map<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries(enumeration)) {
    if (typeof value === 'number') names.set(value, name);
  }
  return names;
}

export type { NodeList };
