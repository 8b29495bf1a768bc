// The portal's form for a solution: which workspace, and what will be there, a step per kind of content.
// https://learn.microsoft.com/azure/azure-resource-manager/managed-applications/create-uidefinition-overview
import type { JsonObject } from '../../json.ts';
import type { Watchlist } from '../alert-rule.ts';
import { literal } from '../arm.ts';
import type { Publication } from './identity.ts';
import type { Item } from './items.ts';

interface Step {
  readonly name: string;
  readonly element: string;
  readonly label: string;
  readonly text: string;
  readonly entries: readonly { readonly title: string; readonly description: string }[];
}

export function uiDefinition(
  { pack }: Publication,
  items: readonly Item[],
  watchlists: readonly Watchlist[],
): JsonObject {
  const steps = stepsOf(items, watchlists);
  const counts = steps.map(({ label, entries }) => `**${label}:** ${String(entries.length)}`);
  return {
    $schema:
      'https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#',
    handler: 'Microsoft.Azure.CreateUIDef',
    version: '0.1.2-preview',
    parameters: {
      config: {
        isWizard: false,
        basics: {
          description: literal(
            [pack.description === '' ? pack.title : pack.description, counts.join(', ')].join(
              '\n\n',
            ),
          ),
          subscription: {
            resourceProviders: [
              'Microsoft.OperationsManagement/solutions',
              'Microsoft.OperationalInsights/workspaces/providers/alertRules',
              'Microsoft.Insights/workbooks',
            ],
          },
          location: {
            metadata: { hidden: 'The region is that of the workspace.' },
            visible: false,
          },
          resourceGroup: { allowExisting: true },
        },
      },
      basics: workspaceControls,
      steps: steps.map(stepObject),
      outputs: {
        'workspace-location':
          "[first(map(filter(basics('getLAWorkspace').value, (filter) => and(contains(toLower(filter.id), toLower(resourceGroup().name)), equals(filter.name, basics('workspace')))), (item) => item.location))]",
        location: '[location()]',
        workspace: "[basics('workspace')]",
      },
    },
  };
}

const workspaceControls: readonly JsonObject[] = [
  {
    name: 'getLAWorkspace',
    type: 'Microsoft.Solutions.ArmApiControl',
    toolTip: 'The workspaces of the resource group that was chosen',
    condition: '[greater(length(resourceGroup().name),0)]',
    request: {
      method: 'GET',
      path: "[concat(subscription().id,'/providers/Microsoft.OperationalInsights/workspaces?api-version=2020-08-01')]",
    },
  },
  {
    name: 'workspace',
    type: 'Microsoft.Common.DropDown',
    label: 'Workspace',
    placeholder: 'Select a workspace',
    toolTip: 'The workspaces of the resource group that was chosen',
    constraints: {
      allowedValues:
        '[map(filter(basics(\'getLAWorkspace\').value, (filter) => contains(toLower(filter.id), toLower(resourceGroup().name))), (item) => parse(concat(\'{"label":"\', item.name, \'","value":"\', item.name, \'"}\')))]',
      required: true,
    },
    visible: true,
  },
];

function stepsOf(items: readonly Item[], watchlists: readonly Watchlist[]): readonly Step[] {
  const of = (kind: Item['kind']): readonly Item[] => items.filter((each) => each.kind === kind);
  const steps: readonly Step[] = [
    {
      name: 'workbooks',
      element: 'workbook',
      label: 'Workbooks',
      text: 'Workbooks are installed as templates. Save one to use it.',
      entries: of('Workbook'),
    },
    {
      name: 'analytics',
      element: 'analytic',
      label: 'Analytic Rules',
      text: 'Rules are installed as templates. Create rules from them under Analytics to have them run.',
      entries: of('AnalyticsRule'),
    },
    {
      name: 'huntingqueries',
      element: 'huntingquery',
      label: 'Hunting Queries',
      text: 'Queries to run by hand, over any time.',
      entries: of('HuntingQuery'),
    },
    {
      name: 'parsers',
      element: 'parser',
      label: 'Functions',
      text: 'Functions of the workspace that the rules call. They hold values that a site may tune.',
      entries: of('Parser'),
    },
    {
      name: 'watchlists',
      element: 'watchlist',
      label: 'Watchlists',
      text: 'Lists that the rules read. Edit them under Watchlists.',
      entries: watchlists.map(({ alias, description }) => ({ title: alias, description })),
    },
  ];
  return steps.filter(({ entries }) => entries.length > 0);
}

function stepObject({ name, element, label, text, entries }: Step): JsonObject {
  return {
    name,
    label,
    subLabel: { preValidation: 'What will be installed', postValidation: 'Done' },
    bladeTitle: label,
    elements: [
      { name: `${name}-text`, type: 'Microsoft.Common.TextBlock', options: { text } },
      ...entries.map(({ title, description }, index) => ({
        name: `${element}${String(index + 1)}`,
        type: 'Microsoft.Common.Section',
        label: literal(title),
        elements: [
          {
            name: `${element}${String(index + 1)}-text`,
            type: 'Microsoft.Common.TextBlock',
            options: { text: literal(description === '' ? title : description) },
          },
        ],
      })),
    ],
  };
}
