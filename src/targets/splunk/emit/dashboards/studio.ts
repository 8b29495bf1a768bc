// A dashboard as a Dashboard Studio definition in its tabbed form, known from Splunk 10.0 on.
import { compactJson, type Json } from '../json.ts';
import { markup } from '../markup.ts';
import type { Dashboard, Input, Panel, Query, Row, TimeRange, Visual } from './dashboard.ts';

/** Every grid must be tiled to this width, without gaps. */
const WIDTH = 1440;
const LAYOUT = 'layout_1';

/** The view's file: the definition as JSON inside the XML that views are stored in. */
export function studio(dashboard: Dashboard): string {
  const json = compactJson(definition(dashboard)).replaceAll(']]>', ']]\\u003e');
  return [
    '<dashboard version="2" theme="light">',
    `  <label>${markup(dashboard.label)}</label>`,
    `  <description>${markup(dashboard.description)}</description>`,
    `  <definition><![CDATA[${json}]]></definition>`,
    '</dashboard>',
    '',
  ].join('\n');
}

/** The definition itself: data sources, visualizations and inputs by name, and one grid that places them. */
function definition({ label, description, inputs, shared, rows }: Dashboard): Json {
  const sources: Record<string, Json> = {};
  for (const [name, query] of shared) sources[`ds_${name}`] = dataSource(name, query);
  const placed = placedPanels(rows);
  const visualizations: Record<string, Json> = {};
  placed.forEach(({ id, panel }) => {
    if ('query' in panel) sources[`ds_${id}`] = dataSource(id, panel.query);
    visualizations[`viz_${id}`] = visualization(id, panel);
  });
  const named: Record<string, Json> = {};
  for (const each of inputs) {
    if (each.kind === 'choice') sources[`ds_${each.token}`] = dataSource(each.token, each.query);
    named[inputName(each)] = input(each);
  }
  return {
    title: label,
    description,
    dataSources: sources,
    visualizations,
    inputs: named,
    defaults: {},
    layout: {
      globalInputs: inputs.map(inputName),
      tabs: { items: [{ layoutId: LAYOUT, label }] },
      layoutDefinitions: {
        [LAYOUT]: {
          type: 'grid',
          options: { width: WIDTH },
          structure: placed.map(({ id, position }) => ({
            item: `viz_${id}`,
            type: 'block',
            position,
          })),
        },
      },
    },
  };
}

interface Placed {
  readonly id: string;
  readonly panel: Panel;
  readonly position: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
}

function placedPanels(rows: readonly Row[]): Placed[] {
  const placed: Placed[] = [];
  let y = 0;
  for (const { height, panels } of rows) {
    const w = WIDTH / panels.length;
    panels.forEach((panel, index) => {
      const id = `panel_${String(placed.length + 1)}`;
      placed.push({ id, panel, position: { x: index * w, y, w, h: height } });
    });
    y += height;
  }
  return placed;
}

function dataSource(name: string, { text, range, base }: Query): Json {
  if (base !== undefined) {
    return { type: 'ds.chain', name, options: { extend: `ds_${base}`, query: text } };
  }
  const queryParameters = rangeOf(range);
  // Its results can be named in text: `$name:result.column$`.
  return {
    type: 'ds.search',
    name,
    options: { query: text, queryParameters, enableSmartSources: true },
  };
}

function rangeOf(range: TimeRange): { readonly earliest: string; readonly latest: string } {
  return range === 'period' ? { earliest: '$period.earliest$', latest: '$period.latest$' } : range;
}

function visualization(id: string, panel: Panel): Json {
  if ('text' in panel) {
    const { source, column } = panel.text;
    const markdown = `$${source}:result.${column}$`;
    return { type: 'splunk.markdown', title: panel.title, options: { markdown } };
  }
  const { title, visual, link } = panel;
  const handlers =
    link === undefined
      ? {}
      : {
          eventHandlers: [
            { type: 'drilldown.customUrl', options: { newTab: true, url: address(link) } },
          ],
        };
  return { title, dataSources: { primary: `ds_${id}` }, ...viewOf(visual), ...handlers };
}

function viewOf(visual: Visual): { readonly type: string; readonly options: Json } {
  switch (visual.kind) {
    case 'number':
      return { type: 'splunk.singlevalue', options: {} };
    case 'timeline':
      return {
        type: 'splunk.column',
        options: { stackMode: 'stacked', legendDisplay: 'bottom' },
      };
    case 'bars':
      return { type: 'splunk.bar', options: { legendDisplay: 'off' } };
    case 'table':
      return { type: 'splunk.table', options: { count: visual.rows } };
  }
}

function inputName(given: Input): string {
  return given.kind === 'time' ? 'input_period' : `input_${given.token}`;
}

function input(given: Input): Json {
  if (given.kind === 'time') {
    return {
      type: 'input.timerange',
      title: given.label,
      options: { token: 'period', defaultValue: `${given.earliest},${given.latest}` },
    };
  }
  const series = (column: string): string =>
    `> primary | seriesByName("${column}") | renameSeries("${column}")`;
  return {
    type: 'input.dropdown',
    title: given.label,
    dataSources: { primary: `ds_${given.token}` },
    options: {
      token: given.token,
      defaultValue: given.initial,
      items: '> frame(label, value) | objects()',
    },
    context: { label: series('label'), value: series('value') },
  };
}

function address(link: string): string {
  return link.replace(/\{\{(\w{1,40})\}\}/gu, (_, column: string) => `$row.${column}.value|u$`);
}
