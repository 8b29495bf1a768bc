// Writes docs/spl.md and docs/kql.md from the built registries. Run after `npm run build:tool`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionFamilies } from '../dist/kql/functions/index.js';
import { operators } from '../dist/kql/operators/index.js';
import { commands } from '../dist/spl/commands/index.js';
import { statisticalFunctions } from '../dist/spl/functions/aggregates.js';
import { evalFamilies } from '../dist/spl/functions/index.js';
import { kqlReference, splReference } from './reference-text.js';

const docs = join(import.meta.dirname, '../docs');
writeFileSync(join(docs, 'spl.md'), splReference({ commands, evalFamilies, statisticalFunctions }));
writeFileSync(join(docs, 'kql.md'), kqlReference({ operators, functionFamilies }));
