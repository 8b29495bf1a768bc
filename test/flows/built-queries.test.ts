// Every query in everything that is built for a workspace, workbooks included, compiles against the shipped schemas.
import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { assemble } from '../../src/flows/build.ts';
import { loadKusto, schemaOf, type KqlEnvironment } from '../../src/kql/index.ts';
import { readTemplate } from '../../src/targets/sentinel/index.ts';
import type { FileTree } from '../../src/text/index.ts';
import { document, folderOf } from './disk.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(300_000);

interface Query {
  readonly place: string;
  readonly text: string;
}

/** A workbook puts these in before it asks. */
const PARAMETERS = new Map([['{TimeRange:grain}', '1h']]);

/** Begins and ends as an expression of a template does. */
const HUNT = "['SecurityEvent'] | where EventID == dynamic([4698])[0]";

const SOLUTION = `
solution:
  publisher: example
  published: "2026-01-31"
  email: a@example.com
  link: https://example.com
  tier: Community
  domains: [Security - Threat Protection]
`;

let queries: readonly Query[];
let environment: KqlEnvironment;

beforeAll(async () => {
  await loadKusto();
  const { path, remove } = folderOf();
  cpSync(join(import.meta.dirname, '../../strategies'), path, { recursive: true });
  appendFileSync(join(path, 'pack.yaml'), SOLUTION);
  const searches = `\`\`\`kusto sentinel\n${HUNT}\n\`\`\``;
  const hunt = document({ id: 'hunt', searches }).replace(
    'status: production',
    'status: production\nplatforms: { sentinel: { kind: Hunting } }',
  );
  writeFileSync(join(path, 'hunt.md'), hunt);
  [queries, environment] = await queriesOf(path);
  remove();
});

async function queriesOf(pack: string): Promise<[readonly Query[], KqlEnvironment]> {
  const forms = ['extension', 'repositories', 'solution'] as const;
  const { tree, diagnostics } = await assemble({ pack, sentinel: forms });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const sentinel: FileTree = new Map([...tree].filter(([path]) => path.startsWith('sentinel/')));
  const bundle = readTemplate(sentinel).value;
  const environment: KqlEnvironment = {
    now: 0n,
    environment: 'sentinel',
    tables: new Map(),
    functions: [...bundle.functions.values()],
    watchlists: new Map(
      [...bundle.watchlists.values()].map(({ alias, columns }) => [
        alias,
        {
          table: alias,
          columns: ['SearchKey', ...columns].map((name) => ({ name, type: 'string' })),
        },
      ]),
    ),
  };
  return [[...sentinel].flatMap(([path, content]) => queriesIn(path, content)), environment];
}

function queriesIn(path: string, content: string | Uint8Array): Query[] {
  if (!path.endsWith('emplate.json') && !/\/repositories\/.*\.json$/.test(path)) return [];
  const found: Query[] = [];
  visit(JSON.parse(String(content)), path, found);
  return found;
}

/** Texts named `query`, also in the text that a workbook is; its own come after `#`. */
function visit(value: unknown, place: string, found: Query[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (key === 'serializedData') visit(JSON.parse(unquoted(String(each))), `${place}#`, found);
    else if (key === 'query') found.push({ place: `${place}.query`, text: unquoted(String(each)) });
    else visit(each, Array.isArray(value) ? place : `${place}.${key}`, found);
  }
}

/** What is left of a text when deployment, and installing, have read it. */
const unquoted = (text: string): string =>
  text.startsWith('[[') && text.endsWith(']') ? text.replace(/^\[+/, '[') : text;

function problems({ place, text }: Query): string[] {
  let asked = text;
  for (const [name, value] of PARAMETERS) asked = asked.replaceAll(name, value);
  return schemaOf({ name: place, text: asked }, environment)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => `${place}: ${message}`);
}

const places = (pattern: RegExp): string[] =>
  queries.flatMap(({ place }) => (pattern.test(place) ? [place] : []));

describe('what is built for a workspace', () => {
  test('has queries in all forms, in workbooks too', () => {
    const forms = [/\/mainTemplate/, /\/repositories\//, /\/solution\//];
    for (const form of forms) expect(places(form).length).toBeGreaterThan(8);
    expect(places(/#/).length).toBeGreaterThanOrEqual(8);
  });

  test('asks nothing that does not compile', () => {
    expect(queries.flatMap(problems)).toEqual([]);
  });

  test('has a hunting query as it was written', () => {
    const same = queries.flatMap(({ place, text }) => (text === HUNT ? [place] : []));
    expect(same.map((each) => each.replace(/[0-9a-f-]{36}/, 'id'))).toEqual([
      'sentinel/stratagem_scheduled_tasks/mainTemplate.json.resources.properties.query',
      'sentinel/stratagem_scheduled_tasks/repositories/HuntingQueries/id.json.resources.properties.query',
      'sentinel/stratagem_scheduled_tasks/solution/mainTemplate.json.resources.properties.mainTemplate.resources.properties.query',
    ]);
  });
});
