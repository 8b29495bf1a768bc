// A dashboard as Simple XML 1.1, which every supported Splunk shows.
import { markup } from '../markup.ts';
import type { Dashboard, Input, Panel, Query, Row, Text, TimeRange, Visual } from './dashboard.ts';

/** The view's file. */
export function simpleXml({ label, description, inputs, shared, rows }: Dashboard): string {
  const root = inputs.length > 0 ? 'form' : 'dashboard';
  return [
    `<${root} version="1.1">`,
    `  <label>${markup(label)}</label>`,
    `  <description>${markup(description)}</description>`,
    ...[...shared].map(([name, query]) => sharedSearch(name, query, textsOf(rows, name))),
    ...(inputs.length > 0
      ? ['  <fieldset submitButton="false">', ...inputs.map(input), '  </fieldset>']
      : []),
    ...rows.map(row),
    `</${root}>`,
    '',
  ].join('\n');
}

function input(given: Input): string {
  const label = `      <label>${markup(given.label)}</label>`;
  const lines =
    given.kind === 'time'
      ? [
          '    <input type="time" token="period">',
          label,
          '      <default>',
          `        <earliest>${given.earliest}</earliest>`,
          `        <latest>${given.latest}</latest>`,
          '      </default>',
        ]
      : [
          `    <input type="dropdown" token="${given.token}" searchWhenChanged="true">`,
          label,
          '      <fieldForLabel>label</fieldForLabel>',
          '      <fieldForValue>value</fieldForValue>',
          `      ${search(given.query)}`,
          `      <default>${markup(given.initial)}</default>`,
        ];
  return [...lines, '    </input>'].join('\n');
}

function row({ panels, height }: Row): string {
  return ['  <row>', ...panels.map((each) => panel(each, height)), '  </row>'].join('\n');
}

function panel(given: Panel, height: number): string {
  if ('text' in given) return textPanel(given.title, given.text);
  const { title, query, visual, link } = given;
  const element = ELEMENTS[visual.kind];
  const clickable = link === undefined ? 'none' : 'row';
  const options = [
    ...optionsOf(visual, height),
    ['drilldown', visual.kind === 'table' ? clickable : 'none'] as const,
  ];
  return [
    '    <panel>',
    `      <${element}>`,
    `        <title>${markup(title)}</title>`,
    `        ${search(query)}`,
    ...options.map(([name, value]) => `        <option name="${name}">${value}</option>`),
    ...(link === undefined
      ? []
      : [
          '        <drilldown>',
          `          <link target="_blank">${markup(address(link))}</link>`,
          '        </drilldown>',
        ]),
    `      </${element}>`,
    '    </panel>',
  ].join('\n');
}

/** Splunk shows no Markdown here, so the text stands as written; a token's value is escaped for HTML. */
function textPanel(title: string, text: Text): string {
  const token = tokenOf(text);
  return [
    `    <panel depends="$${token}$">`,
    `      <title>${markup(title)}</title>`,
    '      <html>',
    `        <div style="white-space: pre-wrap; overflow-wrap: anywhere; max-width: 60em; line-height: 1.5">$${token}$</div>`,
    '      </html>',
    '    </panel>',
  ].join('\n');
}

const tokenOf = ({ source, column }: Text): string => `${source}_${column}`;

function textsOf(rows: readonly Row[], source: string): Text[] {
  const panels = rows.flatMap((each) => each.panels);
  return panels.flatMap((each) => ('text' in each && each.text.source === source ? each.text : []));
}

/** With the texts that panels show taken from its first result when it is done. */
function sharedSearch(name: string, query: Query, texts: readonly Text[]): string {
  const whole = search(query, ` id="${name}"`);
  if (texts.length === 0) return `  ${whole}`;
  const set = texts.map((text) => `<set token="${tokenOf(text)}">$result.${text.column}$</set>`);
  return `  ${whole.replace(/<\/search>$/u, `<done>${set.join('')}</done></search>`)}`;
}

const ELEMENTS: Readonly<Record<Visual['kind'], string>> = {
  number: 'single',
  timeline: 'chart',
  bars: 'chart',
  table: 'table',
};

function optionsOf(visual: Visual, height: number): (readonly [string, string])[] {
  switch (visual.kind) {
    case 'number':
      return [];
    case 'timeline':
      return [
        ['charting.chart', 'column'],
        ['charting.chart.stackMode', 'stacked'],
        ['charting.legend.placement', 'bottom'],
        ['height', String(height)],
      ];
    case 'bars':
      return [
        ['charting.chart', 'bar'],
        ['charting.legend.placement', 'none'],
        ['height', String(height)],
      ];
    case 'table':
      return [
        ['count', String(visual.rows)],
        ['wrap', 'true'],
      ];
  }
}

function search({ text, range, base }: Query, attributes = ''): string {
  const from = base === undefined ? attributes : `${attributes} base="${base}"`;
  const query = `<query>${markup(text)}</query>`;
  // A search that goes on from another one has that one's time range.
  return base === undefined
    ? `<search${from}>${query}${window(range)}</search>`
    : `<search${from}>${query}</search>`;
}

function window(range: TimeRange): string {
  const [earliest, latest] =
    range === 'period' ? ['$period.earliest$', '$period.latest$'] : [range.earliest, range.latest];
  return `<earliest>${earliest}</earliest><latest>${latest}</latest>`;
}

function address(link: string): string {
  return link.replace(/\{\{(\w{1,40})\}\}/gu, (_, column: string) => `$row.${column}|u$`);
}
