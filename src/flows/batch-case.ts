// One line of a batch: a query with everything around it, checked for shape before anything runs.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { kustoType } from '../kql/index.ts';
import { parseExactly } from './exact-json.ts';

export interface BatchCase {
  readonly id: string | number;
  readonly language: 'spl' | 'kql';
  readonly query: string;
  readonly tables?: Readonly<Record<string, readonly JsonRow[]>>;
  /** Table to column to Kusto type. */
  readonly schema?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly environment?: 'sentinel' | 'defender';
  readonly events?: readonly JsonRow[];
  readonly macros?: Readonly<Record<string, BatchMacro>>;
  /** A list of rows alone is a lookup with Splunk's defaults. */
  readonly lookups?: Readonly<Record<string, BatchLookup | readonly JsonRow[]>>;
  /** ISO 8601 text or epoch seconds. */
  readonly now?: string | number;
}

export type JsonRow = Readonly<Record<string, unknown>>;

export interface BatchMacro {
  readonly args?: string;
  readonly definition: string;
  readonly iseval?: boolean | string | number;
  readonly validation?: string;
  readonly errormsg?: string;
}

export interface BatchLookup {
  readonly rows: readonly JsonRow[];
  readonly match_type?: string;
  readonly case_sensitive_match?: boolean | string | number;
  readonly max_matches?: number | string;
  readonly min_matches?: number | string;
  readonly default_match?: string;
}

const rows = { type: 'array', items: { type: 'object' } };
const setting = { type: ['boolean', 'string', 'number'] };
const number = { type: ['number', 'string'] };

const SCHEMA = {
  type: 'object',
  required: ['id', 'language', 'query'],
  properties: {
    id: { type: ['string', 'number'] },
    language: { enum: ['spl', 'kql'] },
    query: { type: 'string' },
    tables: { type: 'object', additionalProperties: rows },
    schema: {
      type: 'object',
      additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
    },
    environment: { enum: ['sentinel', 'defender'] },
    events: rows,
    macros: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['definition'],
        properties: { args: { type: 'string' }, definition: { type: 'string' }, iseval: setting },
      },
    },
    lookups: {
      type: 'object',
      additionalProperties: {
        type: ['object', 'array'],
        items: { type: 'object' },
        required: ['rows'],
        properties: {
          rows,
          match_type: { type: 'string' },
          case_sensitive_match: setting,
          max_matches: number,
          min_matches: number,
          default_match: { type: 'string' },
        },
      },
    },
    now: { type: ['string', 'number'] },
  },
};

let validate: ValidateFunction<BatchCase> | undefined;

export type ReadCase =
  | { readonly kind: 'case'; readonly case: BatchCase }
  | { readonly kind: 'fault'; readonly id: unknown; readonly fault: string };

/** The case, or what is wrong with the line. */
export function readCase(line: string): ReadCase {
  let value: unknown;
  try {
    value = parseExactly(line);
  } catch (error) {
    return {
      kind: 'fault',
      id: null,
      fault: `not JSON: ${error instanceof Error ? error.message : ''}`,
    };
  }
  validate ??= new Ajv2020({ allowUnionTypes: true }).compile<BatchCase>(SCHEMA);
  if (validate(value)) {
    const fault = unknownType(value);
    return fault === undefined
      ? { kind: 'case', case: value }
      : { kind: 'fault', id: value.id, fault };
  }
  const [error] = validate.errors ?? [];
  const where =
    error?.instancePath === undefined || error.instancePath === ''
      ? 'the case'
      : error.instancePath;
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return { kind: 'fault', id, fault: `${where} ${error?.message ?? 'is not a case'}` };
}

function unknownType({ schema = {} }: BatchCase): string | undefined {
  for (const [table, columns] of Object.entries(schema)) {
    for (const [column, type] of Object.entries(columns)) {
      if (!kustoType(type)) return `/schema/${table}/${column} \`${type}\` is no Kusto type`;
    }
  }
  return undefined;
}
