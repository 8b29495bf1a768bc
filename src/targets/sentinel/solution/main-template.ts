// The package's main template: a template per content, the watchlists, and the package that names them all.
import type { Watchlist } from '../alert-rule.ts';
import { apiVersions, literal, quoted, SCHEMA, types } from '../arm.ts';
import { withoutBlanks, type Json, type JsonObject } from '../../json.ts';
import { watchlistProperties } from '../template.ts';
import { authorOf, supportOf, type Publication } from './identity.ts';
import type { Item } from './items.ts';

/** Versions and names that the Content Hub's packages of schema 3.0.0 have. */
const CONTENT = '2023-04-01-preview';
const METADATA = '2022-01-01-preview';
const SCHEMA_VERSION = '3.0.0';
const PROVIDERS = 'Microsoft.OperationalInsights/workspaces/providers';

const PACKAGE =
  "[extensionResourceId(resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace')), 'Microsoft.SecurityInsights/contentPackages', variables('_solutionId'))]";

export function mainTemplate(
  published: Publication,
  items: readonly Item[],
  watchlists: readonly Watchlist[],
): JsonObject {
  const numbered = numberedOf(items);
  const { pack } = published;
  return {
    $schema: SCHEMA,
    contentVersion: '1.0.0.0',
    metadata: {
      author: `${authorOf(pack)} - ${published.facts.email}`,
      comments: `Solution template for ${pack.title}`,
    },
    parameters,
    variables: variablesOf(published, numbered, watchlists),
    resources: [
      ...numbered.map((each) => contentTemplate(published, each)),
      ...numbered.flatMap((each) => activeResources(published, each)),
      ...watchlists.map((each) => watchlistResource(each, pack.title)),
      packageResource(published, numbered, watchlists),
    ],
    outputs: {},
  };
}

const parameters: JsonObject = {
  location: {
    type: 'string',
    minLength: 1,
    defaultValue: '[resourceGroup().location]',
    metadata: {
      description:
        'Not used: resources lie in `workspace-location`. It is here because arm-ttk asks for it.',
    },
  },
  'workspace-location': {
    type: 'string',
    defaultValue: '',
    metadata: {
      description:
        "[concat('The region of the workspace, which may differ from ', parameters('location'))]",
    },
  },
  workspace: {
    type: 'string',
    defaultValue: '',
    metadata: { description: 'The Log Analytics workspace that Microsoft Sentinel runs on.' },
  },
};

/** An item with its number among those of its kind, and how its own variables are spelled. */
interface Numbered {
  readonly item: Item;
  readonly object: string;
  readonly product: string;
  readonly name: (variable: string) => string;
  readonly own: (variable: string) => string;
}

function numberedOf(items: readonly Item[]): readonly Numbered[] {
  const counts = new Map<string, number>();
  return items.map((item) => {
    const number = (counts.get(item.prefix) ?? 0) + 1;
    counts.set(item.prefix, number);
    const object = `${item.prefix}Object${String(number)}`;
    const name = (variable: string): string => `${variable}${String(number)}`;
    const product = `${item.prefix}${String(number)}`;
    return {
      item,
      object,
      product,
      name,
      own: (variable) => `[variables('${object}').${name(variable)}]`,
    };
  });
}

function variablesOf(
  { pack, facts, id, version }: Publication,
  numbered: readonly Numbered[],
  watchlists: readonly Watchlist[],
): JsonObject {
  return {
    // A pair for each: arm-ttk takes an id from a variable, whatever the variable holds.
    _solutionName: literal(pack.title),
    _solutionVersion: version,
    solutionId: id,
    _solutionId: "[variables('solutionId')]",
    email: facts.email,
    _email: "[variables('email')]",
    ...Object.fromEntries(numbered.map((each) => [each.object, ownVariables(each)])),
    ...Object.fromEntries(
      watchlists.map(({ alias }, index) => [
        `watchlistObject${String(index + 1)}`,
        { [`_watchlistcontentId${String(index + 1)}`]: alias },
      ]),
    ),
    // Product ids one level further down: arm-ttk looks through one, and takes no other expression for an id.
    productIds: {
      ...Object.fromEntries(
        numbered.map(({ item: { code, kind, contentId, version: own }, product }) => [
          product,
          productId(code, kind, quoted(contentId), own),
        ]),
      ),
      solution: productId('sl', 'Solution', "variables('_solutionId')", version),
    },
    _solutioncontentProductId: "[variables('productIds').solution]",
  };
}

function ownVariables({ item, name, product }: Numbered): JsonObject {
  const { prefix, code, contentId, version, id } = item;
  const content = quoted(contentId);
  return {
    [name(`${prefix}Version`)]: version,
    [name(`_${prefix}contentId`)]: contentId,
    [name(`${prefix}Id`)]: id,
    [name(`${prefix}TemplateSpecName`)]:
      `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/', concat(parameters('workspace'), '-${code}-', uniqueString(${content})))]`,
    [name(`_${prefix}contentProductId`)]: `[variables('productIds').${product}]`,
  };
}

