// Hunting queries lie in templates as saved searches, with what says something of them in tags.
// https://learn.microsoft.com/rest/api/loganalytics/saved-searches
import { isValues, type Values } from './values.ts';
import { valueOf, type Scope } from './template-value.ts';

/** What every saved search has, and what says nothing of a query. */
const USUAL = new Set(['category', 'etag', 'version', 'tags']);
const LISTS = new Set(['tactics', 'techniques']);

/** Whether a saved search is a hunting query: other categories are searches that somebody kept, or functions. */
export function isHuntingSearch(properties: unknown, scope: Scope): boolean {
  if (!isValues(properties)) return false;
  const category = valueOf(properties['category'], scope);
  const alias = properties['functionAlias'] ?? '';
  return typeof category === 'string' && /^hunting queries$/i.test(category.trim()) && alias === '';
}

/** As a hunting query's own file has it: the tags that it knows are properties, others stay. */
export function huntingProperties(properties: unknown): Values {
  const made = Object.create(null) as Record<string, unknown>;
  if (!isValues(properties)) return made;
  for (const [key, value] of Object.entries(properties)) {
    if (!USUAL.has(key.toLowerCase())) made[key] = value;
  }
  const tags = properties['tags'];
  const others: unknown[] = [];
  for (const tag of Array.isArray(tags) ? (tags as unknown[]) : [tags]) {
    const known = knownTag(tag);
    if (known === undefined || known[0] in made) others.push(tag);
    else made[known[0]] = known[1];
  }
  if (others.some((each) => each !== undefined)) made['tags'] = others;
  return made;
}

function knownTag(tag: unknown): readonly [string, unknown] | undefined {
  if (!isValues(tag) || typeof tag['name'] !== 'string' || typeof tag['value'] !== 'string')
    return undefined;
  const name = tag['name'].toLowerCase();
  const { value } = tag;
  if (name === 'description') return [name, value];
  if (!LISTS.has(name)) return undefined;
  const texts = value.split(',').map((each) => each.trim());
  return [name, texts.filter((each) => each !== '')];
}
