import { get, isText, members, type JsonMember, type JsonNode } from '../json/node.ts';

/** The parameters of a template whose values Azure keeps secret. */
export function secureParameters(root: JsonNode): JsonMember[] {
  return members(get(root, 'parameters')).filter(({ value }) => {
    const type = get(value, 'type');
    return isText(type, 'securestring') || isText(type, 'secureobject');
  });
}
