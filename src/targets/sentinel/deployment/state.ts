// What a workspace holds, as it was exported: an ARM template from the portal, or the answers of the REST API.
import { sortedPaths, type Diagnostic, type Outcome, type Source } from '../../../text/index.ts';
import { isObject, type Json } from '../../json.ts';
import { asObjects, asText, groupIn, parseJson, type Values } from '../../values.ts';
import type { AlertRule } from '../alert-rule.ts';
import { apiVersions, literal, literalValue, types } from '../arm.ts';
import * as problems from '../messages.ts';
import { readTemplates, type Bundle } from '../read.ts';

/** The workspace's rules, each as it is modelled and as it was exported. */
export interface State {
  readonly rules: ReadonlyMap<string, HeldRule>;
  readonly bundle: Bundle;
}

export interface HeldRule {
  readonly rule: AlertRule;
  /** `kind` and `properties` as exported, without empty and read-only values. */
  readonly kind: string;
  readonly properties: Readonly<Record<string, Json>>;
}

/** Set by the service; a deployment cannot. */
const READ_ONLY = new Set(['lastModifiedUtc']);

/** By the rules' names, in lower case. */
export function readState(source: Source): Outcome<State> {
  const root = parseJson(source.text);
  const listed = isObject(root) && Array.isArray(root['value']) ? root['value'] : root;
  const isList = Array.isArray(listed);
  const text = isList ? JSON.stringify(asTemplate(listed)) : source.text;
  const name = 'mainTemplate.json';
  const tree = new Map([[name, text]]);
  const { value: bundle, diagnostics } = readTemplates(tree, sortedPaths(tree));
  const raw = rawRules(parseJson(text));
  const rules = bundle.rules.map((rule) => {
    const id = rule.name.toLowerCase();
    const { kind = '', properties = {} } = raw.get(id) ?? {};
    return [id, { rule, kind, properties }] as const;
  });
  return {
    value: { rules: new Map(rules), bundle },
    diagnostics: diagnostics.map((each) => inFile(each, source)),
  };
}

/** Rules of other kinds are no business of a bundle's; everything else concerns the whole file. */
function inFile(diagnostic: Diagnostic, source: Source): Diagnostic {
  const other = diagnostic.code === problems.ruleWithoutQuery.code;
  return { ...diagnostic, source, severity: other ? 'note' : diagnostic.severity };
}

/** Answers of the API hold plain values: in a template, what looks like an expression would be one. */
function asTemplate(list: readonly unknown[]): Values {
  return {
    resources: list.filter(isObject).map((each) => ({
      type: types.alertRules,
      apiVersion: apiVersions.alertRulesPreview,
      name: each['name'],
      kind: each['kind'],
      properties: escaped(each['properties']),
    })),
  };
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(escaped);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each)]));
}

function rawRules(
  template: unknown,
): ReadonlyMap<
  string,
  { readonly kind: string; readonly properties: Readonly<Record<string, Json>> }
> {
  const root = isObject(template) ? template : {};
  const parameters = groupIn(root, 'parameters');
  const resources = asObjects(root['resources']);
  return new Map(
    resources
      .filter(({ type }) => /alertrules$/i.test(asText(type) ?? ''))
      .map((each) => {
        const entries = Object.entries(groupIn(each, 'properties')).filter(
          ([key]) => !READ_ONLY.has(key),
        );
        const properties = Object.fromEntries(
          entries.flatMap(([key, value]) => {
            const kept = withoutNulls(atDeployment(value, parameters));
            return kept === undefined ? [] : [[key, kept] as const];
          }),
        );
        return [nameIn(each['name']), { kind: asText(each['kind']) ?? '', properties }] as const;
      }),
  );
}

/** Parameters by their defaults: the rollback has none. What is no literal beyond them, the readers refuse. */
function atDeployment(value: unknown, parameters: Values): unknown {
  if (typeof value !== 'string' || literalValue(value) !== undefined) return value;
  const name = /^\[\s*parameters\('([^']{1,255})'\)\s*\]$/i.exec(value)?.[1]?.toLowerCase();
  const found = Object.keys(parameters).find((each) => each.toLowerCase() === name);
  return found === undefined ? value : groupIn(parameters, found)['defaultValue'];
}

/** The last part of a name, in lower case; of an expression, of the literal at its end. */
function nameIn(value: unknown): string {
  const text = (asText(value) ?? '').replace(/'\s*\)?\s*\]$/, '');
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf("'")) + 1).toLowerCase();
}

function withoutNulls(value: unknown): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const list = value.map(withoutNulls).filter((each) => each !== undefined);
    return list.length === 0 ? undefined : list;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).flatMap(([key, each]) => {
      const kept = withoutNulls(each);
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return value as string | number | boolean;
}
