// The searches behind event types, for checks.
import { parsePart } from '../parts.ts';
import type { SearchNode } from '../tree.ts';
import type { Subject } from './check.ts';

const NOWHERE = { start: 0, end: 0 };

export function definitionReader({
  environment,
}: Pick<Subject, 'environment'>): (field: string, name: string) => SearchNode | undefined {
  const { parseSearch } = parsePart(environment, () => undefined);
  return (field, name) => {
    const text =
      field === 'eventtype'
        ? environment.knowledge?.eventtype(name)
        : environment.knowledge?.tag(name);
    return text === undefined ? undefined : parseSearch(text, NOWHERE);
  };
}
