// Calls of functions that are written in KQL: `let` functions and those of the workspace. The binder hands out the body
// bound for this very call; what is left is to bind parameters to arguments.
import {
  elements,
  items,
  type CalledNode,
  type ExpressionNode,
  type FunctionBodyNode,
  type FunctionDeclarationNode,
  type FunctionParameterNode,
  type LetNode,
  type Node,
  type SimpleNamedNode,
  type TypeSymbol,
} from '../bridge/nodes.ts';
import { refuse, resolve, type Binding, type Context, type Rows, type Scope } from './context.ts';
import { nowhere } from './rows.ts';
import { coerce, typeOfSymbol } from './types.ts';

export interface Called {
  readonly expression: ExpressionNode | null;
  readonly context: Context;
}

const DEEPEST = 60;

interface Parameter {
  readonly name: string;
  readonly type: TypeSymbol | null;
  readonly fallback: ExpressionNode | null;
}

/** Symbols of functions carry their signatures; only what is needed of them is named here. */
interface FunctionSymbol {
  readonly Signatures?: Parameters<typeof items<SignatureSymbol>>[0];
}
interface SignatureSymbol {
  readonly Parameters: Parameters<typeof items<ParameterSymbol>>[0];
  readonly Declaration?: FunctionBodyNode | null;
}
interface ParameterSymbol {
  readonly Name: string;
  readonly DeclaredTypes?: Parameters<typeof items<TypeSymbol>>[0];
  readonly DefaultValue?: ExpressionNode | null;
}

/**
 * The body of the called function and the context to lower it in; undefined when the function is not one of KQL text.
 * `piped` is the table of an `invoke`, the first argument.
 */
export function called(
  node: CalledNode,
  context: Context,
  piped: Rows | undefined,
): Called | undefined {
  const symbol = node.ReferencedSymbol as
    (FunctionSymbol & { readonly Name: string }) | null | undefined;
  const body = node.GetCalledFunctionBody();
  if (!symbol || !body) return undefined;
  if (context.depth > DEEPEST) {
    refuse(context, node, `depth of function calls (more than ${String(DEEPEST)})`);
    return { expression: null, context };
  }
  const bound = resolve(context.scope, symbol.Name);
  const declared = bound?.kind === 'function' ? bound : undefined;
  if (!declared) context.used.functions.add(symbol.Name);
  const parameters = declared
    ? declaredParameters(declared.declaration)
    : signatureParameters(symbol);
  const scope: Scope = { names: new Map(), parent: declared?.scope ?? root(context.scope) };
  const at = context.place(node);
  const inner: Context = {
    ...context,
    scope,
    row: undefined,
    depth: context.depth + 1,
    // A body has places of its own; what is found in it is shown at the call.
    place: () => at,
  };
  bindArguments(scope, parameters, node, { context, inner, piped });
  bindStatements(elements(body.Statements), inner);
  return { expression: body.Expression, context: inner };
}

function root(scope: Scope): Scope {
  let at = scope;
  while (at.parent) at = at.parent;
  return at;
}

function declaredParameters(declaration: FunctionDeclarationNode): Parameter[] {
  return elements(declaration.Parameters.Parameters).map((each: FunctionParameterNode) => ({
    name: each.NameAndType.Name.SimpleName,
    type: each.NameAndType.Name.ResultType,
    fallback: each.DefaultValue?.Value ?? null,
  }));
}

function signatureParameters(symbol: FunctionSymbol): Parameter[] {
  const signature = items(symbol.Signatures)[0];
  return items(signature?.Parameters).map((each) => ({
    name: each.Name,
    type: items(each.DeclaredTypes)[0] ?? null,
    fallback: each.DefaultValue ?? null,
  }));
}

interface Sides {
  readonly context: Context;
  readonly inner: Context;
  readonly piped: Rows | undefined;
}

