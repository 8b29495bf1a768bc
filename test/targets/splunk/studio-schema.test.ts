// Dashboard Studio definitions against the schemas that Splunk publishes: the definition as a whole, and the options of
// each kind of visualization.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { emit } from '../../../src/targets/splunk/index.ts';
import { assets, pack, strategies } from './sample-pack.ts';

type Schema = Readonly<Record<string, unknown>>;

const script = join(import.meta.dirname, '../../../build/studio-schemas.js');
const printed = execFileSync(process.execPath, [script], { maxBuffer: 64 * 1024 * 1024 });
const published = JSON.parse(printed.toString()) as {
  readonly definition: Schema;
  readonly options: Readonly<Record<string, Schema>>;
};

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });

const OPTIONS: Readonly<Record<string, string>> = {
  'splunk.singlevalue': 'singleValueOptionsSchema',
  'splunk.column': 'columnOptionsSchema',
  'splunk.bar': 'barOptionsSchema',
  'splunk.table': 'tableOptionsSchema',
  'splunk.markdown': 'markdownOptionsSchema',
};

interface Definition extends Schema {
  readonly visualizations: Readonly<Record<string, { type: string; options: Schema }>>;
}

const { value: tree } = emit(pack, strategies, assets, { minSplunk: '10.4', edition: 'es' });

function definitionOf(view: string): Definition {
  const xml = String(tree.get(`acme_detections/default/data/ui/views/${view}.xml`));
  const json = /<definition><!\[CDATA\[(.*)\]\]><\/definition>/su.exec(xml)?.[1] ?? '';
  return JSON.parse(json) as Definition;
}

function problems(schema: Schema, value: unknown): string[] {
  const valid = ajv.compile(schema);
  return valid(value)
    ? []
    : (valid.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

describe.each(['overview', 'coverage', 'health', 'strategy'])('the dashboard %s', (view) => {
  test('is a definition', () => {
    expect(problems(published.definition, definitionOf(view))).toEqual([]);
  });

  test('gives its visualizations options that they have', () => {
    for (const { type, options: given } of Object.values(definitionOf(view).visualizations)) {
      const schema = published.options[OPTIONS[type] ?? ''];
      expect(schema).toBeDefined();
      const wrapped = { type: 'object', additionalProperties: false, properties: schema };
      expect(problems(wrapped, given)).toEqual([]);
    }
  });
});

test('the schema bites', () => {
  const { layout, ...rest } = definitionOf('overview');
  expect(layout).toBeDefined();
  expect(problems(published.definition, { ...rest, layout: { type: 'grid' } })).not.toEqual([]);
});
