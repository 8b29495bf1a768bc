import { error, type TemplateTest } from '../check.ts';
import { lastMark } from '../expressions/scan.ts';

// Upstream compares the case here, so `tenantResourceId` is listed beside `resourceId`.
const forbidden = [
  /resourceId\s*\(\s*(?:resourceGroup\(|subscription\(|(?:concat|format)\s*\()/g,
  /(?:tenant|extension|subscription)ResourceId\s*\(\s*(?:concat|format)\s*\(/g,
  /subscriptionResourceId\s*\(\s*subscription\(/g,
  /reference\s*\(\s*(?:concat|format)\s*\(/g,
  /list\w{1,100}\s*\(\s*(?:concat|format)\s*\(/g,
];

/** The scope that `resourceId()` has anyway is not spelled out, and its type is not put together. */
export const resourceIdsShouldNotContain: TemplateTest = {
  name: 'ResourceIds-should-not-contain',
  group: 'deploymentTemplate',
  title: 'Resource ids are not put together from the scope or by concat().',
  *check({ template: { text, base }, generator }) {
    if (generator === 'bicep') return;
    const mark = lastMark(text, '["');
    const matches = forbidden.flatMap((pattern) => [...text.matchAll(pattern)]);
    for (const { 0: found, index } of matches.sort((one, other) => one.index - other.index)) {
      if (mark(index) !== '[') continue;
      yield error(
        'ResourceId.Should.Not.Contain.Function',
        `"${found}" is not allowed`,
        base + index,
      );
    }
  },
};
