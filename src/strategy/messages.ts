// Everything that can be said about a strategy, a pack of them or a YAML text: codes DOC2001 and up, documented here.
import { didYouMean, problem, type NoParameters, type Problem } from './problem.ts';

// Identity

export const missingId = problem<{ title: string }>(
  'DOC2001',
  'error',
  ({ title }) => `the strategy ${quoted(title)} has no id`,
  () => 'Give it an id that will never change: saved searches and rules are named by it.',
);
export const badId = problem<{ id: string }>(
  'DOC2002',
  'error',
  ({ id }) => `the id \`${id}\` has characters that cannot stand in names of searches and rules`,
  () => 'Use letters, digits, `.`, `_` and `-`, at most 100, starting with a letter or digit.',
);
export const duplicateId = problem<{ id: string; other: string }>(
  'DOC2003',
  'error',
  ({ id, other }) => `the id \`${id}\` is already used by \`${other}\``,
  () => 'Give one of the two another id; ids that differ only in case count as equal.',
);
export const missingTitle = problem<{ id: string }>(
  'DOC2004',
  'error',
  ({ id }) => `the strategy \`${id}\` has no title`,
  () => 'Give it a title that tells an analyst what was seen.',
);
export const longTitle = problem<{ length: number; most: number }>(
  'DOC2005',
  'error',
  ({ length, most }) =>
    `the title has ${String(length)} characters; rules take at most ${String(most)}`,
  () => 'Shorten the title and move the rest to the goal.',
);
export const badSeverity = problem<{ severity: string }>(
  'DOC2006',
  'error',
  ({ severity }) => `\`${severity}\` is not a severity`,
  () => 'Write `informational`, `low`, `medium` or `high`.',
);
export const badStatus = problem<{ status: string }>(
  'DOC2007',
  'error',
  ({ status }) => `\`${status}\` is not a status`,
  () => 'Write `production`, `experimental` or `deprecated`.',
);
export const badVersion = problem<{ version: string }>(
  'DOC2008',
  'error',
  ({ version }) => `\`${version}\` is not a version`,
  () => 'Write two or three numbers with dots: `1.0`, `1.4.2`.',
);

// ATT&CK

export const unknownTactic = problem<{ tactic: string; release: string; suggestions: string[] }>(
  'DOC2010',
  'error',
  ({ tactic, release }) => `ATT&CK ${release} has no tactic \`${tactic}\``,
  ({ suggestions }) => `${didYouMean(suggestions)}Write its id (\`TA0003\`) or its name.`,
);
export const malformedTechnique = problem<{ technique: string; suggestions: string[] }>(
  'DOC2011',
  'error',
  ({ technique }) => `\`${technique}\` is not a technique`,
  ({ suggestions }) =>
    `${didYouMean(suggestions)}A technique is written \`T1053\`, a sub-technique \`T1053.005\`.`,
);
export const unknownTechnique = problem<{
  technique: string;
  release: string;
  suggestions: string[];
}>(
  'DOC2012',
  'warning',
  ({ technique, release }) =>
    `ATT&CK ${release} has no technique \`${technique}\`; it was retired, is newer, or is misspelt`,
  ({ release, suggestions }) => `${didYouMean(suggestions)}Name a technique of ATT&CK ${release}.`,
);
export const retiredTechnique = problem<{ technique: string; how: string; by: string | undefined }>(
  'DOC2013',
  'warning',
  ({ technique, how }) => `ATT&CK has ${how} \`${technique}\``,
  ({ by }) => (by === undefined ? 'Name a technique that is in force.' : `Name \`${by}\` instead.`),
);
export const techniqueOutsideTactic = problem<{
  technique: string;
  tactic: string;
  tactics: string;
}>(
  'DOC2014',
  'warning',
  ({ technique, tactic }) => `the technique ${technique} does not serve the tactic ${tactic}`,
  ({ tactics }) => `It serves ${tactics}. Sentinel refuses a technique without one of its tactics.`,
);
export const noAttack = problem<{ id: string }>(
  'DOC2015',
  'note',
  ({ id }) => `\`${id}\` names no ATT&CK tactic or technique`,
  () => 'Name at least the tactic, so that coverage can be counted.',
);
export const subTechniqueNotation = problem<{ technique: string; canonical: string }>(
  'DOC2016',
  'error',
  ({ technique }) => `\`${technique}\` is not how a technique is written`,
  ({ canonical }) => `Write \`${canonical}\`.`,
);

// Searches and schedule

