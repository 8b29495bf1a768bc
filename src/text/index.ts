export {
  hasErrors,
  inReadingOrder,
  movedFix,
  shift,
  type Diagnostic,
  type Edit,
  type Fix,
  type Outcome,
  type Related,
  type Severity,
} from './diagnostic.ts';
export { applyFixes } from './fix.ts';
export { excerpt, place } from './excerpt.ts';
export { printable } from './printable.ts';
export { bytesOf, sortedPaths, type FileTree } from './file-tree.ts';
export {
  cover,
  lineText,
  positionAt,
  span,
  type Position,
  type Source,
  type Span,
} from './source.ts';
export { nearest } from './suggest.ts';
