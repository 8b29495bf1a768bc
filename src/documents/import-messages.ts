// What can be said while a rule of another product is read: codes DOC1050 and up.
import { problem } from '../strategy/index.ts';

export const badJson = problem<{ reason: string }>(
  'DOC1050',
  'error',
  ({ reason }) => `the JSON cannot be read: ${reason}`,
  () => 'Export the file again, or mend it in an editor that knows JSON.',
);
export const missingProperty = problem<{ name: string; what: string }>(
  'DOC1051',
  'error',
  ({ name, what }) => `the ${what} has no \`${name}\``,
  ({ what }) => `Without it the ${what} means nothing; complete it where it comes from.`,
);
export const wrongProperty = problem<{ name: string; expected: string }>(
  'DOC1052',
  'error',
  ({ name, expected }) => `\`${name}\` must be ${expected}`,
  () => 'Mend it where the file comes from, so that nothing is guessed here.',
);
export const notCarried = problem<{ name: string; what: string }>(
  'DOC1053',
  'warning',
  ({ name, what }) => `\`${name}\` of the ${what} has no counterpart in a strategy`,
  () => 'It is kept as text under `# Import Notes`, where it has no effect.',
);
export const otherKind = problem<{ kind: string; what: string }>(
  'DOC1054',
  'error',
  ({ kind, what }) => `a rule of kind \`${kind}\` is not imported; ${what} are`,
  () => 'Leave it where it is: it has no query that a strategy could hold.',
);
export const unresolved = problem<{ name: string; expression: string }>(
  'DOC1055',
  'error',
  ({ name, expression }) =>
    `\`${name}\` is the expression \`${expression}\`, whose value the file does not give`,
  () => 'Give the parameter a default value, or export the deployed rule.',
);
export const noRules = problem<{ what: string }>(
  'DOC1056',
  'error',
  ({ what }) => `the file has no ${what}`,
  () =>
    'What is imported: an analytics rule or hunting query in YAML, an ARM template with them, or custom detections as Microsoft Graph returns them.',
);
export const sectionsToWrite = problem<{ sections: readonly string[] }>(
  'DOC1057',
  'note',
  ({ sections }) => `the rule says nothing for ${sections.map((each) => `\`${each}\``).join(', ')}`,
  () => 'The headings are there, empty; a person has to fill them in.',
);
export const identityMade = problem<{ id: string }>(
  'DOC1059',
  'note',
  ({ id }) => `no identity is given that a strategy could keep; \`${id}\` is made from the title`,
  () => 'What is deployed already keeps its own identity and has to be retired by hand.',
);
export const resourceUnread = problem<{ type: string }>(
  'DOC1060',
  'warning',
  ({ type }) => `the resource of type \`${type}\` is not imported`,
  () => 'Only analytics rules and hunting queries become strategies.',
);
export const importedAsHunting = problem(
  'DOC1061',
  'note',
  () => 'a hunting query: it becomes a query to run by hand, which raises no alerts',
  () => 'To have it raise alerts, give it a severity and a schedule, and drop `kind: Hunting`.',
);
export const leftBehind = problem<{ name: string; what: string }>(
  'DOC1062',
  'note',
  ({ name, what }) => `\`${name}\` tells where the ${what} comes from and is left behind`,
  () => 'Nothing needs doing; the file that it came in has it.',
);
export const leftOut = problem<{ name: string; within: string }>(
  'DOC1063',
  'warning',
  ({ name, within }) => `\`${name}\` within \`${within}\` has no counterpart and is left out`,
  () => 'If it matters, say it in the document.',
);
