/**
 * Templates nested in a template with a scope of their own. They are tested by themselves, and blanked out of the
 * text and value of the template around them: their parameters are not its parameters.
 */
import type { Content } from './check.ts';
import { find } from './json/find.ts';
import { get, isText, shown, type JsonMember, type JsonNode } from './json/node.ts';
import { readJson } from './json/read.ts';

/** A nested template: its content, and the name of the deployment that has it. */
interface InnerTemplate {
  readonly name: string;
  readonly content: Content;
}

/** The template without what is nested, and what is nested, deepest first. */
export interface Separated {
  readonly outer: Content;
  readonly inner: readonly InnerTemplate[];
}

/** Separates a template from the templates of inner scope and of policy rules in it. */
export function separate(text: string, root: JsonNode): Separated {
  const found = find(root, { name: (name) => name === 'template' }).filter(
    ({ owner, path }) =>
      isText(get(owner, 'expressionEvaluationOptions', 'scope'), 'inner') ||
      /\.policyRule\./i.test(path),
  );
  if (found.length === 0) return { outer: { text, base: 0, root }, inner: [] };
  found.sort((one, other) => compare(other.path.toLowerCase(), one.path.toLowerCase()));
  const blanked = blankOut(
    text,
    found.map(({ member }) => member),
  );
  const outer = { text: blanked, base: 0, root: readJson(blanked).root ?? root };
  const inner = found.map(({ member: { value }, parents }) => ({
    name: shown(get(parents[0], 'name')),
    content: { text: text.slice(value.start, value.end), base: value.start, root: value },
  }));
  return { outer, inner };
}

/** Puts empty objects in place of values, padded with blanks so that every offset stays what it was. */
function blankOut(text: string, members: readonly JsonMember[]): string {
  const ordered = [...members].sort((one, other) => one.value.start - other.value.start);
  let result = '';
  let at = 0;
  for (const { value } of ordered) {
    if (value.start < at || value.end - value.start < 2) continue;
    const padding = text.slice(value.start + 1, value.end - 1).replace(/[^\r\n]/g, ' ');
    result += `${text.slice(at, value.start)}{${padding}}`;
    at = value.end;
  }
  return result + text.slice(at);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
