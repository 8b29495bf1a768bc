// All matches. RE2 is the meaning; the evaluators only come near it.
import type { Templates } from './template.ts';

export const regexGroups: Templates = {
  regex_count: ([text = '', pattern = '']) =>
    `CAST(len(regexp_extract_all(${text}, ${pattern})) AS BIGINT)`,
  regex_replace_first: ([text = '', pattern = '', by = '']) =>
    `regexp_replace(${text}, ${pattern}, ${by})`,
  regex_groups: ([text = '', pattern = '', ...groups]) => {
    const lists = groups.map(
      (each) => `regexp_extract_all(${text}, ${pattern}, CAST(${each} AS INTEGER))`,
    );
    const [only] = lists;
    if (lists.length === 1 && only !== undefined)
      return `nullif(CAST(to_json(${only}) AS VARCHAR), '[]')`;
    const zipped = `list_zip(${lists.join(', ')})`;
    const parts = lists.map((_, at) => `x[${String(at + 1)}]`).join(', ');
    return `nullif(CAST(to_json(list_transform(${zipped}, lambda x: [${parts}])) AS VARCHAR), '[]')`;
  },
};
