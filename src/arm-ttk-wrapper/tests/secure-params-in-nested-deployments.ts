import { error, type Finding, type TemplateTest } from '../check.ts';
import { lastMark, parameterReferences, sameName } from '../expressions/scan.ts';
import { findEach, valued } from '../json/find.ts';
import { get, isPresent, isText, isTruthy, shown, written, type JsonNode } from '../json/node.ts';
import { secureParameters } from './secure-parameters.ts';

/** In a nested template without a scope of its own, secrets are evaluated into the deployment's readable text. */
export const secureParamsInNestedDeployments: TemplateTest = {
  name: 'Secure-Params-In-Nested-Deployments',
  group: 'deploymentTemplate',
  title: 'Nested templates of outer scope use no secrets.',
  *check({ template: { root } }) {
    const deployments = valued('type', 'Microsoft.Resources/deployments');
    for (const { owner } of findEach(get(root, 'resources'), deployments)) {
      const nested = get(owner, 'properties', 'template');
      if (!isPresent(nested) || (nested.kind === 'object' && nested.members.length === 0)) continue;
      const scope = get(owner, 'properties', 'expressionEvaluationOptions', 'scope');
      if (isTruthy(scope) && !isText(scope, 'outer')) continue;
      yield* judge(nested, { root, name: shown(get(owner, 'name')) });
    }
  },
};

function* judge(
  nested: JsonNode,
  { root, name }: { root: JsonNode; name: string },
): Iterable<Finding> {
  const text = written(nested);
  const mark = lastMark(text, '["');
  const references = parameterReferences(text);
  for (const secure of secureParameters(root)) {
    const first = references.find((reference) => sameName(reference.name, secure.name));
    if (first === undefined || mark(first.start) !== '[') continue;
    yield error(
      'NestedDeployment.Contains.SecureParameter',
      `the nested deployment "${name}" of outer scope uses the secure parameter "${secure.name}"`,
      nested,
    );
  }
  const list = /[[(,]\s*list\w*\s*\(/i.exec(text);
  if (list !== null && mark(list.index + 1) === '[') {
    yield error(
      'NestedDeployment.Contains.ListFunction',
      `the nested deployment "${name}" of outer scope uses a list function`,
      nested,
    );
  }
}
