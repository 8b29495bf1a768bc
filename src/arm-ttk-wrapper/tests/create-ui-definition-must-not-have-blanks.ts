import { error, type UiTest } from '../check.ts';
import { blanks } from './blanks.ts';

const mayBeBlank = ['basics', 'defaultvalue', 'steps'];

/** No property of the definition is blank, with exceptions by name. */
export const createUiDefinitionMustNotHaveBlanks: UiTest = {
  name: 'CreateUIDefinition-Must-Not-Have-Blanks',
  group: 'CreateUIDefinition',
  title: 'No property of the definition is blank.',
  *check({ ui }) {
    for (const { text, at, property } of blanks(ui.text)) {
      if (mayBeBlank.includes(property.toLowerCase())) continue;
      yield error(
        'CreateUIDefinition.Blank.Property',
        `Empty property: ${text} of "${property}"`,
        ui.base + at,
      );
    }
  },
};
