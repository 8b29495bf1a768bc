// The reference pages of both languages, from the registries. Pure, so that a test can compare the pages with the code.

const escape = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text) =>
  String(text).includes('`') ? `\`\` ${escape(text)} \`\`` : `\`${escape(text)}\``;
const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const title = (family) => family.charAt(0).toUpperCase() + family.slice(1).replaceAll('-', ' ');

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const names = ({ name, aliases = [] }) => [name, ...aliases].map(code).join(', ');

/** The first example of a function: expression and value. */
function example([first]) {
  if (!first) return ['', ''];
  const [expression, value] = first;
  return [code(expression), code(JSON.stringify(value))];
}

export function splReference({ commands, evalFamilies, statisticalFunctions }) {
  const functions = Object.entries(evalFamilies).map(([family, rows]) => {
    const lines = [...rows].sort(byName).map((row) => [code(row.name), ...example(row.examples)]);
    return `### ${title(family)}\n\n${table(['function', 'example', 'gives'], lines)}`;
  });
  return `# SPL

What the engine runs, made from its registries by \`node build/reference.js\`. Everything else is refused by name and place.

## Commands

${table(
  ['command', 'does'],
  [...commands].sort(byName).map((each) => [names(each), escape(each.summary)]),
)}

## Statistical functions

${table(
  ['function', 'gives'],
  [...statisticalFunctions].sort(byName).map((each) => [code(each.name), escape(each.meaning)]),
)}

## Eval functions

${functions.join('\n\n')}
`;
}

export function kqlReference({ operators, functionFamilies }) {
  const functions = Object.entries(functionFamilies).map(([family, rows]) => {
    const lines = [...rows].sort(byName).map((row) => [names(row), ...example(row.examples)]);
    return `### ${title(family)}\n\n${table(['function', 'example', 'gives'], lines)}`;
  });
  return `# KQL

What the engine runs, made from its registries by \`node build/reference.js\`. Everything else is refused by name and place. Parsing and binding are Microsoft's own.

## Operators

${[...operators]
  .sort(byName)
  .map(({ name, source }) => `[${escape(name)}](${source})`)
  .join(', ')}

## Functions

${functions.join('\n\n')}
`;
}

const wordsOf = ({ type, enum: choices }) =>
  choices ? choices.map(code).join(', ') : [type ?? 'any'].flat().join(' or ');

/** Rows of a schema's keys, nested ones behind a dot, items of lists behind `[]`. */
function keysOf(schema, path = '') {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const own = [code(at), wordsOf(value), required.has(key) ? 'yes' : '', value.description ?? ''];
    const inner = value.items ? keysOf(value.items, `${at}[]`) : keysOf(value, at);
    return [own.map((cell, column) => (column === 3 ? escape(cell) : cell)), ...inner];
  });
}

export function documentReference({ frontMatter, pack }) {
  const head = ['key', 'value', 'required', 'meaning'];
  return `# Keys of a document and of a pack

Made from the JSON Schemas by \`node build/reference.js\`; an editor that is given the schemas completes and checks the same keys. [writing.md](writing.md) tells how to use them.

## Front matter of a document

${table(head, keysOf(frontMatter))}

## \`pack.yaml\`

${table(head, keysOf(pack))}
`;
}
