// Microsoft's normalised schemas (ASIM) in a Sentinel workspace: their parser functions, for queries that name them.
import { asimOf } from '../events/index.ts';
import type { KqlColumn, KqlEnvironment } from '../kql/index.ts';

/** The environment with the parsers that the query, or a function of the workspace, names; others are not there. */
export function withAsim(environment: KqlEnvironment, query: string): KqlEnvironment {
  if (environment.environment === 'defender') return environment;
  const { functions = [], tables } = environment;
  const own = new Set(functions.map(({ name }) => name));
  const asim = asimOf([query, ...functions.map(({ body }) => body)].join('\n'));
  if (asim.functions.length === 0) return environment;
  const views = asim.views.map(({ name, columns }): [string, readonly KqlColumn[]] => [
    name,
    columns.map(({ name: column, type }) => ({
      name: column,
      type: type === 'strings' ? 'dynamic' : type,
    })),
  ]);
  return {
    ...environment,
    tables: new Map([...tables, ...views]),
    functions: [...functions, ...asim.functions.filter(({ name }) => !own.has(name))],
  };
}
