// The Sentinel bundle of a pack: one template that deploys everything, and one file per rule for Sentinel Repositories.
import { placeIn, type Pack } from '../../strategy/index.ts';
import type { Diagnostic, FileTree, Outcome } from '../../text/index.ts';
import type { AlertRule } from './alert-rule.ts';
import { huntingOf, isHunting, type MadeHunting } from './hunting.ts';
import * as problems from './messages.ts';
import { printJson, type Json, type JsonObject } from '../json.ts';
import type { KqlInput } from '../search-facts.ts';
import { repositoryFiles } from './repositories.ts';
import { ruleOf, type MadeRule } from './rule.ts';
import {
  functionResource,
  huntingResource,
  LOCATION,
  metadataOf,
  ruleResource,
  template,
  watchlistResource,
} from './template.ts';
import { solutionFiles } from './solution/files.ts';
import { only, tunablesOf, type Tunables } from './tunables.ts';
import { workbookResources } from './workbook.ts';

/** One strategy with the search that goes to Sentinel, and what the KQL engine knows of that search. */
export type SentinelInput = KqlInput;

/** How rules are packaged: see the README. */
export const sentinelForms = ['extension', 'repositories', 'solution'] as const;
export type SentinelForm = (typeof sentinelForms)[number];
const usualForms: readonly SentinelForm[] = ['extension', 'repositories'];

/** Limits of one template, the first with room for what its rules need, and bytes of the whole. */
const MOST_RULES = 600;
const MOST_RESOURCES = 800;
const MOST_BYTES = 4 * 1024 * 1024;
/** Bytes of rules after which another template begins. */
const FULL = 3 * 1024 * 1024;

const enableRules: JsonObject = {
  type: 'bool',
  defaultValue: true,
  metadata: { description: 'Whether the rules run as soon as they are deployed.' },
};
/**
 * The forms that are asked for. `extension`: `<pack id>/mainTemplate.json` (a large pack goes on in `mainTemplate-2.json` and so on, each deployable by itself);
 * `repositories`: `<pack id>/repositories/...`; `solution`: `<pack id>/solution/...`. A strategy with an error is left out of the files and its diagnostics say why. `assets`
 * are the static parts, paths relative to their folder (`workbooks/<name>.json`).
 */
export function emit(
  pack: Pack,
  inputs: readonly SentinelInput[],
  assets: FileTree,
  forms: readonly SentinelForm[] = usualForms,
): Outcome<FileTree> {
  const all = [...inputs].sort(
    (a, b) => compare(a.strategy.id, b.strategy.id) || position(a) - position(b),
  );
  const known = tunablesOf(all);
  const ordered = all.filter(({ strategy }) => !isHunting(strategy));
  const hunts = all.filter(({ strategy }) => isHunting(strategy));
  const whole = ({ needs, failed }: Pick<MadeHunting, 'needs' | 'failed'>): boolean =>
    !failed && !needs.some((name) => known.broken.has(name));
  const hunted = hunts.map((each, index) => huntingOf(pack, each, orderOf(hunts, index), known));
  const hunting = hunted.filter(whole);
  const made = distinct(
    ordered,
    ordered.map((input, index) => ruleOf(pack, input, orderOf(ordered, index), known)),
  );
  const good = made.filter(({ rule, failed }) => whole({ needs: rule.needs, failed }));
  const rules = good.map(({ rule }) => rule);
  const workbooks = workbookResources(pack, rules, assets);
  const parts = forms.includes('extension') ? divided(good) : [];
  const templates = parts.map((part, index) => {
    const first = index === 0;
    const text = mainTemplate(pack, part, known, {
      hunting: first ? hunting : [],
      workbooks: first ? workbooks.value : [],
    });
    return [
      `${pack.id}/mainTemplate${index === 0 ? '' : `-${String(index + 1)}`}.json`,
      text,
    ] as const;
  });
  const needed = [...rules, ...hunting].flatMap((each) => each.needs);
  const tunables = only(known, new Set(needed));
  const queries = hunting.map(({ query }) => query);
  const repositories = forms.includes('repositories')
    ? repositoryFiles(pack, { rules: good, hunting: queries }, tunables)
    : [];
  const solution = forms.includes('solution')
    ? solutionFiles(pack, { rules: good, hunting: queries }, tunables, workbooks.value)
    : { value: [], diagnostics: [] };
  const files = [
    ...[...repositories].map(([path, text]) => [`${pack.id}/repositories/${path}`, text] as const),
    ...[...solution.value].map(([path, text]) => [`${pack.id}/solution/${path}`, text] as const),
  ];
  const diagnostics: Diagnostic[] = [
    ...known.diagnostics,
    ...[...made, ...hunted].flatMap((each) => each.diagnostics),
    ...quotaProblems(rules),
    ...workbooks.diagnostics,
    ...solution.diagnostics,
    ...templates.flatMap(([path, { text, resources }]) => sizeProblems(path, text, resources)),
  ];
  const main = templates.map(([path, { text }]) => [path, text] as const);
  return { value: new Map<string, string | Uint8Array>([...main, ...files]), diagnostics };
}

