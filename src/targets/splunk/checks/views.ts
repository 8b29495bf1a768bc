// Dashboards and other views: elements and options that Splunk took away, and definitions that cannot be read.
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { span, type Source, type Span } from '../../../text/index.ts';
import type { AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: string;
  /** Text directly inside, known once the element ends. */
  readonly text: string;
  readonly span: Span;
}

interface Rule {
  readonly appInspect: string;
  readonly is: (tag: Tag) => boolean;
  readonly message: string;
  readonly remedy: string;
}

const element = (appInspect: string, names: readonly string[], instead: string): Rule => ({
  appInspect,
  is: ({ name }) => names.includes(name),
  message: `\`<${names.join('>`, `<')}>\` is no longer an element of a dashboard`,
  remedy: `use \`${instead}\``,
});

const option = (appInspect: string, name: RegExp, remedy: string, within?: string): Rule => ({
  appInspect,
  is: (tag) =>
    tag.name === 'option' &&
    name.test(tag.attributes.get('name') ?? '') &&
    (within === undefined || tag.parent === within),
  message: 'the dashboard sets an option that Splunk took away',
  remedy,
});

const RULES: readonly Rule[] = [
  element(
    'check_for_simple_xml_search_related_element',
    ['searchString', 'searchTemplate', 'searchName', 'searchPostProcess'],
    '<search>',
  ),
  element('check_for_dashboard_xml_list_element', ['list'], '<table>'),
  element(
    'check_for_earliest_time_and_latest_time_elements_in_dashboard_xml',
    ['earliestTime', 'latestTime'],
    '<earliest> and <latest>',
  ),
  element(
    'check_for_populating_search_element_in_dashboard_xml',
    ['populatingSearch', 'populatingSavedSearch'],
    '<search>',
  ),
  element('check_for_simple_xml_seed_element', ['seed'], '<initialValue>'),
  element('check_for_advanced_xml_module_elements', ['module'], 'a Simple XML dashboard'),
  {
    appInspect: 'check_for_simple_xml_row_grouping',
    is: ({ name, attributes }) => name === 'row' && attributes.has('grouping'),
    message: 'rows are no longer grouped by an attribute',
    remedy: 'use `<panel>`',
  },
  {
    appInspect: 'check_for_noninteger_height_option',
    is: ({ name, attributes, text }) =>
      name === 'option' && attributes.get('name') === 'height' && /^\s*\d+px\s*$/u.test(text),
    message: 'a height is a number of pixels, without a unit',
    remedy: 'leave `px` out',
  },
  option(
    'check_for_simple_xml_chart_element_with_deprecated_option_names',
    /^charting\.axisLabelsY\.major(?:TickSize|LabelVisibility)$/u,
    'use `charting.axisLabelsY.majorTickVisibility`',
    'chart',
  ),
  option('check_for_displayrownumbers_in_simple_xml', /^displayRowNumbers$/u, 'use `rowNumbers`'),
  option(
    'check_for_simple_xml_option_element_with_name_previewresults',
    /^previewResults$/u,
    'leave it out',
  ),
  option(
    'check_for_dashboard_xml_option_element_with_deprecated_attribute_value',
    /^refresh\.auto\.interval$/u,
    'use `<refresh>` in the search',
  ),
  option(
    'check_for_simple_xml_single_element_with_deprecated_option_names',
    /^(?:additionalClass|afterLabel|beforeLabel|classField|linkFields|linkSearch|linkView)$/u,
    'use `underLabel`, `unit` or a drilldown',
    'single',
  ),
];

const UI = /^(?:default|local)\/data\/ui\/(?:views|panels|nav)\/.*\.xml$/u;

export const viewChecks: readonly Check[] = [
  {
    code: 'TSP1426',
    appInspect: 'check_for_simple_xml_*',
    severity: 'error',
    run: (app) =>
      views(app).flatMap((source) => tagsOf(source).flatMap((tag) => broken(source, tag))),
  },
  {
    code: 'TSP1427',
    appInspect: 'check_spl2_usage',
    severity: 'error',
    run: (app) => views(app).flatMap(studioProblem),
  },
];

function views(app: AppFolder): Source[] {
  return app.paths.filter((path) => UI.test(path)).flatMap((path) => app.text(path) ?? []);
}

function broken(source: Source, tag: Tag): Finding[] {
  return RULES.filter(({ is }) => is(tag)).map(({ appInspect, message, remedy }) => ({
    appInspect,
    source,
    span: tag.span,
    message,
    remedy,
  }));
}

/** Every element of a view, in the order in which they end; of a damaged one, those before the damage. */
function tagsOf({ text }: Source): Tag[] {
  const parser = new SaxesParser();
  const open: { readonly tag: SaxesTagPlain; readonly start: number; text: string }[] = [];
  const found: Tag[] = [];
  let damaged = false;
  let start = 0;
  parser.on('error', () => {
    damaged = true;
  });
  parser.on('opentagstart', ({ name }) => {
    start = Math.max(0, text.lastIndexOf(`<${name}`, parser.position));
  });
  parser.on('opentag', (tag) => {
    open.push({ tag: tag, start, text: '' });
  });
  parser.on('text', (more) => {
    const inner = open.at(-1);
    if (inner) inner.text += more;
  });
  parser.on('closetag', () => {
    const ended = open.pop();
    if (!ended || damaged) return;
    const { name, attributes } = ended.tag;
    found.push({
      name,
      attributes: new Map(Object.entries(attributes)),
      parent: open.at(-1)?.tag.name ?? '',
      text: ended.text,
      span: span(ended.start, Math.min(parser.position, text.length)),
    });
  });
  parser.write(text).close();
  return found;
}

/** A Dashboard Studio definition is JSON within the XML. */
function studioProblem(source: Source): Finding[] {
  const found = /<definition>\s*<!\[CDATA\[([\s\S]*?)\]\]>/u.exec(source.text);
  if (!found) return [];
  try {
    JSON.parse(found[1] ?? '');
    return [];
  } catch {
    return [
      {
        source,
        span: span(found.index, found.index + '<definition>'.length),
        message: "the dashboard's definition is not well-formed JSON",
      },
    ];
  }
}