export const noSearch = problem<{ id: string }>(
  'DOC2020',
  'warning',
  ({ id }) => `\`${id}\` has no search: nothing can be built or proven from it`,
  () => 'Add a fenced block marked `spl` or `kusto`.',
);
export const emptySearch = problem<{ language: string }>(
  'DOC2021',
  'error',
  ({ language }) => `the ${language} search is empty`,
  () => 'Write the search into its block, or remove the block.',
);
export const severalSearches = problem<{ language: string; platform: string; count: number }>(
  'DOC2022',
  'note',
  ({ language, platform, count }) =>
    `${String(count)} ${language} searches for ${platform}, of which this is the second`,
  () => 'Each becomes a rule of its own. Give each a heading, so that they can be told apart.',
);
export const unknownPlatform = problem<{ platform: string; language: string }>(
  'DOC2023',
  'warning',
  ({ platform, language }) =>
    `\`${platform}\` is no platform that takes ${language}: nothing is built from the search`,
  () => 'KQL is for `Sentinel` or `M365 Security` (Defender), SPL for `Splunk`.',
);
export const badDuration = problem<{ name: string; found: string }>(
  'DOC2030',
  'error',
  ({ name, found }) => `\`${name}\` is ${found}, which is not a span of time that it can have`,
  () => 'Write a span such as `5m`, `1h`, `14d` or `PT1H`.',
);
export const shortLookback = problem<{ every: string; lookback: string }>(
  'DOC2031',
  'error',
  ({ every, lookback }) =>
    `the search runs every ${every} but looks back only ${lookback}: events between runs are never seen`,
  ({ every }) => `Set \`lookback\` to ${every} or more.`,
);

// Entities, risk, throttle, tunables

export const unknownEntity = problem<{ type: string; suggestions: string[] }>(
  'DOC2040',
  'error',
  ({ type }) => `\`${type}\` is not an entity type of Sentinel`,
  ({ suggestions }) =>
    `${didYouMean(suggestions)}Use one of Sentinel's types: Account, Host, IP, Process, ...`,
);
export const unknownIdentifier = problem<{
  type: string;
  identifier: string;
  known: readonly string[];
  suggestions: string[];
}>(
  'DOC2041',
  'error',
  ({ type, identifier }) => `the entity ${type} has no identifier \`${identifier}\``,
  ({ known, suggestions }) =>
    `${didYouMean(suggestions)}It takes ${known.slice(0, 12).join(', ')}.`,
);
export const noStrongIdentifier = problem<{ type: string; strong: string }>(
  'DOC2042',
  'error',
  ({ type, strong }) => `the entity ${type} needs ${strong}`,
  ({ strong }) => `Map ${strong} to a column of the search's result.`,
);
export const badColumn = problem<{ column: string; use: string }>(
  'DOC2043',
  'error',
  ({ column, use }) => `\`${column}\` (${use}) cannot be a column's name`,
  () => 'Name a column of the result: letters, digits and `_`, starting with a letter or `_`.',
);
export const tooManyEntities = problem<{ count: number }>(
  'DOC2044',
  'error',
  ({ count }) => `${String(count)} entities are mapped; Sentinel takes ten`,
  () => 'Keep the ten that an analyst needs.',
);
export const tooManyIdentifiers = problem<{ type: string; count: number }>(
  'DOC2045',
  'error',
  ({ type, count }) => `the entity ${type} maps ${String(count)} identifiers; Sentinel takes three`,
  () => 'Keep the three that tell it apart best.',
);
export const tooManyDetails = problem<{ count: number }>(
  'DOC2046',
  'error',
  ({ count }) => `${String(count)} details are shown; Sentinel takes twenty`,
  () => 'Keep the twenty that an analyst needs.',
);
export const badDetailName = problem<{ name: string }>(
  'DOC2047',
  'error',
  ({ name }) => `\`${name}\` cannot name a detail of an alert`,
  () => 'Use letters, digits and `_`, starting with a letter, at most 20 characters.',
);
export const throttleWithoutFields = problem<NoParameters>(
  'DOC2050',
  'error',
  () => 'the throttle names no fields: every alert but the first would be lost',
  () => 'Name the fields whose values make two alerts the same: `fields: [dest, user]`.',
);
export const badRisk = problem<{ score: number }>(
  'DOC2051',
  'error',
  ({ score }) => `the risk score ${String(score)} is not between 0 and 100`,
  () => 'Write a whole number from 0 to 100.',
);
export const badTunable = problem<{ name: string; reason: string }>(
  'DOC2052',
  'error',
  ({ name, reason }) => `the tunable \`${name}\` ${reason}`,
  () =>
    'A tunable has a name of letters, digits and `_`, and either a `value` or `columns` with `rows` that fill them.',
);
export const duplicateTunable = problem<{ name: string }>(
  'DOC2053',
  'error',
  ({ name }) => `the tunable \`${name}\` is defined differently elsewhere in the pack`,
  () => 'Tunables are shared by the whole pack: define them alike, or give this one another name.',
);
export const badExpectation = problem<{ reason: string }>(
  'DOC2060',
  'error',
  ({ reason }) => `the expectation ${reason}`,
  () => 'An expectation names a recording and what the search must do on it.',
);
export const badParity = problem<{ reason: string }>(
  'DOC2061',
  'error',
  ({ reason }) => `the accepted difference ${reason}`,
  () =>
    'Name the platforms that may differ, the recording and the type of the entities as the document has them, and the reason.',
);

