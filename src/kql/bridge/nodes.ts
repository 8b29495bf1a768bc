// The part of Microsoft's syntax tree and symbols that lowering reads, as interfaces of our own: the declaration file of
// the package is larger than this whole tool. Names follow the package, so that its documentation applies.

/** A .NET list, or a real array: some calls answer with one, some with the other. Read with `items`. */
export type NodeList<T> = readonly T[] | { readonly Count: number; getItem(index: number): T };

/** Any element of the tree: a node, or a token (`IsToken`), which has `Text`. */
export interface Node {
  readonly Kind: number;
  readonly IsToken: boolean;
  readonly IsMissing: boolean;
  readonly ChildCount: number;
  readonly NameInParent: string | null;
  readonly Parent: Node | null;
  /** Place in the text, without leading white space and comments. */
  readonly TextStart: number;
  readonly Width: number;
  readonly ReferencedSymbol?: Symbol | null;
  GetChild(index: number): Node | null;
  ToString(trivia?: number): string;
}

export interface TokenNode extends Node {
  readonly Text: string;
}

export interface ExpressionNode extends Node {
  readonly ResultType: TypeSymbol | null;
  readonly IsLiteral: boolean;
  readonly LiteralValue: unknown;
}

export interface Symbol {
  readonly Name: string;
  readonly Kind: number;
}

export interface TypeSymbol extends Symbol {
  /** Of tables and tuples. */
  readonly Columns?: NodeList<ColumnSymbol>;
  readonly IsOpen?: boolean;
  /** Of groups (`union T*`). */
  readonly Members?: NodeList<Symbol>;
}

export interface ColumnSymbol extends Symbol {
  readonly Type: TypeSymbol;
  /** Of a renamed or united column, what it was made of. */
  readonly OriginalColumns?: NodeList<ColumnSymbol>;
}

export interface SeparatedNode<T> extends Node {
  readonly Element: T;
}
export type Separated<T> = NodeList<SeparatedNode<T>>;

export interface NameNode extends ExpressionNode {
  readonly SimpleName: string;
}
export interface NamedParameterNode extends Node {
  readonly Name: NameNode;
  readonly Expression: ExpressionNode;
}

export interface QueryBlockNode extends Node {
  readonly Statements: Separated<Node>;
}
export interface LetNode extends Node {
  readonly Name: NameNode;
  readonly Expression: ExpressionNode;
}
export interface ExpressionStatementNode extends Node {
  readonly Expression: ExpressionNode;
}
export interface FunctionParameterNode extends Node {
  readonly NameAndType: NameAndTypeNode;
  readonly DefaultValue: { readonly Value: ExpressionNode } | null;
}
export interface QueryParametersNode extends Node {
  readonly Parameters: Separated<FunctionParameterNode>;
}
export interface FunctionDeclarationNode extends ExpressionNode {
  readonly ViewKeyword: TokenNode | null;
  readonly Parameters: { readonly Parameters: Separated<FunctionParameterNode> };
  readonly Body: FunctionBodyNode;
}
export interface FunctionBodyNode extends Node {
  readonly Statements: Separated<Node>;
  readonly Expression: ExpressionNode | null;
}
export interface NameAndTypeNode extends Node {
  readonly Name: NameNode;
  readonly Type: Node;
}

