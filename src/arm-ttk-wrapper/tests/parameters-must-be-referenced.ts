import { error, type TemplateTest } from '../check.ts';
import { lastMark, parameterReferences, type Reference } from '../expressions/scan.ts';
import { get, members } from '../json/node.ts';

/** Each parameter is used, and only inside expressions; names beginning with two underscores are left alone. */
export const parametersMustBeReferenced: TemplateTest = {
  name: 'Parameters-Must-Be-Referenced',
  group: 'deploymentTemplate',
  title: 'Every parameter is referenced.',
  *check({ template: { text, base, root } }) {
    const references = byName(parameterReferences(text));
    const mark = lastMark(text, '["@');
    for (const parameter of members(get(root, 'parameters'))) {
      if (parameter.name.startsWith('__')) continue;
      const found = references.get(parameter.name.toLowerCase()) ?? [];
      if (found.length === 0) {
        yield error(
          'Parameters.Must.Be.Referenced',
          `Unreferenced parameter: ${parameter.name}`,
          parameter,
        );
      }
      for (const { start } of found) {
        if (mark(start) !== '"') continue;
        yield error(
          'Parameters.Must.Be.Referenced.In.Expression',
          `Parameter reference is not contained within an expression: ${parameter.name}`,
          base + start,
        );
      }
    }
  },
};

/** References by name in lower case. */
export function byName(
  references: readonly Reference[],
): ReadonlyMap<string, readonly Reference[]> {
  const found = new Map<string, Reference[]>();
  for (const reference of references) {
    const name = reference.name.toLowerCase();
    const same = found.get(name);
    if (same === undefined) found.set(name, [reference]);
    else same.push(reference);
  }
  return found;
}
