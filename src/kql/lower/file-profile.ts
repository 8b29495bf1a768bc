// `invoke FileProfile(hash, n)`: what Microsoft knows of a file, from declared profiles.
// https://learn.microsoft.com/defender-xdr/advanced-hunting-fileprofile-function
import {
  and,
  call,
  column,
  isNull,
  literal,
  long,
  not,
  nothing,
  text,
  when,
  type Expression,
  type Relation,
} from '../../plan/index.ts';
import { FILE_PROFILE_COLUMNS } from '../bridge/file-profile.ts';
import { elements, items, type CallNode } from '../bridge/nodes.ts';
import type { Held, KqlColumn } from '../environment.ts';
import type { Context, Rows } from './context.ts';
import { columnsOfType, nowhere, project, reference } from './rows.ts';
import { absent, coerce } from './types.ts';

const HASHES = ['SHA1', 'SHA256', 'MD5'];
const MOST_ROWS = 1000;

/**
 * The first n rows (100 unless said, never more than 1000) are looked up, as written: the service knows hashes in lower
 * case only. `ProfileAvailability` is `Missing` for a hash without profile, empty for a row that was not looked up.
 */
export function fileProfile(input: Rows, node: CallNode, context: Context): Rows {
  context.used.functions.add('FileProfile');
  const [hash, rows] = elements(node.ArgumentList.Expressions).map((each) =>
    context.language.scalar(each, context),
  );
  const by = hash?.kind === 'literal' ? String(hash.value) : 'SHA1';
  const key = input.columns.find((each) => each.name === by);
  if (key?.type !== 'string') {
    const message = `\`FileProfile\` needs a text column \`${by}\``;
    context.report({ code: 'KQL1005', message }, context.place(node));
    return nowhere(columnsOfType(node.ResultType));
  }
  const limit = rows?.kind === 'literal' ? Math.min(MOST_ROWS, Number(rows.value)) : 100;
  const names = items(node.ResultType?.Columns).map((each) => each.Name);
  const added = names.slice(-FILE_PROFILE_COLUMNS.length);
  return lookedUp(input, { key, limit, added }, context);
}

interface Request {
  readonly key: KqlColumn;
  readonly limit: number;
  /** What the added columns are called. */
  readonly added: readonly string[];
}

function lookedUp(input: Rows, { key, limit, added }: Request, context: Context): Rows {
  const number = context.fresh('number');
  const hash = context.fresh('hash');
  const fields = FILE_PROFILE_COLUMNS.map((each) => ({ ...each, name: context.fresh(each.name) }));
  const numbered: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: [{ name: number, function: 'row_number', args: [], type: 'long' }],
  };
  const asked = and([
    call('le', 'bool', column(number, 'long'), long(limit)),
    call('ne', 'bool', reference(key), text('')),
  ]);
  const wanted = when(asked, reference(key), nothing('string'));
  const joined: Relation = {
    kind: 'join',
    join: 'left',
    left: numbered,
    right: profiles(context.environment.fileProfiles, hash, fields),
    keys: [{ left: wanted, right: column(hash, 'string') }],
  };
  const found = not(isNull(column(hash, 'string')));
  const shown = FILE_PROFILE_COLUMNS.map((each, at) => ({
    name: added[at] ?? each.name,
    expression: cell(each, fields[at] ?? each, { asked, found }),
  }));
  return project({ ...input, relation: joined }, [
    ...input.columns.map((each) => ({ name: each.name, expression: reference(each) })),
    ...shown,
  ]);
}

interface Conditions {
  readonly asked: Expression;
  readonly found: Expression;
}

function cell(column: KqlColumn, field: KqlColumn, { asked, found }: Conditions): Expression {
  if (column.name === 'ProfileAvailability') {
    const given = call('coalesce', 'string', reference(field), text(''));
    const available = when(call('ne', 'bool', given, text('')), given, text('Available'));
    return when(found, available, when(asked, text('Missing'), text('')));
  }
  return column.type === 'string'
    ? call('coalesce', 'string', reference(field), text(''))
    : reference(field);
}

/** The declared profiles once per kind of hash, so that one key finds them all. */
function profiles(held: Held | undefined, hash: string, fields: readonly KqlColumn[]): Relation {
  const columns: KqlColumn[] = [{ name: hash, type: 'string' }, ...fields];
  const keys = held?.columns.filter((each) => HASHES.includes(each.name) && each.type === 'string');
  if (!held || !keys || keys.length === 0) return { kind: 'values', columns, rows: [] };
  const scan: Relation = { kind: 'scan', table: held.table, columns: held.columns };
  const inputs = keys.map((key): Relation => {
    const shown = FILE_PROFILE_COLUMNS.map((each, at) => {
      const from = held.columns.find(({ name }) => name === each.name);
      const expression = from ? coerce(reference(from), each.type) : absent(each.type);
      return { name: fields[at]?.name ?? each.name, expression };
    });
    const filled: Relation = {
      kind: 'filter',
      input: scan,
      where: call('ne', 'bool', reference(key), literal('', 'string')),
    };
    return {
      kind: 'project',
      input: filled,
      columns: [{ name: hash, expression: reference(key) }, ...shown],
    };
  });
  return inputs.length === 1 && inputs[0] ? inputs[0] : { kind: 'union', inputs };
}
