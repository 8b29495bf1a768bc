// JSON whose integers keep all their digits: beyond 2^53 they are bigints, where `JSON.parse` would round them.
import { parseTree, type Node } from 'jsonc-parser';

const LONG_NUMBER = /\d{16}/;

/** @throws SyntaxError as `JSON.parse` does. */
export function parseExactly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!LONG_NUMBER.test(text)) return value;
  const tree = parseTree(text);
  return tree ? valueOf(tree, text) : value;
}

function valueOf({ type, value, children = [], offset, length }: Node, text: string): unknown {
  switch (type) {
    case 'array':
      return children.map((each) => valueOf(each, text));
    case 'object':
      return Object.fromEntries(
        children.map(({ children: [key, held] = [] }) => [
          String(key?.value),
          held && valueOf(held, text),
        ]),
      );
    case 'number': {
      const digits = text.slice(offset, offset + length);
      return Number.isSafeInteger(value) || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
    }
    case 'string':
    case 'boolean':
    case 'null':
    case 'property':
      return value;
  }
}

/** The reverse: JSON text, bigints as plain integers. */
export function printExactly(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(printExactly).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, held]) => `${JSON.stringify(key)}:${printExactly(held)}`,
  );
  return `{${members.join(',')}}`;
}
