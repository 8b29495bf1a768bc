import { error, type Finding, type UiInput, type UiTest } from '../check.ts';
import { isLike } from '../expressions/wildcard.ts';
import { find, valued, type Found } from '../json/find.ts';
import { each, get, isText, isTruthy, shown } from '../json/node.ts';
import { mainParameter, outputText, outputs, stepOf } from './ui-outputs.ts';

/** A size selector allows the template's default size. */
export const vmSizesMustMatchTemplate: UiTest = {
  name: 'VMSizes-Must-Match-Template',
  group: 'CreateUIDefinition',
  needsMain: 'file',
  title: 'Size selectors allow the default size.',
  *check(input) {
    const selectors = find(input.ui.root, valued('type', 'Microsoft.Compute.SizeSelector'));
    for (const found of selectors) yield* judge(found, input);
  },
};

function* judge({ owner, parents }: Found, { ui, main }: UiInput): Iterable<Finding> {
  const name = shown(get(owner, 'name'));
  const step = stepOf(ui.root, parents);
  const wanted = step === undefined ? `*basics(*${name}*` : `*steps(*${step}*)*.${name}*`;
  const output = outputs(ui.root).find((candidate) => isLike(outputText(candidate), wanted));
  if (output === undefined) {
    yield error(
      'VMSize.Not.In.Outputs',
      `Could not find VM SizeSelector '${name}' in outputs`,
      owner,
    );
    return;
  }
  const parameter = mainParameter(main, output.name);
  const size = get(parameter, 'defaultValue');
  const allowed = get(owner, 'constraints', 'allowedSizes');
  if (!isTruthy(parameter)) {
    yield error(
      'VMSize.Parameter.Missing',
      `Output '${output.name}' is missing from main template parameters`,
      output,
    );
  } else if (
    isTruthy(size) &&
    isTruthy(allowed) &&
    !each(allowed).some((item) => isText(item, shown(size)))
  ) {
    yield error(
      'VMSize.Default.Not.Allowed',
      `VM Size selector '${name}' does not allow for the default value ${shown(size)} used in the main template`,
      owner,
    );
  }
}
