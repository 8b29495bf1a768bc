// A pack as a solution of Microsoft's Content Hub, version 3: what is uploaded to Partner Center or deployed as it is.
import { zipSync } from 'fflate';
import type { Pack } from '../../../strategy/index.ts';
import { bytesOf, type Diagnostic, type FileTree, type Outcome } from '../../../text/index.ts';
import { printJson, withoutBlanks, type JsonObject } from '../../json.ts';
import type { Values } from '../../values.ts';
import * as problems from '../messages.ts';
import type { Contents } from '../repositories.ts';
import type { MadeRule } from '../rule.ts';
import type { Tunables } from '../tunables.ts';
import { authorOf, publicationOf, supportOf, type Publication } from './identity.ts';
import { asHunting, huntingItem, parserItem, ruleItem, workbookItem, type Item } from './items.ts';
import { mainTemplate } from './main-template.ts';
import { uiDefinition } from './ui-definition.ts';

/** What Azure takes: variables of a template, its resources, its bytes. */
const MOST_VARIABLES = 256;
const MOST_RESOURCES = 800;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * `mainTemplate.json`, `createUiDefinition.json`, both in `<version>.zip`, `SolutionMetadata.json`, and what Microsoft's
 * tool puts beside them: the template's parameters alone, in `testParameters.json`. A pack without
 * `solution` in its configuration, or one too large for a template, is an error and gives no files.
 */
export function solutionFiles(
  pack: Pack,
  { rules: made, hunting }: Contents,
  { functions, watchlists }: Tunables,
  workbooks: readonly Values[],
): Outcome<FileTree> {
  const published = publicationOf(pack);
  const source = { name: 'pack.yaml', text: '' };
  if (!published) {
    return { value: new Map(), diagnostics: [problems.noPublisher({ source }, {})] };
  }
  const items: readonly Item[] = [
    ...workbooks.map((each) => workbookItem(pack, each)),
    ...made.map(ruleItem),
    ...[...made.map(({ rule }) => asHunting(pack, rule)), ...hunting].map((each, index) =>
      huntingItem(pack, each, index + 1),
    ),
    ...[...functions.values()].map((each) => parserItem(pack, each)),
  ];
  const lists = [...watchlists.values()];
  const template = mainTemplate(published, items, lists);
  const main = printJson(template);
  const diagnostics = sizeProblems(template, main);
  if (diagnostics.length > 0) return { value: new Map(), diagnostics };
  const ui = printJson(uiDefinition(published, items, lists));
  const files = new Map<string, string | Uint8Array>([
    ['SolutionMetadata.json', printJson(metadataFile(published))],
    ['createUiDefinition.json', ui],
    ['mainTemplate.json', main],
    ['testParameters.json', printJson(template['parameters'] as JsonObject)],
    [
      `${published.version}.zip`,
      archive({ 'createUiDefinition.json': ui, 'mainTemplate.json': main }),
    ],
  ]);
  return { value: files, diagnostics: subTechniqueNotes(made, source) };
}

function metadataFile(published: Publication): JsonObject {
  const { facts, offer, pack } = published;
  return {
    publisherId: facts.publisher,
    offerId: offer,
    firstPublishDate: facts.published,
    providers: [authorOf(pack)],
    categories: withoutBlanks({ domains: facts.domains, verticals: facts.verticals }),
    support: supportOf(published),
  };
}

/** Equal files give equal bytes: names in order, one date, which is the earliest that the format knows. */
function archive(files: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(files).map(([name, text]) => [name, bytesOf(text)] as const);
  // The format holds local time: a date made from local parts is the same everywhere.
  return zipSync(Object.fromEntries(entries), { mtime: new Date(1980, 0, 1), level: 9 });
}

function sizeProblems(template: JsonObject, text: string): Diagnostic[] {
  const count = (key: string): number => Object.keys(template[key] as object).length;
  const sizes = {
    variables: count('variables'),
    resources: count('resources'),
    bytes: Buffer.byteLength(text),
  };
  const fits =
    sizes.variables <= MOST_VARIABLES &&
    sizes.resources <= MOST_RESOURCES &&
    sizes.bytes <= MOST_BYTES;
  if (fits) return [];
  const limits = {
    mostVariables: MOST_VARIABLES,
    mostResources: MOST_RESOURCES,
    mostBytes: MOST_BYTES,
  };
  return [
    problems.largeSolution(
      { source: { name: 'solution/mainTemplate.json', text: '' } },
      { ...sizes, ...limits },
    ),
  ];
}

function subTechniqueNotes(
  made: readonly MadeRule[],
  source: { readonly name: string; readonly text: string },
): Diagnostic[] {
  const count = made.filter(({ rule }) => rule.subTechniques.length > 0).length;
  return count === 0 ? [] : [problems.subTechniquesLeft({ source }, { count })];
}
