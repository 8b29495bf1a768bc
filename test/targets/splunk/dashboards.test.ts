import { describe, expect, test } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { check, emit, EDITIONS, SPLUNK_VERSIONS } from '../../../src/targets/splunk/index.ts';
import { built, DASHBOARDS, definitionOf, textAt, VIEWS } from './dashboard-files.ts';
import { assets, pack, strategies } from './sample-pack.ts';

describe('a Dashboard Studio definition', () => {
  test.each(DASHBOARDS)('%s names only what it has, and tiles its grid', (name) => {
    const made = definitionOf(textAt(built('10.0'), `${VIEWS}${name}.xml`));
    const { layout, visualizations, dataSources, inputs } = made;
    expect(layout.globalInputs).toEqual(Object.keys(inputs));
    const [tab, ...others] = layout.tabs.items;
    expect(others).toEqual([]);
    const structure = layout.layoutDefinitions[tab?.layoutId ?? '']?.structure ?? [];
    expect(structure.map(({ item }) => item).sort()).toEqual(Object.keys(visualizations).sort());
    let [x, y, height] = [0, 0, 0];
    for (const { position } of structure) {
      if (x === 1440) [x, y] = [0, y + height];
      expect([position.x, position.y]).toEqual([x, y]);
      if (x > 0) expect(position.h).toBe(height);
      [x, height] = [x + position.w, position.h];
    }
    expect(x).toBe(1440);
    for (const { dataSources: used = {} } of Object.values(visualizations)) {
      for (const source of Object.values(used)) expect(dataSources).toHaveProperty([source]);
    }
    for (const { type, options } of Object.values(dataSources)) {
      expect(type).toBe(options.extend === undefined ? 'ds.search' : 'ds.chain');
      if (options.extend !== undefined) expect(dataSources).toHaveProperty([options.extend]);
    }
  });

  test('the strategy is shown as Markdown out of the first result', () => {
    const { visualizations, dataSources } = definitionOf(
      textAt(built('10.4'), `${VIEWS}strategy.xml`),
    );
    const markdown = Object.values(visualizations)
      .filter(({ type }) => type === 'splunk.markdown')
      .map(({ options }) => options['markdown']);
    expect(markdown).toEqual(['$document:result.understand$', '$document:result.act$']);
    expect(dataSources['ds_document']).toMatchObject({
      type: 'ds.search',
      name: 'document',
      options: { enableSmartSources: true },
    });
  });

  test('the end of a CDATA section in a title does not end it', () => {
    const { value } = emit({ ...pack, title: 'ACME ]]> & <co>' }, strategies, assets, {
      minSplunk: '10.0',
      edition: 'es',
    });
    const xml = textAt(value, `${VIEWS}overview.xml`);
    expect(() => new SaxesParser().write(xml).close()).not.toThrow();
    expect(xml).toContain('ACME ]]\\u003e & <co>');
  });
});

describe('what an app is built for', () => {
  test.each(
    SPLUNK_VERSIONS.flatMap((version) => EDITIONS.map((edition) => [version, edition] as const)),
  )('Splunk %s, edition %s: passes our checks, every link leads somewhere', (version, edition) => {
    const tree = built(version, edition);
    expect(check(tree)).toEqual([]);
    const nav = textAt(tree, 'acme_detections/default/data/ui/nav/default.xml');
    const named = [...nav.matchAll(/<view name="(\w+)"/gu)].map(([, name]) => name ?? '');
    // Pages of Splunk's own that every app has.
    const own = named.filter((name) => !['search', 'alerts'].includes(name));
    for (const name of own) expect(tree.has(`${VIEWS}${name}.xml`)).toBe(true);
    expect(own.sort()).toEqual([...DASHBOARDS, 'setup'].sort());
    for (const name of DASHBOARDS) {
      const links = textAt(tree, `${VIEWS}${name}.xml`).matchAll(/\/app\/(\w+)\/(\w+)\?/gu);
      for (const [, app, view] of links) {
        expect([app, [...own, 'search'].includes(view ?? '')]).toEqual(['acme_detections', true]);
      }
    }
  });

  test.each([
    ['9.4', '>=9.4', '<form version="1.1"', '<dashboard version="1.1">'],
    ['10.0', '>=10.0', '<dashboard version="2"', '<dashboard version="1.1">'],
    ['10.4', '>=10.4', '<dashboard version="2"', '<view template="pages/splunk_ui_app.html"'],
    ['cloud', '>=10.0', '<dashboard version="2"', '<view template="pages/splunk_ui_app.html"'],
  ] as const)('Splunk %s', (version, required, dashboard, setup) => {
    const tree = built(version);
    expect(textAt(tree, 'acme_detections/app.manifest')).toContain(`"Enterprise": "${required}"`);
    expect(textAt(tree, `${VIEWS}overview.xml`)).toContain(dashboard);
    expect(textAt(tree, `${VIEWS}setup.xml`)).toContain(setup);
  });
});
