import { brief, type Templates } from './template.ts';

const IPV4 = "'[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}'";

export const address: Templates = {
  'address.order': brief(([a = '']) => {
    const part = (at: number): string =>
      `CAST(split_part(${a}, '.', ${String(at)}) AS DOUBLE) * ${String(256 ** (4 - at))}`;
    const sum = [1, 2, 3, 4].map(part).join(' + ');
    return `CASE WHEN regexp_full_match(${a}, ${IPV4}) THEN ${sum} END`;
  }),
};