export interface UnaryNode extends ExpressionNode {
  readonly Expression: ExpressionNode;
}
export interface BinaryNode extends ExpressionNode {
  readonly Left: ExpressionNode;
  readonly Right: ExpressionNode;
}
export interface BetweenNode extends ExpressionNode {
  readonly Left: ExpressionNode;
  readonly Right: { readonly First: ExpressionNode; readonly Second: ExpressionNode };
}
export interface ListNode extends Node {
  readonly Expressions: Separated<ExpressionNode>;
}
export interface InNode extends ExpressionNode {
  readonly Left: ExpressionNode;
  readonly Right: ListNode;
}
/** A call, or the bare name of a function without parameters, which has neither `Name` nor `ArgumentList`. */
export interface CalledNode extends ExpressionNode {
  readonly ArgumentList?: ListNode;
  GetCalledFunctionBody(): FunctionBodyNode | null;
}
export interface CallNode extends CalledNode {
  readonly Name: NameNode;
  readonly ArgumentList: ListNode;
  GetCalledFunctionBody(): FunctionBodyNode | null;
}
export interface PathNode extends ExpressionNode {
  readonly Expression: ExpressionNode;
  readonly Selector: ExpressionNode;
}
export interface SimpleNamedNode extends ExpressionNode {
  readonly Name: NameNode;
  readonly Expression: ExpressionNode;
}
export interface CompoundNamedNode extends ExpressionNode {
  readonly Names: { readonly Names: Separated<NameNode> };
  readonly Expression: ExpressionNode;
}
export interface OrderedNode extends ExpressionNode {
  readonly Expression: ExpressionNode;
  readonly Ordering: {
    readonly AscOrDescKeyword: TokenNode | null;
    readonly NullsClause: { readonly FirstOrLastKeyword: TokenNode } | null;
  };
}
export interface PipeNode extends ExpressionNode {
  readonly Expression: ExpressionNode;
  readonly Operator: OperatorNode;
}
export interface DataTableNode extends ExpressionNode {
  readonly Schema: { readonly Columns: Separated<NameAndTypeNode> };
  readonly Values: Separated<ExpressionNode>;
}
export interface ExternalDataNode extends ExpressionNode {
  readonly Schema: { readonly Columns: Separated<NameAndTypeNode> };
  readonly URIs: Separated<ExpressionNode>;
}
export interface TypeOfNode extends ExpressionNode {
  readonly Types: Separated<Node>;
}
export interface ToTypeOfNode extends Node {
  readonly TypeOf: TypeOfNode;
}

