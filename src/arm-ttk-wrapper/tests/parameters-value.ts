import { error, warning, type Finding, type ParametersTest } from '../check.ts';
import {
  get,
  isTruthy,
  memberOf,
  members,
  shown,
  type JsonMember,
  type JsonNode,
} from '../json/node.ts';

const vaultId =
  /\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[\w-]{1,64}\/providers\/Microsoft.KeyVault\/vaults\/[\w-]{3,24}/i;

/** Each parameter has a value, or refers to a secret in a key vault. */
export const parametersValue: ParametersTest = {
  name: 'DeploymentParameters-Should-Have-Value',
  group: 'deploymentParameters',
  title: 'Each parameter has a value or a reference.',
  *check({ file: { root } }) {
    if (!isTruthy(get(root, '$schema'))) return;
    for (const parameter of members(get(root, 'parameters'))) {
      if (!parameter.name.startsWith('__')) yield* judge(parameter);
    }
  },
};

function* judge(parameter: JsonMember): Iterable<Finding> {
  const { name } = parameter;
  const value = memberOf(parameter.value, 'value');
  const reference = memberOf(parameter.value, 'reference');
  if (value !== undefined) {
    const text = shown(value.value);
    if (/^\s?\[/.test(text) && /\]\s?$/.test(text) && !text.includes('\n')) {
      yield warning(
        'Parameters.Parameter.Expression',
        `'${name}'.value will not be evaluated as an expression`,
        value,
      );
    }
  } else if (reference !== undefined) yield* secretReference(name, reference.value);
  else {
    yield error(
      'Parameters.Parameter.Missing.Value',
      `'${name}' must have a property 'value' or 'reference'`,
      parameter,
    );
  }
}

/** The first thing that is wrong with a reference. */
function* secretReference(name: string, reference: JsonNode): Iterable<Finding> {
  const vault = memberOf(reference, 'keyVault');
  const id = memberOf(vault?.value, 'id');
  const secret = memberOf(reference, 'secretName');
  if (vault === undefined) {
    yield error(
      'Parameters.Parameter.Missing.Value',
      `'${name}'.reference has no property 'keyVault'`,
      reference,
    );
  } else if (id === undefined) {
    yield error(
      'Parameters.Parameter.Missing.KeyVault.Id',
      `'${name}'.reference.keyVault has no property 'id'`,
      vault,
    );
  } else if (!vaultId.test(shown(id.value))) {
    yield error(
      'Parameters.Parameter.Bad.KeyVault.Id',
      `'${name}'.reference.keyVault.id is not the id of a key vault`,
      id,
    );
  } else if (secret === undefined) {
    yield error(
      'Parameters.Parameter.Missing.SecretName',
      `'${name}'.reference has no property 'secretName'`,
      reference,
    );
  } else if (!/^[A-Za-z0-9-]{1,127}$/.test(shown(secret.value))) {
    yield error(
      'Parameters.Parameter.Bad.SecretName',
      `'${name}'.reference.secretName may have letters, digits and dashes only`,
      secret,
    );
  }
}
