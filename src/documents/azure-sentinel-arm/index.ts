// Analytics rules and hunting queries in an ARM template: the portal's export, a Content Hub solution, or a template written by hand.
import type { Strategy } from '../../strategy/index.ts';
import type { Outcome, Source } from '../../text/index.ts';
import { embeddedSearch, linesInJson } from '../embedded.ts';
import { fieldsOf, ifSound, type Reading } from '../fields.ts';
import type { RuleImporter } from '../format.ts';
import { identityMade, noRules, unresolved } from '../import-messages.ts';
import { readJsonText } from '../json.ts';
import { idFrom } from '../prose.ts';
import { ruleStrategy } from '../sentinel-rule.ts';
import { HUNTING, resolved, rulesIn, type RuleResource } from './rule-resources.ts';
import { huntingProperties } from './saved-search.ts';
import { valueOf } from './template-value.ts';
import { isValues } from './values.ts';

export const azureSentinelArm: RuleImporter = { name: 'azure-sentinel-arm', recognise, read };

function recognise(text: string): number {
  if (!/^\s*(?:\/[/*]|\{)/.test(text.replace(/^\uFEFF/, '').slice(0, 1000))) return 0;
  return /"\$schema"\s*:\s*"[^"]{0,200}deploymentTemplate\.json/i.test(text) ? 1 : 0;
}

function read(source: Source): Outcome<readonly Strategy[]> {
  const yaml = readJsonText(source);
  const diagnostics = [...yaml.diagnostics];
  if (diagnostics.length > 0) return { value: [], diagnostics };
  const reading: Reading = { source, yaml, diagnostics };
  const rules = rulesIn(reading);
  if (rules.length === 0)
    diagnostics.push(noRules({ source }, { what: 'analytics rules or hunting queries' }));
  return {
    value: rules.flatMap((each) => ifSound(reading, () => strategyOf(reading, each))),
    diagnostics,
  };
}

function strategyOf(reading: Reading, rule: RuleResource): Strategy | undefined {
  const { source, yaml, diagnostics } = reading;
  const path = `${rule.path}.properties`;
  const values = resolved(rule.properties, rule.scope, path, (at, expression) => {
    const name = at.slice(path.length + 1);
    const place = { source, span: yaml.values.get(at) };
    diagnostics.push(unresolved(place, { name, expression: expression.slice(0, 80) }));
  });
  const properties = rule.kind === HUNTING ? huntingProperties(values) : values;
  const kind = valueOf(rule.kind, rule.scope);
  return ruleStrategy(
    reading,
    fieldsOf(reading, properties, path),
    {
      id: identityOf(reading, rule, properties),
      kind: typeof kind === 'string' ? kind : undefined,
    },
    {
      format: azureSentinelArm.name,
      title: 'displayName',
      techniques: ['subTechniques', 'techniques'],
      // A template of a solution is switched off by nature; what is made of it is not.
      ignored: rule.template ? ['status', 'enabled'] : [],
      search: (query, at) => {
        const span = yaml.values.get(at) ?? { start: 0, end: 0 };
        return embeddedSearch(query, linesInJson(source, span), span.end, 'sentinel');
      },
    },
  );
}

/** The last part of the resource's name. Of a name that only a deployment knows, the literal at its end. */
function identityOf(reading: Reading, rule: RuleResource, properties: unknown): string {
  const { source, yaml, diagnostics } = reading;
  const name = valueOf(rule.name, rule.scope);
  const text =
    typeof name === 'string'
      ? name
      : (/'([^']{1,200})'\s*\)\s*\]$/.exec(String(rule.name))?.[1] ?? '');
  const id = idFrom(text.slice(text.lastIndexOf('/') + 1));
  if (id !== '') return id;
  const title = isValues(properties) ? properties['displayName'] : undefined;
  const made = idFrom(typeof title === 'string' ? title.toLowerCase() : '');
  const span = yaml.values.get(`${rule.path}.name`) ?? yaml.values.get(rule.path);
  diagnostics.push(identityMade({ source, span }, { id: made }));
  return made;
}
