// The single values inside a JSON value.
import { isObject, type Json } from './json.ts';

/** By dotted paths. Lists are values themselves, or, with `lists`, opened by index. */
export function leavesOf(
  value: Json,
  { path = '', lists = false }: { readonly path?: string; readonly lists?: boolean } = {},
): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const visit = (each: Json, at: string): void => {
    if (isObject(each) || (lists && Array.isArray(each))) {
      for (const [key, inner] of Object.entries(each as Record<string, Json>)) {
        visit(inner, at === '' ? key : `${at}.${key}`);
      }
    } else found.set(at, each);
  };
  visit(value, path);
  return found;
}