/** A tabular operator; what it has beyond this is in the interface of its own file or below. */
export interface OperatorNode extends ExpressionNode {
  readonly Parameters?: NodeList<NamedParameterNode>;
}
export interface ExpressionsNode extends OperatorNode {
  readonly Expressions: Separated<ExpressionNode>;
}
export interface FilterNode extends OperatorNode {
  readonly Condition: ExpressionNode;
}
export interface SummarizeNode extends OperatorNode {
  readonly Aggregates: Separated<ExpressionNode>;
  readonly ByClause: {
    readonly Expressions: Separated<ExpressionNode>;
    readonly BinClause: Node | null;
  } | null;
}
export interface TakeNode extends OperatorNode {
  readonly Expression: ExpressionNode;
}
export interface TopNode extends OperatorNode {
  readonly Expression: ExpressionNode;
  readonly ByExpression: ExpressionNode;
}
export interface JoinNode extends OperatorNode {
  readonly Expression: ExpressionNode;
  readonly ConditionClause: JoinConditionNode | null;
}
export interface LookupNode extends OperatorNode {
  readonly Expression: ExpressionNode;
  readonly LookupClause: JoinConditionNode | null;
}
/** `on` has `Expressions`, `where` has `Expression`. */
export interface JoinConditionNode extends Node {
  readonly Expressions?: Separated<ExpressionNode>;
  readonly Expression?: ExpressionNode;
}
export interface InvokeNode extends OperatorNode {
  readonly Function: ExpressionNode;
}
export interface AsNode extends OperatorNode {
  readonly Name: NameNode;
}
export interface CountNode extends OperatorNode {
  readonly AsIdentifier: Node | null;
}
export interface MvExpandItemNode extends ExpressionNode {
  readonly Expression: ExpressionNode;
  readonly ToTypeOf: ToTypeOfNode | null;
}
export interface MvExpandNode extends OperatorNode {
  readonly Expressions: Separated<MvExpandItemNode>;
  readonly RowLimitClause: { readonly RowLimit: ExpressionNode } | null;
}
export interface MvApplyNode extends MvExpandNode {
  readonly ContextIdClause: Node | null;
  readonly Subquery: { readonly Expression: ExpressionNode } & Node;
}
export interface ParseNode extends OperatorNode {
  readonly Expression: ExpressionNode;
  readonly Patterns: NodeList<Node>;
}
export interface RangeNode extends OperatorNode {
  readonly Name: NameNode;
  readonly From: ExpressionNode;
  readonly To: ExpressionNode;
  readonly Step: ExpressionNode;
}
export interface SearchNode extends OperatorNode {
  readonly InClause: { readonly Expressions: Separated<ExpressionNode> } | null;
  readonly Condition: ExpressionNode;
}
/** `(subquery)`, or `{ query }` with a source of its own. */
export interface PartitionNode extends OperatorNode {
  readonly ByExpression: ExpressionNode;
  readonly Operand: Node & { readonly Subquery?: ExpressionNode };
}
export interface TopHittersNode extends OperatorNode {
  readonly Expression: ExpressionNode;
  readonly OfExpression: ExpressionNode;
  readonly ByClause: { readonly Expression: ExpressionNode } | null;
}
export interface TopNestedClauseNode extends Node {
  readonly Expression: ExpressionNode | null;
  readonly OfExpression: ExpressionNode;
  readonly WithOthersClause: Node | null;
  readonly ByExpression: ExpressionNode;
}
export interface TopNestedNode extends OperatorNode {
  readonly Clauses: Separated<TopNestedClauseNode>;
}
export interface FindNode extends OperatorNode {
  readonly InClause: { readonly Expressions: Separated<ExpressionNode> } | null;
  readonly Condition: ExpressionNode;
  readonly Project: (Node & { readonly Columns: Separated<ExpressionNode> }) | null;
}
export interface ScanStepNode extends Node {
  readonly Name: NameNode;
  readonly ScanStepOutput: { readonly OutputKind: TokenNode } | null;
  readonly Condition: ExpressionNode;
  readonly ComputationClause: {
    readonly Assignments: Separated<
      Node & { readonly Name: NameNode; readonly Expression: ExpressionNode }
    >;
  } | null;
}
export interface ScanNode extends OperatorNode {
  readonly OrderByClause: Node | null;
  readonly PartitionByClause: { readonly Expressions: Separated<ExpressionNode> } | null;
  readonly DeclareClause: { readonly Declarations: Separated<FunctionParameterNode> } | null;
  readonly Steps: NodeList<ScanStepNode>;
}
export interface EvaluateNode extends OperatorNode {
  readonly FunctionCall: CallNode;
  readonly Schema: Node | null;
}
export interface SampleDistinctNode extends OperatorNode {
  readonly Expression: ExpressionNode;
  readonly OfExpression: ExpressionNode;
}
export interface MakeSeriesNode extends OperatorNode {
  readonly Aggregates: Separated<
    Node & {
      readonly Expression: ExpressionNode;
      readonly DefaultExpression: { readonly Expression: ExpressionNode } | null;
    }
  >;
  readonly OnClause: { readonly Expression: ExpressionNode };
  readonly RangeClause: Node & {
    readonly MakeSeriesFromClause?: { readonly Expression: ExpressionNode } | null;
    readonly MakeSeriesToClause?: { readonly Expression: ExpressionNode } | null;
    readonly MakeSeriesStepClause?: { readonly Expression: ExpressionNode } | null;
  };
  readonly ByClause: { readonly Expressions: Separated<ExpressionNode> } | null;
}

export interface KustoDiagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}
export interface KustoCode {
  readonly Syntax: Node;
  readonly ResultType: TypeSymbol | null;
  GetDiagnostics(): NodeList<KustoDiagnostic>;
  GetSyntaxDiagnostics(): NodeList<KustoDiagnostic>;
}

/** The elements of a list; an absent list has none. */
export function items<T>(list: NodeList<T> | null | undefined): readonly T[] {
  if (list === null || list === undefined) return [];
  if ('getItem' in list) {
    return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
  }
  return list;
}

/** The elements of a list with separators between them. */
export function elements<T>(list: Separated<T> | null | undefined): readonly T[] {
  return items(list).map((each) => each.Element);
}

/** The node's children, tokens among them, in the order of the text. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  for (let index = 0; index < node.ChildCount; index++) {
    const child = node.GetChild(index);
    if (child) found.push(child);
  }
  return found;
}

/** Visits the node and everything below it, parents first, without recursion: queries can nest deeply. */
export function walk(root: Node, visit: (node: Node) => void): void {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    visit(node);
    if (!node.IsToken) waiting.push(...children(node).reverse());
  }
}
