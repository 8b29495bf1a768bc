/** The resources of a template: their types and API versions, their names, and what they depend on. */
import type { ApiVersions } from '../api-versions.ts';
import { parseValue, type ArmCall } from '../expressions/parse.ts';
import { get, isText, members, stringOf, type JsonNode, type JsonObject } from '../json/node.ts';
import type { Report } from './finding.ts';
import { known, knownPart, type Known } from './names.ts';
import { scopeOf, type Scope } from './scope.ts';

interface Resource {
  readonly node: JsonObject;
  /** The full type, in lower case; under a provider's path the type that is meant. */
  readonly type: string;
  readonly name: Known;
  readonly symbol: string | undefined;
}

/** Far beyond what a template may have, which is reported: each would have to be compared with each. */
const MOST_COMPARED = 2_000;

/** Checks the resources of a template and, each by itself, those of templates nested in it. */
export function checkResources(template: JsonNode, versions: ApiVersions, report: Report): void {
  const scope = scopeOf(template);
  const symbolic = get(template, 'resources')?.kind === 'object';
  const all = resourcesIn(get(template, 'resources'), '', '', scope, report);
  checkDuplicates(all, report);
  // A profile of the template names a version for each type.
  const profiled = get(template, 'apiProfile') !== undefined;
  const comparable = all.length <= MOST_COMPARED;
  for (const each of all) {
    checkVersion(each, versions, profiled, report);
    if (comparable) checkDependencies(each, all, { scope, symbolic }, report);
    const nested = get(each.node, 'properties', 'template');
    if (each.type === 'microsoft.resources/deployments' && nested?.kind === 'object') {
      checkResources(inScopeOf(template, nested, each.node), versions, report);
    }
  }
}

/** A nested template of outer scope is read with the names of the template around it. */
function inScopeOf(outer: JsonNode, nested: JsonObject, deployment: JsonObject): JsonNode {
  const scope = get(deployment, 'properties', 'expressionEvaluationOptions', 'scope');
  if (isText(scope, 'inner')) return nested;
  const borrowed = members(outer).filter(({ name }) => /^(?:parameters|variables)$/i.test(name));
  const own = nested.members.filter(({ name }) => !/^(?:parameters|variables)$/i.test(name));
  return { ...nested, members: [...borrowed, ...own] };
}

function resourcesIn(
  list: JsonNode | undefined,
  parentType: string,
  parentName: string,
  scope: Scope,
  report: Report,
): Resource[] {
  const entries: readonly (readonly [string | undefined, JsonNode])[] =
    list?.kind === 'array'
      ? list.items.map((item) => [undefined, item] as const)
      : members(list).map(({ name, value }) => [name, value] as const);
  return entries.flatMap(([symbol, node]) => {
    if (node.kind !== 'object') return [];
    const own = stringOf(get(node, 'type'));
    const foreign = isForeign(node);
    // What an extension makes need not have a name; nothing but its symbol stands for it.
    const name = stringOf(get(node, 'name')) ?? (foreign ? symbol : undefined);
    for (const [key, value] of Object.entries({ type: own, name })) {
      if (value === undefined) {
        report(
          'resource',
          'error',
          { start: node.start, end: node.start + 1 },
          `a resource has no \`${key}\``,
        );
      }
    }
    if (own === undefined || name === undefined) return [];
    const text = known(name, scope);
    const whole = parentType === '' ? own.toLowerCase() : `${parentType}/${own.toLowerCase()}`;
    const full = parentName === '' ? text : { ...text, text: `${parentName}/${text.text}` };
    const { type, name: meant } = withoutProvider(whole, full);
    const made: Resource = { node, type, name: meant, symbol };
    const children =
      whole.split('/').length > 12
        ? []
        : resourcesIn(get(node, 'resources'), whole, full.text, scope, report);
    return [made, ...children];
  });
}

/** A resource of an extension, such as Microsoft Graph's, which has its version in its type. */
function isForeign(node: JsonObject): boolean {
  return get(node, 'import') !== undefined || get(node, 'extension') !== undefined;
}

/** `workspaces/providers/alertRules` named `ws/Microsoft.SecurityInsights/x` is `Microsoft.SecurityInsights/alertRules`. */
function withoutProvider(type: string, name: Known): { type: string; name: Known } {
  const [, kind] = /\/providers\/(.+)$/.exec(type) ?? [];
  const [, provider, rest] = /\/(microsoft\.[a-z.]+)\/(.+)$/.exec(name.text) ?? [];
  if (kind === undefined || provider === undefined || rest === undefined) return { type, name };
  return { type: `${provider}/${kind}`, name: { ...name, text: rest } };
}

function checkDuplicates(all: readonly Resource[], report: Report): void {
  const seen = new Set<string>();
  for (const { node, type, name } of all) {
    const scope = stringOf(get(node, 'scope')) ?? '';
    const group = stringOf(get(node, 'resourceGroup')) ?? '';
    const key = JSON.stringify([type, name.text, scope.toLowerCase(), group.toLowerCase()]);
    // One of a pair may be conditional, and a loop names its resources by expressions.
    const certain = get(node, 'condition') === undefined && get(node, 'copy') === undefined;
    if (certain && seen.has(key)) {
      const place = get(node, 'name') ?? node;
      report('duplicate', 'error', place, `another resource has this type and name already`);
    }
    if (certain) seen.add(key);
  }
}

