import { error, type TemplateTest } from '../check.ts';
import { memberOf } from '../json/node.ts';

// Names that environment() gives; longer names are reached through the shorter ones they contain.
const hosts = [
  'management.core.windows.net',
  'gallery.azure.com',
  'management.azure.com',
  'database.windows.net',
  'core.windows.net',
  'login.microsoftonline.com',
  'graph.windows.net',
  'vault.azure.net',
  'datalake.azure.net',
  'azuredatalakestore.net',
  'azuredatalakeanalytics.net',
  'api.loganalytics.io',
  'asazure.windows.net',
  'batch.core.windows.net',
];
const allowedBefore = ['https://schema.', 'https://devopsgallerystorage.blob.'];

/** Hosts that differ between Azure clouds come from `environment()`; the parameters section may name them. */
export const hardcodedUri: TemplateTest = {
  name: 'DeploymentTemplate-Must-Not-Contain-Hardcoded-Uri',
  group: 'deploymentTemplate',
  title: 'No host name of one particular Azure cloud is written into the template.',
  *check({ template: { text, base, root } }) {
    const parameters = memberOf(root, 'parameters');
    const known = new RegExp(hosts.map((host) => host.replaceAll('.', '\\.')).join('|'), 'gi');
    for (const { 0: host, index } of text.matchAll(known)) {
      const at = base + index;
      if (parameters !== undefined && at >= parameters.start && at < parameters.value.end) continue;
      const before = text.slice(Math.max(0, index - 40), index).toLowerCase();
      if (allowedBefore.some((allowed) => before.endsWith(allowed))) continue;
      yield error(
        'Hardcoded.Url.Reference',
        `the host ${host} is written out; use environment()`,
        at,
      );
    }
  },
};
