// Functions that one product has and another has not. They are bound all the same, so that what they give is known and
// one finding says what is wrong.
import type { Diagnostic, Source } from '../../text/index.ts';
import type { KqlEnvironment, Product } from '../environment.ts';
import type { Kusto } from './kusto.ts';
import { walk, type CallNode, type Node } from './nodes.ts';

/** What rules of a product are called in messages. */
export const PRODUCT_NAMES: Readonly<Record<Product, string>> = {
  sentinel: 'Sentinel analytics rules',
  defender: 'Defender XDR advanced hunting',
};

const HOMES: ReadonlyMap<string, Product> = new Map([
  ['FileProfile', 'defender'],
  ['DeviceFromIP', 'defender'],
  ['SeenBy', 'defender'],
  ['AssignedIPAddresses', 'defender'],
  ['_GetWatchlist', 'sentinel'],
]);

/** Calls of functions that the environment's product lacks: `KQL1401`. The root is that of the text as written. */
export function foreignFunctions(
  kusto: Kusto,
  root: Node,
  source: Source,
  { environment: product }: KqlEnvironment,
): Diagnostic[] {
  if (!product) return [];
  const found: Diagnostic[] = [];
  walk(root, (node) => {
    if (node.IsToken || kusto.kindOf(node) !== 'FunctionCallExpression') return;
    const { Name: name } = node as CallNode;
    const home = HOMES.get(name.SimpleName);
    if (home === undefined || home === product) return;
    const span = { start: name.TextStart, end: name.TextStart + name.Width };
    const message = `\`${name.SimpleName}()\` exists in ${PRODUCT_NAMES[home]} but not in ${PRODUCT_NAMES[product]}`;
    found.push({ code: 'KQL1401', severity: 'error', message, source, span });
  });
  return found;
}