function productId(code: string, kind: string, content: string, version: string): string {
  return `[concat(take(variables('_solutionId'), 50), '-', '${code}', '-', uniqueString(concat(variables('_solutionId'), '-', '${kind}', '-', ${content}, '-', '${version}')))]`;
}

function contentTemplate(published: Publication, numbered: Numbered): JsonObject {
  const { item, own } = numbered;
  const { prefix, kind, title } = item;
  return {
    type: `${PROVIDERS}/contentTemplates`,
    apiVersion: CONTENT,
    name: own(`${prefix}TemplateSpecName`),
    location: "[parameters('workspace-location')]",
    dependsOn: [PACKAGE],
    properties: {
      description: literal(`${title} (${kind}), template version ${published.version}`),
      mainTemplate: {
        $schema: SCHEMA,
        contentVersion: own(`${prefix}Version`),
        parameters: {},
        variables: {},
        resources: [item.resource(own), metadataResource(published, numbered)],
      },
      packageKind: 'Solution',
      packageVersion: "[variables('_solutionVersion')]",
      packageName: "[variables('_solutionName')]",
      packageId: "[variables('_solutionId')]",
      contentSchemaVersion: SCHEMA_VERSION,
      contentId: own(`_${prefix}contentId`),
      contentKind: kind,
      displayName: literal(title),
      contentProductId: own(`_${prefix}contentProductId`),
      id: own(`_${prefix}contentProductId`),
      version: own(`${prefix}Version`),
    },
  };
}

/** What belongs to which package: read by the Content Hub to tell installed content from a customer's own. */
function metadataResource(
  published: Publication,
  { item, own, object, name }: Numbered,
): JsonObject {
  const { prefix, kind, description } = item;
  const id = `variables('${object}').${name(`${prefix}Id`)}`;
  return {
    type: `${PROVIDERS}/metadata`,
    apiVersion: METADATA,
    name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/', concat('${kind}-', last(split(${id}, '/'))))]`,
    properties: withoutBlanks({
      description: literal(description),
      parentId: own(`${prefix}Id`),
      contentId: own(`_${prefix}contentId`),
      kind,
      version: own(`${prefix}Version`),
      ...originOf(published),
    }),
  };
}

function originOf(published: Publication): Readonly<Record<string, Json>> {
  return {
    source: {
      kind: 'Solution',
      name: literal(published.pack.title),
      sourceId: "[variables('_solutionId')]",
    },
    author: { name: literal(authorOf(published.pack)), email: "[variables('_email')]" },
    support: supportOf(published),
  };
}

/** Functions work as soon as the solution is installed, as its rules call them. */
function activeResources(published: Publication, numbered: Numbered): JsonObject[] {
  const { item, own } = numbered;
  if (!item.active) return [];
  const metadata = metadataResource(published, numbered);
  return [
    item.active(own),
    {
      ...metadata,
      location: "[parameters('workspace-location')]",
      dependsOn: [item.id],
    },
  ];
}

function watchlistResource(made: Watchlist, provider: string): JsonObject {
  return {
    type: types.providerWatchlists,
    apiVersion: apiVersions.watchlists,
    name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/', ${quoted(made.alias)})]`,
    properties: watchlistProperties(made, provider),
  };
}

function packageResource(
  published: Publication,
  numbered: readonly Numbered[],
  watchlists: readonly Watchlist[],
): JsonObject {
  const { pack, facts, version } = published;
  const criteria = [
    ...numbered.map(({ item, own }) => ({
      kind: item.kind,
      contentId: own(`_${item.prefix}contentId`),
      version: own(`${item.prefix}Version`),
    })),
    ...watchlists.map((_, index) => ({
      kind: 'Watchlist',
      contentId: `[variables('watchlistObject${String(index + 1)}')._watchlistcontentId${String(index + 1)}]`,
      version,
    })),
  ];
  return {
    type: `${PROVIDERS}/contentPackages`,
    apiVersion: CONTENT,
    location: "[parameters('workspace-location')]",
    name: "[concat(parameters('workspace'), '/Microsoft.SecurityInsights/', variables('_solutionId'))]",
    properties: withoutBlanks({
      version,
      kind: 'Solution',
      contentSchemaVersion: SCHEMA_VERSION,
      displayName: literal(pack.title),
      publisherDisplayName: literal(authorOf(pack)),
      descriptionHtml: `<p>${escapeHtml(pack.description === '' ? pack.title : pack.description)}</p>`,
      contentKind: 'Solution',
      contentProductId: "[variables('_solutioncontentProductId')]",
      id: "[variables('_solutioncontentProductId')]",
      contentId: "[variables('_solutionId')]",
      parentId: "[variables('_solutionId')]",
      ...originOf(published),
      dependencies: { operator: 'AND', criteria },
      firstPublishDate: facts.published,
      providers: [literal(authorOf(pack))],
      categories: withoutBlanks({ domains: facts.domains, verticals: facts.verticals }),
    }),
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
