// Everything that can be said while a document is read: codes DOC1001 and up, documented here.
import * as imports from './import-messages.ts';
import { didYouMean, problem, type NoParameters, type Problem } from '../strategy/index.ts';

export const unrecognised = problem<{ expected: string }>(
  'DOC1001',
  'error',
  () => 'the document is in no format that is known',
  ({ expected }) =>
    `${expected} \`stratagem new\` writes a document to start from; a file that is no strategy belongs outside the folder.`,
);
export const notAStrategy = problem<NoParameters>(
  'DOC1002',
  'note',
  () => 'not a strategy: there is neither a search nor a heading of a detection document',
  () => 'Nothing needs doing; the file is passed over.',
);
export const tooLarge = problem<{ size: number; most: number }>(
  'DOC1003',
  'error',
  ({ size, most }) =>
    `the document has ${String(size)} characters; at most ${String(most)} are read`,
  () => 'Keep recordings and long lists in files beside the document.',
);
export const missingSection = problem<{ section: string; purpose: string }>(
  'DOC1010',
  'error',
  ({ section }) => `the section \`${section}\` is missing`,
  ({ section, purpose }) => `Add \`# ${section}\`: ${purpose}`,
);
export const absentSection = problem<{ section: string; purpose: string }>(
  'DOC1011',
  'warning',
  ({ section }) => `the section \`${section}\` is missing`,
  ({ section, purpose }) => `Add \`# ${section}\`: ${purpose}`,
);
export const emptySections = problem<{ sections: readonly string[] }>(
  'DOC1012',
  'warning',
  ({ sections }) =>
    `${sections.map((each) => `\`${each}\``).join(', ')}: ${sections.length === 1 ? 'the section is' : 'these sections are'} empty`,
  () => 'Say it in a sentence, even if it is `None known`.',
);
export const repeatedSection = problem<{ section: string }>(
  'DOC1013',
  'warning',
  ({ section }) => `the section \`${section}\` is given twice`,
  () => 'Join the two; both are kept as they are.',
);
export const otherLanguage = problem<{ language: string }>(
  'DOC1020',
  'note',
  ({ language }) => `a search in ${language} is kept as text; it cannot be compiled`,
  () => 'Write the search in SPL or KQL as well.',
);
export const guessedLanguage = problem<{ language: string }>(
  'DOC1021',
  'note',
  ({ language }) => `the block does not say its language; it reads as ${language}`,
  ({ language }) => `Mark the block: \`\`\`${language === 'SPL' ? 'spl' : 'kusto'}`,
);
export const unknownFence = problem<{ word: string; suggestions: readonly string[] }>(
  'DOC1022',
  'warning',
  ({ word }) => `\`${word}\` beside the language is no platform`,
  ({ suggestions }) =>
    `${didYouMean(suggestions)}Write \`sentinel\` or \`defender\` after \`kusto\`, \`splunk\` after \`spl\`.`,
);
export const openFence = problem<NoParameters>(
  'DOC1023',
  'error',
  () => 'the block of the search is never closed',
  () => 'Close it with the marks that open it, on a line of their own.',
);
export const searchInPassing = problem<{ section: string }>(
  'DOC1024',
  'note',
  ({ section }) =>
    `the block in \`${section}\` is taken as an illustration, not as a search of the strategy`,
  () => 'Move it below `# Strategy Abstract` or `# Technical Context` to have it built.',
);
export const idRewritten = problem<{ found: string; id: string }>(
  'DOC1030',
  'note',
  ({ found, id }) => `the id \`${found}\` is taken as \`${id}\``,
  () => 'Ids have letters, digits, `.`, `_` and `-` only.',
);
export const noIdGiven = problem<{ id: string }>(
  'DOC1031',
  'note',
  ({ id }) => `the document gives no id; \`${id}\` is taken from the file's name`,
  () => 'Renaming the file renames what is installed. Give the document an id to avoid that.',
);
export const replaced = problem<{ by: string }>(
  'DOC1032',
  'note',
  ({ by }) => `the document says that it was replaced${by === '' ? '' : ` by \`${by}\``}`,
  () => 'It is read as deprecated.',
);
export const strangeTable = problem<{ table: string; headers: string }>(
  'DOC1033',
  'warning',
  ({ table, headers }) => `the ${table} table has none of the columns ${headers}`,
  () => 'The table is kept as text; name its columns as expected to have it understood.',
);
export const unclosedFrontMatter = problem<NoParameters>(
  'DOC1040',
  'error',
  () => 'the front matter is never closed',
  () => 'End it with a line `---`.',
);
export const emptyFrontMatter = problem<NoParameters>(
  'DOC1041',
  'error',
  () => 'the front matter is empty',
  () => 'Give at least `id`, `title`, `severity` and `attack`.',
);
export const badDuration = problem<{ name: string; found: string }>(
  'DOC1042',
  'error',
  ({ name, found }) => `\`${name}\` is \`${found}\`, which is no span of time`,
  () => 'Write a span such as `5m`, `1h`, `14d` or `PT1H`.',
);
export const badReference = problem<{ technique: string }>(
  'DOC1043',
  'error',
  ({ technique }) => `the entry${technique} names neither a tactic nor a technique`,
  () => 'Write `- { tactic: persistence, technique: T1053.005 }`.',
);

/** The catalogue: each kind of problem by its code. */
export const documentProblems: ReadonlyMap<string, Problem<never>> = new Map(
  [
    unrecognised,
    notAStrategy,
    tooLarge,
    missingSection,
    absentSection,
    emptySections,
    repeatedSection,
    otherLanguage,
    guessedLanguage,
    unknownFence,
    openFence,
    searchInPassing,
    idRewritten,
    noIdGiven,
    replaced,
    strangeTable,
    unclosedFrontMatter,
    emptyFrontMatter,
    badDuration,
    badReference,
    ...Object.values(imports),
  ].map((each): [string, Problem<never>] => [each.code, each]),
);
