import { error, type Finding, type TemplateTest } from '../check.ts';
import { lastMark, variableReferences } from '../expressions/scan.ts';
import { each, get, isPresent, members, shown, type JsonMember } from '../json/node.ts';
import { byName } from './parameters-must-be-referenced.ts';

/** Each variable, and each made by a copy loop, is used, and only inside expressions. */
export const variablesMustBeReferenced: TemplateTest = {
  name: 'Variables-Must-Be-Referenced',
  group: 'deploymentTemplate',
  title: 'Every variable is referenced.',
  *check({ template: { text, base, root } }) {
    const references = byName(variableReferences(text));
    const mark = lastMark(text, '["');
    const used = (name: string): boolean => references.has(name.toLowerCase());
    for (const variable of members(get(root, 'variables'))) {
      for (const { name, at, within } of declared(variable)) {
        if (!used(name) && !(within !== undefined && usedAsProperty(name, within))) {
          yield error('Variables.Must.Be.Referenced', `Unreferenced variable: ${name}`, at);
        }
        for (const { start } of references.get(name.toLowerCase()) ?? []) {
          if (mark(start) === '"') yield outside(name, base + start);
        }
      }
    }
    function usedAsProperty(name: string, variable: string): boolean {
      const follows = (end: number): boolean =>
        text.slice(end + 1, end + 1 + name.length).toLowerCase() === name.toLowerCase();
      return (references.get(variable.toLowerCase()) ?? []).some(({ end }) => follows(end));
    }
  },
};

function outside(name: string, at: number): Finding {
  return error(
    'Variables.Must.Be.Referenced.In.Expression',
    `Variable reference is not contained within an expression: ${name}`,
    at,
  );
}

interface Declared {
  readonly name: string;
  readonly at: number;
  /** The variable whose property the loop makes. */
  readonly within?: string;
}

function declared({ name, value, start }: JsonMember): Declared[] {
  const isList = name.toLowerCase() === 'copy';
  const loops = isList ? value : get(value, 'copy');
  if (!isPresent(loops)) return isList ? [] : [{ name, at: start }];
  return each(loops).map((loop) => ({
    name: shown(get(loop, 'name')),
    at: loop.start,
    ...(isList ? {} : { within: name }),
  }));
}
