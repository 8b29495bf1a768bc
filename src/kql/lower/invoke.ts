// `invoke`: a product's own function, or one written in KQL.
import type { CallNode } from '../bridge/nodes.ts';
import { called } from './calls.ts';
import type { Context, Rows } from './context.ts';
import { fileProfile } from './file-profile.ts';

/** The rows that the function makes of the piped ones; undefined when it is unknown. */
export function lowerInvoke(input: Rows, node: CallNode, context: Context): Rows | undefined {
  if (node.Name.SimpleName === 'FileProfile') return fileProfile(input, node, context);
  const body = called(node, context, input);
  return body?.expression ? context.language.rows(body.expression, body.context) : undefined;
}
