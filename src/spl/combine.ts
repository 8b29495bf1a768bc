// Rows of several flows one after another: a field is of the kind that holds its values in all of them.
import type { Relation } from '../plan/index.ts';
import { fieldNamed, value, type Field, type Flow } from './flow.ts';
import { as, commonShape, nullOf } from './shape.ts';

export function appended(flows: readonly Flow[]): Flow {
  const names = [...new Set(flows.flatMap((flow) => flow.fields.map((each) => each.name)))];
  const fields = names.map((name) => commonField(name, flows));
  const inputs = flows.map((flow) => aligned(flow, fields));
  return { relation: { kind: 'union', inputs }, fields };
}

function commonField(name: string, flows: readonly Flow[]): Field {
  const known = flows.flatMap((flow) => fieldNamed(flow, name) ?? []);
  const values = flows.flatMap((flow) => value(flow, name) ?? []);
  const shape = commonShape(values);
  const [first] = known;
  const same = first !== undefined && known.every((each) => each.type === first.type);
  return { name, shape, type: same ? first.type : nullOf(shape).type };
}

function aligned(flow: Flow, fields: readonly Field[]): Relation {
  return {
    kind: 'project',
    input: flow.relation,
    columns: fields.map((field) => {
      const typed = value(flow, field.name);
      const none = { kind: 'literal' as const, value: null, type: field.type };
      if (!typed) return { name: field.name, expression: none };
      const kept = typed.expression.type === field.type && typed.shape === field.shape;
      return { name: field.name, expression: kept ? typed.expression : as(field.shape, typed) };
    }),
  };
}
