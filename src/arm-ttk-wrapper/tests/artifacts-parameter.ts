import { error, warning, type Finding, type TemplateInput, type TemplateTest } from '../check.ts';
import { get, isPresent, isText, isTruthy, shown, stringOf, type JsonNode } from '../json/node.ts';

const repository = 'https://raw.githubusercontent.com/Azure/azure-quickstart-templates/master/';
const placeholder = '100-blank-template';

/** `_artifactsLocation` and its token have the types and defaults by which linked files are found. */
export const artifactsParameter: TemplateTest = {
  name: 'artifacts-parameter',
  group: 'deploymentTemplate',
  title: 'The artifacts parameters have the expected types and defaults.',
  *check(input) {
    const location = get(input.template.root, 'parameters', '_artifactsLocation');
    const token = get(input.template.root, 'parameters', '_artifactsLocationSasToken');
    if (!isPresent(location)) return;
    if (
      !isText(get(location, 'type'), 'string') &&
      !isText(get(location, 'type'), 'secureString')
    ) {
      yield error(
        'ArtifactsLocation.Parameter.TypeMisMatch',
        '_artifactsLocation must be a string',
        location,
      );
    }
    if (!isPresent(token)) {
      yield error(
        'ArtifactsLocation.Parameter.sasToken.Missing',
        'the parameter _artifactsLocationSasToken is missing',
        location,
      );
    } else if (!isText(get(token, 'type'), 'secureString')) {
      yield error(
        'ArtifactsLocation.Parameter.sasToken.TypeMisMatch',
        '_artifactsLocationSasToken must be a secureString',
        token,
      );
    }
    if (input.isMain) yield* mainDefaults(location, token, input);
    else if (isTruthy(get(location, 'defaultValue')) || isTruthy(get(token, 'defaultValue'))) {
      yield error(
        'ArtifactsLocation.Parameter.DefaultValue.NotEmpty',
        'the artifacts parameters of a nested template must not have a default',
        location,
      );
    }
  },
};

function* mainDefaults(
  location: JsonNode,
  token: JsonNode | undefined,
  { settings }: TemplateInput,
): Iterable<Finding> {
  const value = get(location, 'defaultValue');
  if (!isTruthy(value)) {
    yield error(
      'ArtifactsLocation.Parameter.DefaultValue.Missing',
      '_artifactsLocation must have a default in the main template',
      location,
    );
  } else {
    if (settings.sampleName === '') {
      yield warning(
        'ArtifactsLocation.Sample.Unknown',
        `no sample name is given; ${placeholder} is assumed`,
        location,
      );
    }
    const expected = `${repository}${settings.sampleName === '' ? placeholder : settings.sampleName}/`;
    if (
      !isText(value, expected) &&
      !shown(value).toLowerCase().includes('deployment().properties.templatelink')
    ) {
      yield error(
        'ArtifactsLocation.Parameter.DefaultValue.Incorrect',
        `the default of _artifactsLocation is "${shown(value)}"; it must be ${expected} or use deployment().properties.templateLink.uri`,
        location,
      );
    }
  }
  const tokenDefault = get(token, 'defaultValue');
  if (!isTruthy(tokenDefault) && stringOf(tokenDefault) !== '') {
    yield error(
      'ArtifactsLocation.Parameter.sasToken.DefaultValue.Incorrect',
      'the default of _artifactsLocationSasToken must be an empty string',
      token ?? location,
    );
  }
}
