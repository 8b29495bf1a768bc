import { error, type TemplateTest } from '../check.ts';
import { lastMark, parameterReferences, sameName } from '../expressions/scan.ts';
import { get, members, shown, written } from '../json/node.ts';
import { secureParameters } from './secure-parameters.ts';

/** Outputs stay readable in the deployment's history, so they hold neither keys nor secure parameters. */
export const outputsMustNotContainSecrets: TemplateTest = {
  name: 'Outputs-Must-Not-Contain-Secrets',
  group: 'deploymentTemplate',
  title: 'No output contains a secret.',
  *check({ template: { root } }) {
    const outputs = members(get(root, 'outputs')).map((output) => {
      const text = written(output.value);
      return { output, text, mark: lastMark(text, '["'), parameters: parameterReferences(text) };
    });
    for (const { output, text, mark } of outputs) {
      for (const { index } of text.matchAll(/[[(,]\s*list\w*\s*\(/gi)) {
        if (mark(index + 1) !== '[') continue;
        yield error(
          'Output.Contains.Secret',
          `the output "${output.name}" contains a list function`,
          output,
        );
      }
      if (output.name.toLowerCase().includes('password')) {
        yield error(
          'Output.Contains.Secret.Name',
          `the output's name "${output.name}" suggests a secret`,
          output,
        );
      }
    }
    for (const secure of secureParameters(root)) {
      for (const { output, mark, parameters } of outputs) {
        const first = parameters.find(({ name }) => sameName(name, secure.name));
        if (first === undefined || mark(first.start) !== '[') continue;
        const type = shown(get(secure.value, 'type'));
        yield error(
          'Output.Contains.SecureParameter',
          `the output "${output.name}" contains the ${type} parameter "${secure.name}"`,
          output,
        );
      }
    }
  },
};
