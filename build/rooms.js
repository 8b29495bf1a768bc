/** Which rooms of src/ a room may import from (a room may always import from itself). The lint enforces this table. */
export const rooms = {
  text: [],
  strategy: ['text'],
  documents: ['strategy', 'text'],
  plan: ['text'],
  spl: ['plan', 'text'],
  kql: ['plan', 'text'],
  engines: ['plan', 'text'],
  events: ['plan', 'text'],
  targets: ['strategy', 'text'],
  'arm-ttk-wrapper': [],
  verdict: ['strategy', 'text'],
  report: ['verdict', 'strategy', 'text'],
  flows: [
    'text',
    'strategy',
    'documents',
    'plan',
    'spl',
    'kql',
    'engines',
    'events',
    'targets',
    'arm-ttk-wrapper',
    'verdict',
    'report',
  ],
  cli: ['flows', 'report', 'text'],
};

/** Rooms whose folders are siblings that must not see one another (a document format, a target, an engine). */
export const suites = ['documents', 'targets', 'engines'];

/** Packages that one room alone may import. */
export const owners = {
  '@duckdb/node-api': 'engines',
  '@kusto/language-service-next': 'kql',
  commander: 'cli',
  picocolors: 'report',
};