// YAML

export const badYaml = problem<{ reason: string }>(
  'DOC2070',
  'error',
  ({ reason }) => `the YAML cannot be read: ${reason}`,
  () => 'Quote text that holds `: `, `#` or a leading `*`, `&`, `@`, and indent with spaces.',
);
export const yamlTooBig = problem<{ size: number; depth: number }>(
  'DOC2071',
  'error',
  ({ size, depth }) =>
    `the YAML is too large (${String(size)} characters) or nested more than ${String(depth)} deep`,
  () => 'Keep long texts in the document below, and lists flat.',
);
export const yamlAlias = problem<{ name: string }>(
  'DOC2072',
  'error',
  ({ name }) => `\`*${name}\` is an alias, which is not supported here`,
  () => 'Write the value out, or quote text that begins with `*`.',
);
export const yamlKey = problem<NoParameters>(
  'DOC2073',
  'error',
  () => 'a list or mapping stands where a key is expected',
  () => 'Write `key: value`, and quote values that begin with `[` or `{`.',
);
export const yamlDuplicateKey = problem<{ key: string }>(
  'DOC2074',
  'error',
  ({ key }) => `\`${key}\` is given twice`,
  () => 'Keep one of the two.',
);
export const unknownKey = problem<{
  key: string;
  known: readonly string[];
  suggestions: readonly string[];
}>(
  'DOC2075',
  'error',
  ({ key }) => `\`${key}\` is not a setting that is known here`,
  ({ known, suggestions }) =>
    suggestions.length > 0
      ? didYouMean(suggestions).trim()
      : `Known here: ${known.map((each) => `\`${each}\``).join(', ')}.`,
);
export const missingKey = problem<{ key: string; inside: string }>(
  'DOC2076',
  'error',
  ({ key, inside }) => `\`${key}\` is missing${inside === '' ? '' : ` in \`${inside}\``}`,
  ({ key }) => `Add \`${key}: ...\`.`,
);
export const unknownValue = problem<{
  name: string;
  found: string;
  allowed: readonly string[];
  suggestions: readonly string[];
}>(
  'DOC2077',
  'error',
  ({ name, found }) => `\`${name}\` cannot be ${found}`,
  ({ allowed, suggestions }) =>
    `${didYouMean(suggestions)}Use one of ${allowed.map((each) => `\`${each}\``).join(', ')}.`,
);
export const wrongValue = problem<{
  name: string;
  found: string;
  expected: string;
  description: string | undefined;
}>(
  'DOC2078',
  'error',
  ({ name, found, expected }) => `\`${name}\` is ${found}: it ${expected}`,
  ({ description, expected }) => description ?? `It ${expected}.`,
);

// Pack

export const badPackId = problem<{ id: string }>(
  'DOC2080',
  'error',
  ({ id }) => `\`${id}\` cannot be the id of a Splunk app`,
  () => 'Use lower-case letters, digits and `_`, starting with a letter.',
);
export const badSourceName = problem<{ name: string }>(
  'DOC2081',
  'error',
  ({ name }) => `\`${name}\` cannot name a macro`,
  () => 'Use letters, digits and `_`.',
);

/** The catalogue: each kind of problem by its code. */
export const strategyProblems: ReadonlyMap<string, Problem<never>> = new Map(
  [
    missingId,
    badId,
    duplicateId,
    missingTitle,
    longTitle,
    badSeverity,
    badStatus,
    badVersion,
    unknownTactic,
    malformedTechnique,
    unknownTechnique,
    retiredTechnique,
    techniqueOutsideTactic,
    noAttack,
    subTechniqueNotation,
    noSearch,
    emptySearch,
    severalSearches,
    unknownPlatform,
    badDuration,
    shortLookback,
    unknownEntity,
    unknownIdentifier,
    noStrongIdentifier,
    badColumn,
    tooManyEntities,
    tooManyIdentifiers,
    tooManyDetails,
    badDetailName,
    throttleWithoutFields,
    badRisk,
    badTunable,
    duplicateTunable,
    badExpectation,
    badParity,
    badYaml,
    yamlTooBig,
    yamlAlias,
    yamlKey,
    yamlDuplicateKey,
    unknownKey,
    missingKey,
    unknownValue,
    wrongValue,
    badPackId,
    badSourceName,
  ].map((each): [string, Problem<never>] => [each.code, each]),
);

function quoted(text: string): string {
  return text === '' ? 'here' : `\`${text}\``;
}
