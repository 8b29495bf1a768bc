/** What a template declares: its frame, parameters, outputs, and how many of each there may be. */
import { get, isText, members, stringOf, type JsonMember, type JsonNode } from '../json/node.ts';
import type { Report } from './finding.ts';

/** https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#template-limits */
const MOST = { parameters: 256, variables: 256, outputs: 64, resources: 800 } as const;
const MOST_BYTES = 4 * 1024 * 1024;

const TYPES: ReadonlyMap<string, readonly JsonNode['kind'][]> = new Map([
  ['string', ['string']],
  ['securestring', ['string']],
  ['int', ['number']],
  ['bool', ['boolean']],
  ['object', ['object']],
  ['secureobject', ['object']],
  ['array', ['array']],
]);

export function checkDeclarations(template: JsonNode, text: string, report: Report): void {
  for (const name of ['$schema', 'contentVersion', 'resources']) {
    if (get(template, name) !== undefined) continue;
    report('template', 'error', opening(template), `the template has no \`${name}\``);
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) {
    const message = `the template has ${String(bytes)} bytes; at most ${String(MOST_BYTES)} are taken`;
    report('limit', 'error', opening(template), message);
  }
  for (const [name, most] of Object.entries(MOST)) {
    const node = get(template, name);
    const count = node?.kind === 'array' ? node.items.length : members(node).length;
    if (node && count > most) {
      const message = `the template has ${String(count)} ${name}; at most ${String(most)} are taken`;
      report('limit', 'error', { start: node.start, end: node.start + 1 }, message);
    }
  }
  for (const each of members(get(template, 'parameters'))) checkParameter(each, report);
  for (const each of members(get(template, 'outputs'))) checkType(each, 'output', report);
}

function checkParameter(parameter: JsonMember, report: Report): void {
  checkType(parameter, 'parameter', report);
  const type = stringOf(get(parameter.value, 'type'))?.toLowerCase() ?? '';
  const value = get(parameter.value, 'defaultValue');
  const kinds = TYPES.get(type);
  if (!value || !kinds || value.kind === 'null') return;
  const computed = value.kind === 'string' && value.value.startsWith('[');
  if (!kinds.includes(value.kind) && !computed) {
    const message = `the default of \`${parameter.name}\` is no ${type}`;
    report('declaration', 'error', value, message);
  }
  const allowed = get(parameter.value, 'allowedValues');
  if (computed || allowed?.kind !== 'array' || value.kind !== 'string') return;
  if (!allowed.items.some((each) => isText(each, value.value))) {
    const message = `the default of \`${parameter.name}\` is not among its allowed values`;
    report('declaration', 'error', value, message);
  }
}

function checkType({ name, value, start }: JsonMember, what: string, report: Report): void {
  const type = get(value, 'type');
  const place = { start, end: start + name.length + 2 };
  // A user-defined type stands behind `$ref`.
  if (!type && get(value, '$ref')) return;
  if (!type) report('declaration', 'error', place, `the ${what} \`${name}\` has no type`);
  else if (!TYPES.has(stringOf(type)?.toLowerCase() ?? '')) {
    report('declaration', 'error', type, `the ${what} \`${name}\` has a type that there is not`);
  }
}

function opening({ start }: JsonNode): { start: number; end: number } {
  return { start, end: start + 1 };
}
