// What the Defender target may have to say: of a strategy TDE1101 and up, of a file that is read TDE2001.
import { problem } from '../../strategy/index.ts';

export const tooFarBack = problem<{ lookback: string; most: string }>(
  'TDE1101',
  'error',
  ({ lookback, most }) =>
    `a custom detection looks back ${most} at most, and the search asks for ${lookback}`,
  () => 'Look back less far.',
);
export const lessOften = problem<{ every: string; asked: string; lookback: string }>(
  'TDE1102',
  'warning',
  ({ every, asked, lookback }) =>
    `the detection runs every ${every} instead of every ${asked}: Defender offers nothing more often that looks back ${lookback}`,
  () => 'Set `platforms.defender.frequency` to choose otherwise.',
);
export const badFrequency = problem<{ every: string; offered: readonly string[] }>(
  'TDE1103',
  'error',
  ({ every }) => `a custom detection cannot run every ${every}`,
  ({ offered }) => `Choose 0 (near real time), ${offered.join(', ')}.`,
);
export const seesTooLittle = problem<{ every: string; sees: string; lookback: string }>(
  'TDE1104',
  'warning',
  ({ every, sees, lookback }) =>
    `a detection that runs every ${every} sees ${sees} of events, and the search looks back ${lookback}`,
  () => 'Run it less often, or look back less far.',
);

export const noTime = problem<{ columns: string }>(
  'TDE1201',
  'error',
  ({ columns }) => `the query does not return ${columns}, by which Defender dates an alert`,
  () => 'Keep it through `summarize` with `arg_max(Timestamp, *)`, and do not project it away.',
);
export const noRecord = problem<{ columns: string }>(
  'TDE1202',
  'error',
  ({ columns }) =>
    `the query does not return ${columns}, by which Defender finds the event behind an alert`,
  () => 'Keep it, with `DeviceId` and `Timestamp` of the same event: `arg_max(Timestamp, *)`.',
);
export const noAsset = problem<{ columns: string }>(
  'TDE1203',
  'error',
  ({ columns }) =>
    `the query returns none of ${columns}, by which Defender knows whom an alert is about`,
  () => 'Return one of these columns under its own name.',
);
export const severalTables = problem<{ tables: readonly string[] }>(
  'TDE1204',
  'error',
  ({ tables }) =>
    `in near real time a detection reads one table, and this one reads ${tables.join(', ')}`,
  () => 'Let it run every hour.',
);
export const notInRealTime = problem(
  'TDE1205',
  'error',
  () => 'in near real time a detection has neither `join` nor `union` nor `externaldata`',
  () => 'Let it run every hour.',
);

export const readsElsewhere = problem<{ reason: string }>(
  'TDE1206',
  'error',
  ({ reason }) => `this cannot be in a custom detection: ${reason}`,
  () => 'Name tables of advanced hunting, or publish the search as a Sentinel rule.',
);

export const identifierDropped = problem<{ type: string; identifier: string }>(
  'TDE1301',
  'note',
  ({ type, identifier }) =>
    `a custom detection has no place for \`${identifier}\` of \`${type}\`; its alerts do without`,
  () => 'Map another identifier as well, where there is one.',
);
export const techniqueWithoutTactic = problem(
  'TDE1302',
  'warning',
  () => 'a custom detection names techniques under tactics only, and this one is under none',
  () => 'Name the tactic.',
);
export const workspaceOnly = problem<{ name: string }>(
  'TDE1401',
  'error',
  ({ name }) =>
    `\`${name}\` is kept in a Sentinel workspace, which a custom detection does not read`,
  () => 'Write the value or the list into the query.',
);

export const notADetection = problem(
  'TDE2001',
  'error',
  () => 'this is no custom detection: it lacks its name, query, frequency or severity',
  () => 'Give a file that was built, or exported from `security/rules/detectionRules`.',
);
