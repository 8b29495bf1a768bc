// What stops a query in a product, told by what the other product has.
import type { Diagnostic } from '../../text/index.ts';
import { EVENT_TIME } from '../adapt/counterpart.ts';
import { PRODUCT_NAMES } from '../bridge/foreign.ts';
import { productTable } from '../bridge/schemas.ts';
import type { Product } from '../environment.ts';

/** Functions that ask another service. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['arg', 'reads Azure Resource Graph, which a rule cannot'],
  ['adx', 'reads a cluster of Azure Data Explorer, which a rule cannot'],
]);
const REMEDY = 'Name tables of the workspace that the rule is deployed to.';

/** The findings of a query bound against a product; a name that the other product has is told as that. */
export function whyNotIn(product: Product, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const other: Product = product === 'sentinel' ? 'defender' : 'sentinel';
  return diagnostics.map((each) => {
    const name = each.span ? each.source.text.slice(each.span.start, each.span.end) : '';
    if (each.code === 'KQL1004' && productTable(other, name)) {
      return {
        ...each,
        code: 'KQL1402',
        message: `table \`${name}\` exists in ${PRODUCT_NAMES[other]} but not in ${PRODUCT_NAMES[product]}`,
      };
    }
    const service = each.code === 'KQL1006' ? SERVICES.get(name) : undefined;
    if (service !== undefined) {
      return { ...each, code: 'KQL1404', message: `\`${name}()\` ${service}`, remedy: REMEDY };
    }
    if (each.code === 'KQL1005' && name === EVENT_TIME[other]) {
      const message = `\`${name}\` is the event time of ${PRODUCT_NAMES[other]}; in ${PRODUCT_NAMES[product]} it is \`${EVENT_TIME[product]}\``;
      return { ...each, code: 'KQL1403', message, remedy: `write \`${EVENT_TIME[product]}\`` };
    }
    return each;
  });
}
