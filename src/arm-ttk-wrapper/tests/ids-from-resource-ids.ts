import { error, type Finding, type TemplateTest } from '../check.ts';
import { expand } from '../expressions/expand.ts';
import { findEach, type Found } from '../json/find.ts';
import { get, isTruthy, shown, type JsonNode } from '../json/node.ts';

// Names (or their endings) that look like resource ids and are none.
const exempt = (
  'appId clientId DataTypeId defaultMenuItemId keyVaultSecretId keyVaultId keyId objectId menuId nodeAgentSkuId ' +
  'policyDefinitionReferenceId servicePrincipalClientId StartingDeviceID subscriptionId SyntheticMonitorId ' +
  'targetProtectionContainerId targetWorkerSizeId tenantId timezoneId vlanId workerSizeId metricId ' +
  'requestedServiceObjectiveId groupId sid ruleId deploymentSpecId detector.id contentId connectorId parentId ' +
  'IllusiveIncidentId UniqueFindingId schemaId detection_id open_id TeamsChannelID SAPAuditLogMessageID ' +
  'roleDefinitionId principalId XDRCustomerID userAssignedIdentityResourceId channelId extendedAceItemObjectId ' +
  'operationId-ANCEndpointGetById operationId-DeleteDomainById operationId-GetOrganizationId ' +
  'operationId-ProcessMetadataSearchByProcessGUID operationId-SearchForProcessEventsByProcessGUID ApplicationId ' +
  'policyDefinitionGuid IndicatorId contentProductId aws_iam_functionapp_id dataCollectionEndpointId ' +
  'dataCollectionRuleImmutableId'
)
  .toLowerCase()
  .split(' ');

const allowed = [
  'extensionResourceId',
  'resourceId',
  'subscriptionResourceId',
  'tenantResourceId',
  'if',
  'parameters',
  'reference',
  'variables',
  'subscription',
  'guid',
];
const allowedCall = new RegExp(`\\[\\s*(?:${allowed.join('|')})\\s*\\(`, 'i');

/** A property named `...id` is given by `resourceId()` or one of its relatives, one step of variables followed. */
export const idsFromResourceIds: TemplateTest = {
  name: 'IDs-Should-Be-Derived-From-ResourceIDs',
  group: 'deploymentTemplate',
  title: 'Resource ids come from resourceId() and its relatives.',
  *check({ template: { root }, generator }) {
    if (generator === 'bicep') return;
    const ids = findEach(get(root, 'resources'), { name: (name) => name.endsWith('id') });
    for (const found of ids) {
      if (!isExempt(found) && !isElsewhere(found)) yield* judge(found, root);
    }
  },
};

function isExempt({ path, member }: Found): boolean {
  const lower = path.toLowerCase();
  return (
    exempt.some((ending) => lower.endsWith(ending)) ||
    /^(?:parameters|outputs)/.test(lower) ||
    lower.includes('.metadata.') ||
    lower.includes(`.tags.${member.name.toLowerCase()}`)
  );
}

/** Parts of templates whose ids are not those of resources. */
function isElsewhere({ parents, path }: Found): boolean {
  const types = parents.map((parent) => shown(get(parent, 'type')).toLowerCase());
  const within = (pattern: RegExp): boolean => types.some((type) => pattern.test(type));
  const lower = path.toLowerCase();
  return (
    within(
      /^microsoft\.(?:logic\/workflows|apimanagement\/service\/backends|portal\/dashboards)$/,
    ) ||
    within(/^microsoft\.documentdb\/databaseaccounts\/\w*\/collections$/) ||
    (within(/^microsoft\.documentdb\/databaseaccounts\/sqldatabases/) &&
      lower.includes('.resource.')) ||
    (within(/^microsoft\.insights\/webtests/) && lower.includes('.locations')) ||
    (within(/backends$/) && lower.includes('properties.')) ||
    within(/config/)
  );
}

function* judge({ member }: Found, root: JsonNode): Iterable<Finding> {
  const id = valueOf(member.value);
  if (id === undefined) return;
  if (id === '') {
    yield error('ResourceId.Is.Missing', `the id property "${member.name}" is blank`, member);
    return;
  }
  const expanded = expand(id, root, 'parameters');
  if (expanded.kind === 'missing') {
    yield error('ResourceId.Not.Resolved', `"${member.name}": ${expanded.message}`, member);
    return;
  }
  const text = expanded.kind === 'text' ? expanded.text : stringValue(expanded.value);
  if (text !== undefined && !allowedCall.test(text)) {
    yield error(
      'ResourceId.Should.Contain.Proper.Expression',
      `"${member.name}" must use one of the following expressions for a resource id: ${allowed.join(', ')}`,
      member,
    );
  }
}

/** The text to judge, empty for a blank; undefined for objects that are not a plain value in disguise. */
function valueOf(node: JsonNode): string | undefined {
  switch (node.kind) {
    case 'string':
      return node.value;
    case 'object': {
      const value = get(node, 'value');
      return isTruthy(value) && value?.kind === 'string' ? value.value : undefined;
    }
    case 'array':
      return undefined;
    case 'null':
    case 'number':
    case 'boolean':
      return isTruthy(node) ? shown(node) : '';
  }
}

function stringValue(node: JsonNode): string | undefined {
  return node.kind === 'string' ? node.value : undefined;
}
