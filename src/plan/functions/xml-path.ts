// XPath over leniently read XML: the steps of abbreviated paths with their tests, no axes or functions beyond `text()`.
import { readXml, type XmlNode } from './xml-text.ts';
import { define, type ScalarFunction } from './function.ts';

/** What a step selects: child elements, an attribute, the text inside. `deep`: at any depth (`//`). */
interface Step {
  readonly deep: boolean;
  readonly kind: 'element' | 'attribute' | 'text';
  /** `*` for any. */
  readonly name: string;
  readonly tests: readonly Test[];
}

/** `[2]`, `[@id]`, `[@id='x']`, `[name='x']`, `[name]`. */
type Test =
  | { readonly kind: 'place'; readonly place: number }
  | {
      readonly kind: 'value';
      readonly attribute: boolean;
      readonly name: string;
      readonly equals: string | undefined;
    };

const MOST_STEPS = 50;
/** Nodes that a path may visit in one text. */
const MOST_VISITS = 200_000;

const STEP = /(\/{0,2})(@)?(text\(\)|\*|[\p{L}_][\p{L}\p{N}_.:-]*)/uy;
const TEST =
  /\[\s*(?:(\d{1,6})|(@)?(\*|[\p{L}_][\p{L}\p{N}_.:-]*)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'))?)\s*\]/uy;

/** The steps of a path; undefined for what is not understood. */
export function readXPath(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  const text = path.trim();
  let at = 0;
  while (at < text.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(text);
    const [whole = '', slashes = '', attribute, name = ''] = found ?? [];
    if (!found || (steps.length > 0 && slashes === '') || steps.length >= MOST_STEPS) {
      return undefined;
    }
    at += whole.length;
    const tests: Test[] = [];
    for (;;) {
      TEST.lastIndex = at;
      const test = TEST.exec(text);
      if (!test) break;
      at += test[0].length;
      tests.push(testOf(test));
    }
    const kind = name === 'text()' ? 'text' : attribute === undefined ? 'element' : 'attribute';
    steps.push({ deep: slashes === '//', kind, name, tests });
  }
  const inner = steps.slice(0, -1).some((each) => each.kind !== 'element');
  return steps.length === 0 || inner ? undefined : steps;
}

function testOf([, place, attribute, name = '', double, single]: RegExpExecArray): Test {
  if (place !== undefined) return { kind: 'place', place: Number(place) };
  return { kind: 'value', attribute: attribute !== undefined, name, equals: double ?? single };
}

interface Budget {
  left: number;
}

/** An element in its parent's place: the document is an element without a name. */
const documentOf = (children: readonly XmlNode[]): XmlNode => ({
  name: '',
  attributes: [],
  children,
  text: '',
});

function selected(node: XmlNode, step: Step, budget: Budget): XmlNode[] {
  const found: XmlNode[] = [];
  const visit = (parent: XmlNode): void => {
    budget.left -= parent.children.length;
    if (budget.left < 0) return;
    const named = parent.children.filter((each) => step.name === '*' || each.name === step.name);
    found.push(...passing(named, step.tests));
    if (step.deep) for (const each of parent.children) visit(each);
  };
  visit(node);
  return found;
}

const passing = (nodes: readonly XmlNode[], tests: readonly Test[]): readonly XmlNode[] =>
  tests.reduce(
    (left, test) =>
      test.kind === 'place'
        ? left.slice(test.place - 1, test.place)
        : left.filter((each) => holds(each, test)),
    nodes,
  );

function holds(node: XmlNode, test: Extract<Test, { kind: 'value' }>): boolean {
  const values = test.attribute
    ? attributesOf(node, test.name)
    : node.children
        .filter((each) => test.name === '*' || each.name === test.name)
        .map((each) => each.text);
  return test.equals === undefined ? values.length > 0 : values.includes(test.equals);
}

const attributesOf = (node: XmlNode, name: string): string[] =>
  node.attributes.filter(([key]) => name === '*' || key === name).map(([, value]) => value);

function values(xml: string, path: string): string[] | null {
  const steps = readXPath(path);
  if (!steps) return null;
  const budget = { left: MOST_VISITS };
  let nodes: readonly XmlNode[] = [documentOf(readXml(xml))];
  for (const step of steps) {
    if (step.kind !== 'element') {
      const owners = step.deep
        ? nodes.flatMap((each) => [each, ...everyElement(each, budget)])
        : nodes;
      const texts = owners.flatMap((each) =>
        step.kind === 'attribute'
          ? attributesOf(each, step.name)
          : each.text === ''
            ? []
            : [each.text],
      );
      return texts.length > 0 ? texts : null;
    }
    nodes = nodes.flatMap((each) => selected(each, step, budget));
  }
  const texts = nodes.flatMap((each) =>
    each.children.length > 0 ? [each.raw ?? ''] : each.text === '' ? [] : [each.text],
  );
  return texts.length > 0 ? texts : null;
}

function everyElement(node: XmlNode, budget: Budget): XmlNode[] {
  return selected(node, { deep: true, kind: 'element', name: '*', tests: [] }, budget);
}

export const xmlPath: readonly ScalarFunction[] = [
  define<[string, string]>({
    name: 'xml.path',
    takes: ['string', 'string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning:
      'what an XPath selects in an XML text: attributes and texts as they are, an element as its text or, with elements inside, as written; null for nothing',
    evaluate: values,
  }),
];
