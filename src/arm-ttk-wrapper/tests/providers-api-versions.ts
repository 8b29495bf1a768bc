import { error, type TemplateTest } from '../check.ts';

/** An API version is never the newest one of the day. */
export const providersApiVersions: TemplateTest = {
  name: 'providers_apiVersions-Is-Not-Permitted',
  group: 'deploymentTemplate',
  title: 'providers().apiVersions is not used.',
  *check({ template: { text, base } }) {
    const lower = text.toLowerCase();
    const start = lower.indexOf('providers(');
    if (start >= 0 && lower.includes(').apiversions', start + 10)) {
      yield error(
        'ApiVersion.Using.Providers',
        'providers().apiVersions is not permitted; write an apiVersion',
        base + start,
      );
    }
  },
};
