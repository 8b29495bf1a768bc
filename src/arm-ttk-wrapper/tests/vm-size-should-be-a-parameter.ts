import { error, type Finding, type TemplateTest } from '../check.ts';
import { expand } from '../expressions/expand.ts';
import { mentionsParameter, parameterReferences, variableReferences } from '../expressions/scan.ts';
import { find, named, type Found } from '../json/find.ts';
import { get, isText, shown, type JsonNode } from '../json/node.ts';

/** Sizes of virtual machines come from a parameter, directly or through one variable. */
export const vmSizeShouldBeAParameter: TemplateTest = {
  name: 'VM-Size-Should-Be-A-Parameter',
  group: 'deploymentTemplate',
  wholeFile: true,
  title: 'Sizes of virtual machines are parameters.',
  *check({ original }) {
    for (const found of find(original, named('vmSize'))) yield* judge(found, original);
  },
};

function* judge({ member, parents, path }: Found, root: JsonNode | undefined): Iterable<Finding> {
  if (/^parameters|\.parameters\./i.test(path)) {
    const isPassed = isText(get(parents[0], 'expressionEvaluationOptions', 'scope'), 'inner');
    if (isPassed && !refersToParameter(get(member.value, 'value'))) {
      yield error(
        'VM.Size.Nested.Not.Mapped',
        'the parameter vmSize of a nested template is not given by a parameter',
        member,
      );
      return;
    }
    if (!/resources\[\d+\]\.properties\.parameters/i.test(path)) return;
  }
  const text = shown(member.value);
  if (refersToParameter(member.value)) return;
  if (variableReferences(text).length > 0) {
    const expanded = expand(text, root);
    const resolved =
      expanded.kind === 'value' ? shown(expanded.value) : expanded.kind === 'text' ? text : '';
    if (mentionsParameter(resolved)) return;
  }
  const name = parents
    .map((parent) => shown(get(parent, 'name')))
    .find((shownName) => shownName !== '');
  yield error(
    'VM.Size.Not.A.Parameter',
    `the VM size of "${name ?? ''}" must be a parameter`,
    member,
  );
}

function refersToParameter(node: JsonNode | undefined): boolean {
  return parameterReferences(shown(node)).length > 0;
}
