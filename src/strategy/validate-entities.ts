// Entities and details held against what Sentinel accepts.
import { nearest, type Diagnostic } from '../text/index.ts';
import { entityTypes, type EntityType } from './entities.ts';
import * as problems from './messages.ts';
import type { EntityMapping, Strategy } from './strategy.ts';
import { placeIn } from './place-in.ts';

const MOST_ENTITIES = 10;
const MOST_IDENTIFIERS = 3;
const MOST_DETAILS = 20;
const COLUMN = /^[A-Za-z_]\w{0,499}$/;
const DETAIL = /^[A-Za-z]\w{0,19}$/;

/** Unknown types and identifiers, mappings that identify nothing, names that no column can have. */
export function validateEntities(strategy: Strategy): Diagnostic[] {
  const found = strategy.entities.flatMap((each, index) => {
    const type = entityTypes.get(each.type);
    return type
      ? validateMapping(strategy, each, index, type)
      : [unknownType(strategy, each, index)];
  });
  if (strategy.entities.length > MOST_ENTITIES) {
    const count = strategy.entities.length;
    found.push(problems.tooManyEntities(placeIn(strategy, 'entities'), { count }));
  }
  return [...found, ...validateDetails(strategy)];
}

function unknownType(strategy: Strategy, { type }: EntityMapping, index: number): Diagnostic {
  const suggestions = nearest(type, entityTypes.keys());
  const at = placeIn(strategy, `entities.${String(index)}.type`);
  return problems.unknownEntity(at, { type, suggestions });
}

function validateMapping(
  strategy: Strategy,
  { type, columns }: EntityMapping,
  index: number,
  { strong, other, together }: EntityType,
): Diagnostic[] {
  const path = `entities.${String(index)}`;
  const found: Diagnostic[] = [];
  const identifiers = Object.keys(columns);
  const known = [...strong, ...other];
  for (const [identifier, column] of Object.entries(columns)) {
    const at = placeIn(strategy, `${path}.columns.${identifier}`);
    if (!known.includes(identifier)) {
      const suggestions = nearest(identifier, known);
      found.push(problems.unknownIdentifier(at, { type, identifier, known, suggestions }));
    }
    if (!COLUMN.test(column)) {
      found.push(problems.badColumn(at, { column, use: `${identifier} of ${type}` }));
    }
  }
  const enough = (each: string): boolean => identifiers.includes(each);
  if (together ? !strong.every(enough) : !strong.some(enough)) {
    const names = strong.map((each) => `\`${each}\``);
    const needed = { type, strong: names.join(together ? ' and ' : ' or ') };
    found.push(problems.noStrongIdentifier(placeIn(strategy, path), needed));
  }
  if (identifiers.length > MOST_IDENTIFIERS) {
    const parameters = { type, count: identifiers.length };
    found.push(problems.tooManyIdentifiers(placeIn(strategy, path), parameters));
  }
  return found;
}

function validateDetails(strategy: Strategy): Diagnostic[] {
  const details = Object.entries(strategy.details);
  const found = details.flatMap(([name, column]) => {
    const at = placeIn(strategy, `details.${name}`);
    const bad = DETAIL.test(name) ? [] : [problems.badDetailName(at, { name })];
    return COLUMN.test(column)
      ? bad
      : [...bad, problems.badColumn(at, { column, use: `detail ${name}` })];
  });
  if (details.length <= MOST_DETAILS) return found;
  return [
    ...found,
    problems.tooManyDetails(placeIn(strategy, 'details'), { count: details.length }),
  ];
}