function bindArguments(
  scope: Scope,
  parameters: readonly Parameter[],
  node: CalledNode,
  { context, inner, piped }: Sides,
): void {
  const named = new Map<string, ExpressionNode>();
  const positional: ExpressionNode[] = [];
  for (const each of elements(node.ArgumentList?.Expressions)) {
    if (context.kusto.kindOf(each) === 'SimpleNamedExpression') {
      named.set((each as SimpleNamedNode).Name.SimpleName, (each as SimpleNamedNode).Expression);
    } else positional.push(each);
  }
  const rest = [...parameters];
  if (piped) {
    const first = rest.shift();
    if (first) scope.names.set(first.name, { kind: 'rows', rows: () => piped });
  }
  for (const parameter of rest) {
    const given = named.get(parameter.name) ?? positional.shift();
    const value = given ?? parameter.fallback;
    if (value) scope.names.set(parameter.name, argument(value, parameter, given ? context : inner));
  }
}

function argument(value: ExpressionNode, parameter: Parameter, context: Context): Binding {
  if (isTabular(value)) return lazily(() => context.language.rows(value, context));
  const type = typeOfSymbol(parameter.type);
  const lowered = context.language.scalar(value, context);
  return { kind: 'scalar', expression: type ? coerce(lowered, type) : lowered };
}

/** Whether an expression gives a table. */
export function isTabular(node: ExpressionNode): boolean {
  return node.ResultType?.Columns !== undefined && !node.ResultType.Name.startsWith('dynamic');
}

/** The views that are declared where the query stands, by name: `let V = view () { ... }`. */
export function viewsInScope(context: Context): ReadonlyMap<string, () => Rows> {
  const found = new Map<string, () => Rows>();
  for (let at: Scope | undefined = context.scope; at; at = at.parent) {
    for (const [name, bound] of at.names) {
      if (bound.kind !== 'function' || !bound.declaration.ViewKeyword || found.has(name)) continue;
      found.set(name, () => viewRows(bound.declaration, bound.scope, context));
    }
  }
  return found;
}

/** A view has no parameters: its body is bound where it is declared. */
function viewRows(declaration: FunctionDeclarationNode, outer: Scope, context: Context): Rows {
  const inner: Context = {
    ...context,
    scope: { names: new Map(), parent: outer },
    row: undefined,
    depth: context.depth + 1,
  };
  bindStatements(elements(declaration.Body.Statements), inner);
  const body = declaration.Body.Expression;
  if (body && context.depth <= DEEPEST) return context.language.rows(body, inner);
  refuse(context, declaration, 'view without a query');
  return nowhere([]);
}

function lazily(make: () => Rows): Binding {
  let made: Rows | undefined;
  return { kind: 'rows', rows: () => (made ??= make()) };
}

/** Binds what `let` statements declare, in order. A table is lowered when it is first used, a scalar at once. */
export function bindStatements(statements: readonly Node[], context: Context): void {
  for (const each of statements) {
    if (context.kusto.kindOf(each) === 'LetStatement') bindLet(each as LetNode, context);
  }
}

export function bindLet({ Name: name, Expression: value }: LetNode, context: Context): void {
  const { names } = context.scope;
  const kind = context.kusto.kindOf(value);
  if (kind === 'FunctionDeclaration') {
    // The scope as it is here: a later `let` of the same name must not change what the body sees.
    const scope: Scope = { names: new Map(names), parent: context.scope.parent };
    names.set(name.SimpleName, {
      kind: 'function',
      declaration: value as FunctionDeclarationNode,
      scope,
    });
  } else if (isTabular(value)) {
    const here: Context = {
      ...context,
      scope: { names: new Map(names), parent: context.scope.parent },
    };
    const id = context.fresh(name.SimpleName);
    names.set(
      name.SimpleName,
      lazily(() => shared(id, context.language.rows(value, here))),
    );
  } else {
    names.set(name.SimpleName, {
      kind: 'scalar',
      expression: context.language.scalar(value, context),
    });
  }
}

/** Marks rows to be computed once. A bare table or written rows need no such care. */
export function shared(id: string, rows: Rows): Rows {
  const { relation } = rows;
  if (relation.kind === 'scan' || relation.kind === 'values' || relation.kind === 'shared')
    return rows;
  return { ...rows, relation: { kind: 'shared', id, input: relation } };
}
