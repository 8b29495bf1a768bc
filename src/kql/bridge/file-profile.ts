// `FileProfile(hash, rows)` of Defender XDR: the columns it adds, and its argument as people write it.
// https://learn.microsoft.com/defender-xdr/advanced-hunting-fileprofile-function
import type { KqlColumn } from '../environment.ts';
import type { Kusto } from './kusto.ts';
import {
  elements,
  walk,
  type CallNode,
  type ExpressionNode,
  type InvokeNode,
  type Node,
} from './nodes.ts';

export const FILE_PROFILE_COLUMNS: readonly KqlColumn[] = [
  { name: 'SHA1', type: 'string' },
  { name: 'SHA256', type: 'string' },
  { name: 'MD5', type: 'string' },
  { name: 'FileSize', type: 'int' },
  { name: 'GlobalPrevalence', type: 'int' },
  { name: 'GlobalFirstSeen', type: 'datetime' },
  { name: 'GlobalLastSeen', type: 'datetime' },
  { name: 'Signer', type: 'string' },
  { name: 'Issuer', type: 'string' },
  { name: 'SignerHash', type: 'string' },
  { name: 'IsCertificateValid', type: 'bool' },
  { name: 'IsRootSignerMicrosoft', type: 'bool' },
  { name: 'SignatureState', type: 'string' },
  { name: 'IsExecutable', type: 'bool' },
  { name: 'ThreatName', type: 'string' },
  { name: 'Publisher', type: 'string' },
  { name: 'SoftwareName', type: 'string' },
  { name: 'ProfileAvailability', type: 'string' },
];

/** Text put in at a place of the original. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * The service takes a bare column as first argument (`invoke FileProfile(SHA1, 1000)`), which the binder does not: the
 * name is put in quotes, which it does take.
 */
export function quoteColumnArguments(kusto: Kusto, root: Node): Insertion[] {
  const made: Insertion[] = [];
  walk(root, (node) => {
    if (kusto.kindOf(node) !== 'InvokeOperator') return;
    const call = (node as InvokeNode).Function as CallNode;
    if (kusto.kindOf(call) !== 'FunctionCallExpression' || call.Name.SimpleName !== 'FileProfile')
      return;
    const first: ExpressionNode | undefined = elements(call.ArgumentList.Expressions)[0];
    if (!first || kusto.kindOf(first) !== 'NameReference') return;
    made.push({ at: first.TextStart, text: '"' }, { at: first.TextStart + first.Width, text: '"' });
  });
  return made;
}

/** The text with the insertions, which are in order. */
export function inserted(text: string, insertions: readonly Insertion[]): string {
  let out = '';
  let from = 0;
  for (const { at, text: added } of insertions) {
    out += text.slice(from, at) + added;
    from = at;
  }
  return out + text.slice(from);
}

/** The place in the original text of a place in the changed one. */
export function originalPlace(place: number, insertions: readonly Insertion[]): number {
  let moved = place;
  for (const { at, text } of insertions) {
    if (moved <= at) break;
    moved = Math.max(at, moved - text.length);
  }
  return moved;
}
