// What every event of a search head has; further fields come from its text and from the knowledge of its source.
import type { Column } from '../plan/index.ts';

export const EVENT_COLUMNS: readonly Column[] = [
  { name: '_time', type: 'real' },
  { name: '_raw', type: 'string' },
  { name: 'index', type: 'string' },
  { name: 'source', type: 'string' },
  { name: 'sourcetype', type: 'string' },
  { name: 'host', type: 'string' },
];
