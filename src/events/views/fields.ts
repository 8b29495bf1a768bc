// Fields of an event as columns of a plan, and what platforms make of them as expressions: one definition, by which records
// are read one by one and by which an engine reads whole files.
import {
  and,
  call,
  column,
  compiled,
  literal,
  or,
  scalarFunction,
  text,
  when,
  type ColumnRef,
  type Expression,
  type OfRow,
  type Type,
} from '../../plan/index.ts';
import type { EventRecord } from '../record.ts';
import { dataText } from '../record-facts.ts';

/** The parts of `System` that are columns, with their types. */
const systemParts = {
  channel: 'string',
  computer: 'string',
  eventId: 'int',
  recordId: 'long',
  timeCreated: 'datetime',
} as const satisfies Readonly<Partial<Record<keyof EventRecord['system'], Type>>>;

type SystemPart = keyof typeof systemParts;

export const isSystemPart = (part: string): part is SystemPart => Object.hasOwn(systemParts, part);

export const systemField = (part: SystemPart): ColumnRef =>
  column(`System.${part}`, systemParts[part]);

export const dataField = (name: string): ColumnRef => column(`Data.${name}`, 'string');

/** The number of the record in its file. */
export const placeField: ColumnRef = column('Origin.number', 'long');

/** The name of a datum whose column this is; undefined for a column of another kind. */
export const datumOf = (name: string): string | undefined =>
  name.startsWith('Data.') ? name.slice('Data.'.length) : undefined;

/** Reads a record by an expression over its fields. */
export const ofRecord = (expression: Expression): OfRow<EventRecord> =>
  compiled(expression, fieldOf, scalarFunction);

function fieldOf(name: string): OfRow<EventRecord> {
  const datum = datumOf(name);
  if (datum !== undefined) return (record) => dataText(record, datum) ?? null;
  if (name === placeField.name) return ({ origin }) => BigInt(origin.number);
  const part = name.slice('System.'.length);
  if (!isSystemPart(part)) throw new Error(`no field ${name} of an event`);
  return ({ system }) => system[part] ?? null;
}

const ofText =
  (name: string) =>
  (value: Expression): Expression =>
    call(name, 'string', value);

export const lower = ofText('event.lower');
export const fileName = ofText('event.file_name');
export const folderOf = ofText('event.folder');
export const userOf = ofText('event.user');
export const domainOf = ofText('event.domain');
export const defenderKey = ofText('event.defender_key');
export const deviceId = ofText('event.device_id');

/** One hash of Sysmon's `SHA1=..,MD5=..`, in lower case as Defender writes it. */
export const hashOf = (hashes: Expression, algorithm: string): Expression =>
  call('event.hash', 'string', hashes, text(algorithm));

/** The service host's command line as Defender shows it, without the folder of the image; others are shown whole. */
export const hostedCommandLine = (image: Expression, line: Expression): Expression =>
  call('event.hosted_command_line', 'string', image, line);

/** `-` is how events say "nothing"; Defender leaves the column empty. */
export const unlessDash = ofText('event.unless_dash');

/** The text that stands beside a value in a list, else `otherwise`. */
export function oneOf(
  value: Expression,
  list: Iterable<readonly [from: string | number, to: string]>,
  otherwise: Expression = literal(null, 'string'),
): Expression {
  return [...list].reduceRight<Expression>(
    (rest, [from, to]) =>
      when(call('eq', 'bool', value, literal(from, value.type)), text(to), rest),
    otherwise,
  );
}

/** Events of one channel and some ids. */
export interface Selection {
  readonly channel: string;
  readonly ids: readonly number[];
}

export const selects =
  ({ channel, ids }: Selection) =>
  ({ system }: EventRecord): boolean =>
    system.channel === channel && ids.includes(system.eventId);

export const selected = ({ channel, ids }: Selection): Expression =>
  and([
    call('eq', 'bool', systemField('channel'), text(channel)),
    or(ids.map((id) => call('eq', 'bool', systemField('eventId'), literal(id, 'int')))),
  ]);