function checkVersion(
  { node, type }: Resource,
  versions: ApiVersions,
  profiled: boolean,
  report: Report,
): void {
  const given = get(node, 'apiVersion');
  if (given === undefined && profiled) return;
  const place = get(node, 'type') ?? node;
  if (isForeign(node)) return;
  if (given === undefined) {
    report('api-version', 'error', place, 'the resource has no `apiVersion`');
    return;
  }
  // Types under a provider's path whose meaning the name does not tell are beyond the table.
  if (type.includes('/providers/')) return;
  const all = versions.of(type);
  if (all.length === 0) {
    report(
      'resource',
      'warning',
      place,
      `no resource type \`${stringOf(place) ?? type}\` is known`,
    );
    return;
  }
  const version = stringOf(given);
  if (version === undefined || version.startsWith('[') || all.includes(version.toLowerCase()))
    return;
  const [newest = ''] = all;
  // Too new for the table, or a version that the provider serves for this type too without having published it.
  const possible = version.slice(0, 10) > newest.slice(0, 10) || versions.inProvider(type, version);
  const message = `\`${stringOf(place) ?? type}\` has no API version \`${version}\`; the newest known is \`${newest}\``;
  report('api-version', possible ? 'warning' : 'error', given, message);
}

interface Around {
  readonly scope: Scope;
  readonly symbolic: boolean;
}

function checkDependencies(
  { node }: Resource,
  all: readonly Resource[],
  { scope, symbolic }: Around,
  report: Report,
): void {
  const list = get(node, 'dependsOn');
  if (list?.kind !== 'array') return;
  const loops = all.map(({ node: each }) => stringOf(get(each, 'copy', 'name'))?.toLowerCase());
  for (const item of list.items) {
    if (item.kind !== 'string') continue;
    const text = item.value.toLowerCase();
    if (loops.includes(text)) continue;
    const missing = symbolic
      ? !all.some(({ symbol }) => symbol?.toLowerCase() === text) && !text.startsWith('[')
      : isMissing(item.value, all, scope);
    if (missing) {
      report('depends-on', 'error', item, 'the template deploys no resource that this depends on');
    }
  }
}

/** Only what is certain: a type that no resource has, or a literal name that none of the type has. */
function isMissing(value: string, all: readonly Resource[], scope: Scope): boolean {
  const target = targetOf(value, scope);
  if (!target) return false;
  const same = all.filter(({ type }) => target.type === undefined || type === target.type);
  if (same.some(({ name }) => name.text === target.name.text || endsWith(name, target)))
    return false;
  if (target.type !== undefined && same.length === 0) return true;
  return target.name.literal && same.every(({ name }) => name.literal);
}

function endsWith(name: Known, target: Target): boolean {
  return target.type === undefined && name.text.split('/').at(-1) === target.name.text;
}

interface Target {
  readonly type: string | undefined;
  readonly name: Known;
}

/** What a dependency names; undefined where only a deployment can tell. */
function targetOf(value: string, scope: Scope, depth = 0): Target | undefined {
  const parsed = parseValue(value);
  if (parsed.kind === 'literal') return ofText({ text: parsed.text.toLowerCase(), literal: true });
  if (parsed.kind === 'fault' || parsed.root.kind !== 'call' || depth > 8) return undefined;
  const call = parsed.root;
  const [first] = call.args;
  switch (call.name.toLowerCase()) {
    case 'resourceid':
    case 'subscriptionresourceid':
    case 'tenantresourceid':
      return ofCall(call, value, scope, 0);
    case 'extensionresourceid':
      return ofCall(call, value, scope, 1);
    case 'variables': {
      const held =
        first?.kind === 'string' ? scope.values.get(first.value.toLowerCase()) : undefined;
      return held?.kind === 'string' ? targetOf(held.value, scope, depth + 1) : undefined;
    }
    case 'concat':
      return ofText(known(value, scope));
    default:
      return undefined;
  }
}

/** `resourceId([subscription,] [group,] type, name, ...)`. */
function ofCall(call: ArmCall, value: string, scope: Scope, from: number): Target | undefined {
  const at = call.args.findIndex(
    (each, index) =>
      index >= from && each.kind === 'string' && /^[\w.]+\.[\w.]+\//.test(each.value),
  );
  const type = call.args[at];
  if (type?.kind !== 'string') return undefined;
  const names = call.args.slice(at + 1).map((each) => knownPart(each, value, scope, { left: 500 }));
  const name = {
    text: names.map(({ text }) => text).join('/'),
    literal: names.every(({ literal }) => literal),
  };
  return { type: type.value.toLowerCase().replace(/\/$/, ''), name };
}

/** A bare name, or `Microsoft.Web/sites/name`: types and names take turns only in ids, here the types come first. */
function ofText(text: Known): Target | undefined {
  if (!text.text.includes('/')) return { type: undefined, name: text };
  const [, provider = '', rest = ''] = /^([a-z][\w.]*\.[\w.]+)\/(.+)$/.exec(text.text) ?? [];
  const parts = rest.split('/');
  // `type/name`; more parts may divide in more than one way.
  if (provider === '' || parts.length !== 2 || text.text.includes('{')) return undefined;
  return { type: `${provider}/${parts[0] ?? ''}`, name: { ...text, text: parts[1] ?? '' } };
}
