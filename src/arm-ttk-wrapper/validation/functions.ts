/**
 * The functions of template expressions, by family.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
 */
const families: readonly string[] = [
  'array concat contains createArray empty first indexFromEnd indexOf intersection last lastIndexOf length max min',
  'range skip take tryGet tryIndexFromEnd union',
  'parseCidr cidrSubnet cidrHost',
  'coalesce equals greater greaterOrEquals less lessOrEquals',
  'dateTimeAdd dateTimeFromEpoch dateTimeToEpoch utcNow',
  'deployer deployment environment parameters variables externalInput fail',
  'filter groupBy lambda lambdaVariables map mapValues reduce sort toObject',
  'and bool false if not or true',
  'add copyIndex div float int mod mul sub',
  'createObject items json null objectKeys shallowMerge',
  'extensionResourceId managementGroupResourceId pickZones providers reference references resourceId resourceInfo',
  'subscriptionResourceId tenantResourceId toLogicalZone toLogicalZones toPhysicalZone toPhysicalZones',
  'managementGroup resourceGroup subscription tenant',
  'base64 base64ToJson base64ToString buildUri dataUri dataUriToString endsWith format guid join newGuid padLeft',
  'parseUri replace split startsWith string substring toLower toUpper trim uniqueString uri uriComponent',
  'uriComponentToString',
];

const known = new Set(families.flatMap((family) => family.toLowerCase().split(' ')));

/** Whether templates have the function; case does not matter. `listKeys` and its kin are a resource's own. */
export function isFunction(name: string): boolean {
  const lower = name.toLowerCase();
  return known.has(lower) || /^list[a-z0-9]*$/.test(lower);
}
