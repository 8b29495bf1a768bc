import { error, type TemplateTest } from '../check.ts';

// variables ( concat ( 'x' [)] , parameters ( 'y' ) ... with at most one blank between the parts
const dynamic =
  /variables\s?\(\s?concat\s?\(\s?'([^']{1,300})'\s?\)?\s?,\s?parameters\s?\(\s?'([^']{1,300})'\s?\)\s?\)/gi;

/** A variable is chosen by a property of an object, not by a name put together. */
export const dynamicVariableReferences: TemplateTest = {
  name: 'Dynamic-Variable-References-Should-Not-Use-Concat',
  group: 'deploymentTemplate',
  title: 'No variable name is put together with concat().',
  *check({ template: { text, base } }) {
    for (const { 1: variable = '', 2: parameter = '', index } of text.matchAll(dynamic)) {
      yield error(
        'DynamicVariable.Reference.Using.Concat',
        `a variable reference should not use concat(); suggested: variables('${variable}')[parameters('${parameter}')]`,
        base + index,
      );
    }
  },
};