/** The rules, the second of each identity failed: an id set in a document may be that of another. */
function distinct(
  inputs: readonly SentinelInput[],
  made: readonly MadeRule[],
): readonly MadeRule[] {
  const first = new Map<string, string>();
  return made.map((each, index) => {
    const { name: id, strategyId } = each.rule;
    const other = first.get(id);
    const strategy = inputs[index]?.strategy;
    first.set(id, other ?? strategyId);
    if (other === undefined || !strategy) return each;
    const problem = problems.sharedIdentity(placeIn(strategy, 'platforms.sentinel.id'), {
      id,
      other,
    });
    return { ...each, failed: true, diagnostics: [...each.diagnostics, problem] };
  });
}

/** The rules in portions that a template holds; one portion, maybe empty, at least. */
function divided(made: readonly MadeRule[]): readonly (readonly MadeRule[])[] {
  const parts: MadeRule[][] = [[]];
  let bytes = 0;
  for (const each of made) {
    const size = Buffer.byteLength(JSON.stringify(each.rule));
    const part = parts.at(-1);
    if (part && part.length < MOST_RULES && bytes + size <= FULL) {
      part.push(each);
      bytes += size;
    } else {
      parts.push([each]);
      bytes = size;
    }
  }
  return parts;
}

/** Counts a strategy's rules from 1; its searches stand next to one another. */
function orderOf(ordered: readonly SentinelInput[], index: number): number {
  const id = ordered[index]?.strategy.id;
  let first = index;
  while (first > 0 && ordered[first - 1]?.strategy.id === id) first--;
  return index - first + 1;
}

interface Printed {
  readonly text: string;
  readonly resources: number;
}

function mainTemplate(
  pack: Pack,
  made: readonly MadeRule[],
  known: Tunables,
  { hunting, workbooks }: { hunting: readonly MadeHunting[]; workbooks: readonly Json[] },
): Printed {
  const needs = [...made.map(({ rule }) => rule), ...hunting].flatMap((each) => each.needs);
  const { functions, watchlists } = only(known, new Set(needs));
  const kinds = new Map([
    ...[...functions.keys()].map((name) => [name, 'function'] as const),
    ...[...watchlists.keys()].map((name) => [name, 'watchlist'] as const),
  ]);
  const resources = [
    ...[...functions.values()].map((each) => functionResource(each, pack.title)),
    ...[...watchlists.values()].map((each) => watchlistResource(each, pack.title)),
    ...made.map(({ rule }) => ruleResource(rule, kinds)),
    ...hunting.map(({ query, needs: own }) => huntingResource(query, own, kinds)),
    ...workbooks,
  ];
  const parameters = {
    ...(made.some(({ rule }) => rule.enabled) ? { enableRules } : {}),
    ...(workbooks.length > 0 ? { location: LOCATION } : {}),
  };
  const queries = hunting.map(({ query }) => query);
  const text = printJson(template(metadataOf(pack, made, queries), parameters, resources));
  return { text, resources: resources.length };
}

/** Where a search stands among its strategy's searches, so that its identity does not depend on the caller's order. */
function position({ strategy, search }: SentinelInput): number {
  return strategy.searches.indexOf(search);
}

function sizeProblems(name: string, text: string, resources: number): readonly Diagnostic[] {
  const bytes = Buffer.byteLength(text);
  if (resources <= MOST_RESOURCES && bytes <= MOST_BYTES) return [];
  const limits = { mostResources: MOST_RESOURCES, mostBytes: MOST_BYTES };
  return [problems.largeTemplate({ source: { name, text: '' } }, { resources, bytes, ...limits })];
}

/** Enabled rules that one workspace runs. */
const QUOTAS = [
  { kind: 'Scheduled', most: 512 },
  { kind: 'NRT', most: 50 },
] as const;

function quotaProblems(rules: readonly AlertRule[]): readonly Diagnostic[] {
  return QUOTAS.flatMap(({ kind, most }) => {
    const count = rules.filter((each) => each.enabled && each.kind === kind).length;
    const source = { name: 'pack.yaml', text: '' };
    return count > most ? [problems.manyRules({ source }, { kind, count, most })] : [];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
