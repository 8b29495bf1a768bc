/** Every test case, in the order of the toolkit: by group, then by name. */
import type { TtkTest } from '../check.ts';
import { adminPasswordShouldNotBeALiteral } from './admin-password-should-not-be-a-literal.ts';
import { adminUsernameShouldNotBeALiteral } from './admin-username-should-not-be-a-literal.ts';
import { allowedValues } from './allowed-values.ts';
import { resourcesShouldNotBeAmbiguous, vmImagesShouldUseLatestVersion } from './always-passing.ts';
import { apiVersionsInReferenceFunctions } from './api-versions-in-reference-functions.ts';
import { apiVersionsShouldBeRecent } from './api-versions-should-be-recent.ts';
import { artifactsParameter } from './artifacts-parameter.ts';
import { commandToExecuteSecrets } from './command-to-execute-secrets.ts';
import { controlsInOutputsMustExist } from './controls-in-outputs-must-exist.ts';
import { createUiDefinitionMustNotHaveBlanks } from './create-ui-definition-must-not-have-blanks.ts';
import { createUiDefinitionShouldHaveSchema } from './create-ui-definition-should-have-schema.ts';
import { credentialConfirmation } from './credential-confirmation.ts';
import { dependsOnBestPractices } from './depends-on-best-practices.ts';
import { deploymentResourcesMustNotBeDebug } from './deployment-resources-must-not-be-debug.ts';
import { dynamicVariableReferences } from './dynamic-variable-references.ts';
import { handlerMustBeCorrect } from './handler-must-be-correct.ts';
import { hardcodedUri } from './hardcoded-uri.ts';
import { hideExisting } from './hide-existing.ts';
import { idsFromResourceIds } from './ids-from-resource-ids.ts';
import { jsonFilesShouldBeValid } from './json-files-should-be-valid.ts';
import { locationShouldBeInOutputs } from './location-should-be-in-outputs.ts';
import { locationShouldNotBeHardcoded } from './location-should-not-be-hardcoded.ts';
import { managedIdentityExtension } from './managed-identity-extension.ts';
import { minAndMaxValueAreNumbers } from './min-and-max-value-are-numbers.ts';
import { outputsMustBeTemplateParameters } from './outputs-must-be-template-parameters.ts';
import { outputsMustNotContainSecrets } from './outputs-must-not-contain-secrets.ts';
import { parameterTypesShouldBeConsistent } from './parameter-types-should-be-consistent.ts';
import { parametersContentVersion } from './parameters-content-version.ts';
import { parametersMustBeReferenced } from './parameters-must-be-referenced.ts';
import { parametersParameters } from './parameters-parameters.ts';
import { parametersSchema } from './parameters-schema.ts';
import { parametersValue } from './parameters-value.ts';
import { parametersWithoutDefault } from './parameters-without-default.ts';
import { passwordBoxesMinLength } from './password-boxes-min-length.ts';
import { passwordParamsMustBeSecure } from './password-params-must-be-secure.ts';
import { passwordTextboxes } from './password-textboxes.ts';
import { providersApiVersions } from './providers-api-versions.ts';
import { resourceIdsShouldNotContain } from './resource-ids-should-not-contain.ts';
import { resourcesShouldHaveLocation } from './resources-should-have-location.ts';
import { secureParamsInNestedDeployments } from './secure-params-in-nested-deployments.ts';
import { secureStringDefault } from './secure-string-default.ts';
import { templateSchemaIsCorrect } from './template-schema-is-correct.ts';
import { templateShouldNotContainBlanks } from './template-should-not-contain-blanks.ts';
import { textboxesAreWellFormed } from './textboxes-are-well-formed.ts';
import { tooltipsShouldBePresent } from './tooltips-should-be-present.ts';
import { urisShouldBeProperlyConstructed } from './uris-should-be-properly-constructed.ts';
import { usernamesShouldNotHaveADefault } from './usernames-should-not-have-a-default.ts';
import { validationsMustHaveMessage } from './validations-must-have-message.ts';
import { variablesMustBeReferenced } from './variables-must-be-referenced.ts';
import { virtualMachinesShouldNotBePreview } from './virtual-machines-should-not-be-preview.ts';
import { vmSizeShouldBeAParameter } from './vm-size-should-be-a-parameter.ts';
import { vmSizesMustMatchTemplate } from './vm-sizes-must-match-template.ts';

export const tests: readonly TtkTest[] = [
  jsonFilesShouldBeValid,

  allowedValues,
  controlsInOutputsMustExist,
  createUiDefinitionMustNotHaveBlanks,
  createUiDefinitionShouldHaveSchema,
  credentialConfirmation,
  handlerMustBeCorrect,
  hideExisting,
  locationShouldBeInOutputs,
  outputsMustBeTemplateParameters,
  parametersWithoutDefault,
  passwordTextboxes,
  passwordBoxesMinLength,
  textboxesAreWellFormed,
  tooltipsShouldBePresent,
  usernamesShouldNotHaveADefault,
  validationsMustHaveMessage,
  vmSizesMustMatchTemplate,

  parametersContentVersion,
  parametersParameters,
  parametersSchema,
  parametersValue,

  adminPasswordShouldNotBeALiteral,
  adminUsernameShouldNotBeALiteral,
  apiVersionsShouldBeRecent,
  apiVersionsInReferenceFunctions,
  artifactsParameter,
  commandToExecuteSecrets,
  dependsOnBestPractices,
  deploymentResourcesMustNotBeDebug,
  hardcodedUri,
  templateSchemaIsCorrect,
  dynamicVariableReferences,
  idsFromResourceIds,
  locationShouldNotBeHardcoded,
  managedIdentityExtension,
  minAndMaxValueAreNumbers,
  outputsMustNotContainSecrets,
  parameterTypesShouldBeConsistent,
  parametersMustBeReferenced,
  passwordParamsMustBeSecure,
  providersApiVersions,
  resourceIdsShouldNotContain,
  resourcesShouldHaveLocation,
  resourcesShouldNotBeAmbiguous,
  secureParamsInNestedDeployments,
  secureStringDefault,
  templateShouldNotContainBlanks,
  urisShouldBeProperlyConstructed,
  variablesMustBeReferenced,
  virtualMachinesShouldNotBePreview,
  vmImagesShouldUseLatestVersion,
  vmSizeShouldBeAParameter,
];
