// Writes docs/spl.md and docs/kql.md from the built registries, docs/keys.md from the schemas. Run after `npm run build:tool`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionFamilies } from '../dist/kql/functions/index.js';
import { operators } from '../dist/kql/operators/index.js';
import { commands } from '../dist/spl/commands/index.js';
import { statisticalFunctions } from '../dist/spl/functions/aggregates.js';
import { evalFamilies } from '../dist/spl/functions/index.js';
import { documentReference, kqlReference, splReference } from './reference-text.js';

const docs = join(import.meta.dirname, '../docs');
const schema = (path) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../src', path), 'utf8'));
writeFileSync(join(docs, 'spl.md'), splReference({ commands, evalFamilies, statisticalFunctions }));
writeFileSync(join(docs, 'kql.md'), kqlReference({ operators, functionFamilies }));
writeFileSync(
  join(docs, 'keys.md'),
  documentReference({
    frontMatter: schema('documents/native/data/front-matter.schema.json'),
    pack: schema('strategy/data/pack.schema.json'),
  }),
);
