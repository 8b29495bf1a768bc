// In which product a query can run, and what stops it in the other.
import { hasErrors, type Diagnostic, type Source } from '../../text/index.ts';
import { bind } from '../bridge/bind.ts';
import { kusto } from '../bridge/kusto.ts';
import { PRODUCT_NAMES } from '../bridge/foreign.ts';
import { productTable } from '../bridge/schemas.ts';
import type { KqlEnvironment, Product } from '../environment.ts';

export interface Routing {
  /** The products whose tables and functions the query finds. */
  readonly products: readonly Product[];
  /** For each other product, why not. Errors, with their places. */
  readonly reasons: ReadonlyMap<Product, readonly Diagnostic[]>;
}

const PRODUCTS: readonly Product[] = ['sentinel', 'defender'];

const EVENT_TIME: Readonly<Record<Product, string>> = {
  sentinel: 'TimeGenerated',
  defender: 'Timestamp',
};

/** Binds the query against each product in turn; `environment` gives the workspace's own tables and functions. */
export function explainRouting(
  source: Source,
  environment: Omit<KqlEnvironment, 'environment'>,
): Routing {
  const products: Product[] = [];
  const reasons = new Map<Product, readonly Diagnostic[]>();
  for (const product of PRODUCTS) {
    const here: KqlEnvironment = { ...environment, environment: product };
    const bound = bind(kusto(), source, here);
    if (!hasErrors(bound.diagnostics)) products.push(product);
    else reasons.set(product, explained(bound.diagnostics, product));
  }
  return { products, reasons };
}

/** The errors, told as what the other product has. */
function explained(diagnostics: readonly Diagnostic[], product: Product): Diagnostic[] {
  const other: Product = product === 'sentinel' ? 'defender' : 'sentinel';
  return diagnostics
    .filter((each) => each.severity === 'error')
    .map((each) => {
      const name = each.span ? each.source.text.slice(each.span.start, each.span.end) : '';
      if (each.code === 'KQL1004' && productTable(other, name)) {
        return {
          ...each,
          code: 'KQL1402',
          message: `table \`${name}\` exists in ${PRODUCT_NAMES[other]} but not in ${PRODUCT_NAMES[product]}`,
        };
      }
      if (each.code === 'KQL1005' && name === EVENT_TIME[other]) {
        const message = `\`${name}\` is the event time of ${PRODUCT_NAMES[other]}; in ${PRODUCT_NAMES[product]} it is \`${EVENT_TIME[product]}\``;
        return { ...each, code: 'KQL1403', message, remedy: `write \`${EVENT_TIME[product]}\`` };
      }
      return each;
    });
}
